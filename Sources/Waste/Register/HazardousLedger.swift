import Atlas
import Formats
import GRDB
import Languages

/// A slip as a row of the register says it.
struct HazardousMovement {
    private let values: [String: Cell]

    init(_ values: [String: Cell]) { self.values = values }

    private func text(_ name: String) -> String? {
        guard case .text(let text) = values[name] else { return nil }
        return text
    }

    private func integer(_ name: String) -> Int64? {
        guard case .integer(let value) = values[name] else { return nil }
        return value
    }

    var slip: String { text("bsd_id") ?? "" }
    var status: String? { text("status") }
    var stream: String? { text("stream") }
    var campus: String? { text("campus") }
    var wasteCode: String? { text("waste_code") }
    var dispatchedOn: String? { text("dispatched_on") }
    var destinationName: String? { text("destination_name") }
    var destinationSiret: String? { text("destination_siret") }
    var acceptedAsTyped: String? { text("accepted_as_typed") }
    /// A mass that the destination says it estimated is of unknown method; the others are its weighbridge's.
    var method: WeighingMethod { integer("is_estimate") == 1 ? .unknown : .weighbridge }

    /// The treatment done last, when it is one.
    var operation: TreatmentOperation? {
        let codes = (text("final_codes") ?? text("done_codes") ?? "").split(separator: ",").map(String.init)
        return Set(codes).count == 1 ? TreatmentOperation(codes[0]) : nil
    }

    /// What the ledger holds of the slip: nil until its load is accepted, and when it is cancelled.
    var acceptedGrams: Int64? {
        guard let grams = integer("accepted_mass_g"), grams > 0, !isCancelled else { return nil }
        return grams
    }

    private var isCancelled: Bool {
        let status = ColumnName.normalized(status ?? "")
        return status.hasPrefix("annul") || status.hasPrefix("cancel")
    }
}

/// Slips, and the weighing that each is.
struct HazardousLedger {
    enum State {
        case absent
        case same
        case changed
        /// The atlas has a version of this day.
        case newer(String)
    }

    enum Entry {
        case entered
        case nothingToDo
        /// A person, or another source, said something of it: it is not touched.
        case keptAsIs(Bilingual)
    }

    /// What the ledger has of a slip, by the row that nothing corrects.
    private struct Standing {
        let fid: Int64
        let grams: Int64
        let isCancelled: Bool
        let isOurs: Bool
        let row: Row
    }

    private static let source = "Trackdéchets"
    private static let reason = "bordereau "

    private let db: Database
    private let importID: Int64
    private let facilities: [String: String]
    private let destinations: [String: [String]]

    init(_ db: Database, importID: Int64) throws {
        self.db = db
        self.importID = importID
        let sites = try Row.fetchAll(db, sql: "SELECT siret, name FROM facility WHERE siret IS NOT NULL ORDER BY fid")
        facilities = Dictionary(sites.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
        var destinations: [String: [String]] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT code, operation_codes FROM waste_destination ORDER BY fid") {
            for operation in (row[1] as String? ?? "").split(separator: "|") {
                destinations[String(operation), default: []].append(row[0])
            }
        }
        self.destinations = destinations
    }

    // MARK: Slips

    func state(of slip: String, _ values: [(String, Cell)], updatedOn: CalendarDate?) throws -> State {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT * FROM hazardous_movement WHERE bsd_id = ?"), arguments: [slip])
        guard let row else { return .absent }
        let isSame = values.allSatisfy { name, cell in
            switch cell {
            case .null: row[name] as DatabaseValue == .null
            case .text(let text): (row[name] as String?) == text
            case .integer(let value): (row[name] as Int64?) == value
            case .real(let value): (row[name] as Double?) == value
            }
        }
        if isSame { return .same }
        if let kept = row["updated_on"] as String?, let updatedOn, updatedOn.description < kept { return .newer(kept) }
        return .changed
    }

    func update(_ slip: String, _ values: [(String, Cell)], attributes: String?, row: Int) throws {
        var columns = values.map { "\"\($0.0)\" = ?" }
        var arguments = values.map(\.1.databaseValue)
        columns += ["source_attributes = ?", "import_id = ?", "import_row = ?"]
        arguments += [attributes.databaseValue, importID.databaseValue, row.databaseValue]
        try db.execute(
            sql: "UPDATE hazardous_movement SET \(columns.joined(separator: ", ")) WHERE bsd_id = ?",
            arguments: StatementArguments(arguments + [slip.databaseValue]))
    }

    // MARK: Weighings

    func enter(_ movement: HazardousMovement, row: Int) throws -> Entry {
        let standing = try standing(of: movement.slip)
        guard let grams = movement.acceptedGrams, let day = movement.dispatchedOn, let stream = movement.stream else {
            guard let standing, !standing.isCancelled else { return .nothingToDo }
            guard standing.isOurs else { return .keptAsIs(Self.byHand) }
            try insert(cancelling: standing, "\(Self.reason)\(movement.status ?? "sans masse acceptée")", row: row)
            return .entered
        }
        guard let standing else {
            try insert(movement, grams, day, stream, corrects: nil, row: row)
            return .entered
        }
        guard standing.isOurs else {
            return standing.grams == grams && !standing.isCancelled ? .nothingToDo : .keptAsIs(Self.byHand)
        }
        if standing.isCancelled {
            try insert(movement, grams, day, stream, corrects: nil, row: row)
            return .entered
        }
        guard differs(standing.row, movement, grams, day, stream) else { return .nothingToDo }
        try insert(movement, grams, day, stream, corrects: standing.fid, row: row)
        return .entered
    }

    private static let byHand = Bilingual(
        fr:
            "la pesée de ce bordereau a été saisie ou corrigée autrement : elle reste telle quelle ; si elle est fausse, "
            + "campus-atlas weigh correct",
        en: "the weighing of this slip was entered or corrected otherwise: it stays as it is; if it is wrong, "
            + "campus-atlas weigh correct")

    private func standing(of slip: String) throws -> Standing? {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT * FROM weighing AS w WHERE ticket = ?
                      AND NOT EXISTS (SELECT 1 FROM weighing AS c WHERE c.corrects = w.fid)
                    ORDER BY is_cancelled, fid DESC LIMIT 1
                    """), arguments: [slip])
        guard let row else { return nil }
        let isFirst = (row["corrects"] as Int64?) == nil
        let isCorrectedByUs = (row["reason"] as String?)?.hasPrefix(Self.reason) == true
        return Standing(
            fid: row["fid"], grams: row["net_mass_g"], isCancelled: row["is_cancelled"],
            isOurs: (row["source"] as String?) == Self.source && (isFirst || isCorrectedByUs), row: row)
    }

    private func differs(
        _ row: Row, _ movement: HazardousMovement, _ grams: Int64, _ day: String, _ stream: String
    ) -> Bool {
        (row["net_mass_g"] as Int64) != grams || (row["weighed_on"] as String) != day
            || (row["stream"] as String) != stream || (row["campus"] as String?) != movement.campus
            || (row["low_code"] as String?) != movement.wasteCode
            || (row["operation_code"] as String?) != movement.operation?.code
            || (row["destination"] as String?) != destination(of: movement)
            || (row["facility"] as String?) != facility(of: movement)
            || (row["method"] as String) != movement.method.rawValue
    }

    /// The only destination that the operation can be; nil when it can be several.
    private func destination(of movement: HazardousMovement) -> String? {
        let possible = movement.operation.flatMap { destinations[$0.code] } ?? []
        return possible.count == 1 ? possible[0] : nil
    }

    private func facility(of movement: HazardousMovement) -> String? {
        movement.destinationSiret.flatMap { facilities[$0] } ?? movement.destinationName
    }

    private func insert(
        _ movement: HazardousMovement, _ grams: Int64, _ day: String, _ stream: String, corrects: Int64?, row: Int
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO weighing
                  (uuid, weighed_on, campus, stream, destination, facility, net_mass_g, mass_as_typed, unit_as_typed,
                   method, ticket, low_code, operation_code, source, import_id, import_row, corrects, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, 't', ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [
            RowIdentity.timeOrdered(), day, movement.campus, stream, destination(of: movement),
            facility(of: movement), grams, movement.acceptedAsTyped ?? MassUnit.tonne.text(grams: grams),
            movement.method.rawValue, movement.slip, movement.wasteCode, movement.operation?.code, Self.source,
            importID, row, corrects, corrects.map { _ in "\(Self.reason)\(movement.status ?? "mis à jour")" },
        ])
    }

    private func insert(cancelling standing: Standing, _ reason: String, row: Int) throws {
        let kept = standing.row.columnNames.filter {
            !["fid", "uuid", "import_id", "import_row", "corrects", "is_cancelled", "reason"].contains($0)
        }
        let names = kept.map { "\"\($0)\"" }.joined(separator: ", ")
        try db.execute(
            sql: """
                INSERT INTO weighing (uuid, import_id, import_row, corrects, is_cancelled, reason, \(names))
                SELECT ?, ?, ?, fid, TRUE, ?, \(names) FROM weighing WHERE fid = ?
                """, arguments: [RowIdentity.timeOrdered(), importID, row, reason, standing.fid])
    }
}

extension Cell {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .text(let text): text.databaseValue
        case .integer(let value): value.databaseValue
        case .real(let value): value.databaseValue
        }
    }
}
