import Formats
import GRDB

extension MonthSnapshot {
    /// What a month of a campus holds now.
    init(of month: CalendarMonth, campus: String?, today: CalendarDate, _ db: Database) throws {
        let flows = try MonthFlows(month, campus: campus, db)
        let zeros = try Set(
            AffirmedZero.all(from: month, through: month, db).filter { $0.campus == campus }.map(\.stream))
        let cells = try MonthSnapshot.cells(
            month, campus: campus, flows, zeros: zeros, expected: ExpectedCells(today: today, db))
        let rows = try MonthSnapshot.digest(of: month, campus: campus, db)
        self.init(
            campus: campus, month: month, cells: cells, flows: flows.sorted, rowCount: rows.count,
            rowsSHA256: rows.sha256)
    }

    private static func cells(
        _ month: CalendarMonth, campus: String?, _ flows: MonthFlows, zeros: Set<String>, expected: ExpectedCells
    ) -> [Cell] {
        let streams = expected.streams(of: campus).union(flows.cells.masses.keys.map(\.stream)).union(zeros)
        return streams.sorted().compactMap { stream in
            let knowledge = flows.cells.knowledge(
                of: StreamMonth(campus: campus, stream: stream, month: month), isZero: zeros.contains(stream),
                absence: expected.absence(stream, month, campus: campus))
            switch knowledge {
            case .mass(let mass):
                return Cell(
                    stream: stream, state: mass.estimated == 0 ? .measured : .estimated, grams: mass.grams,
                    estimatedGrams: mass.estimated, weighings: mass.weighings)
            case .passedOn: return Cell(stream: stream, state: .passedOn, grams: 0, estimatedGrams: 0, weighings: 0)
            case .zero: return Cell(stream: stream, state: .zero, grams: 0, estimatedGrams: 0, weighings: 0)
            case .missing(let part):
                return Cell(
                    stream: stream, state: .missing, grams: part?.grams, estimatedGrams: part?.estimated ?? 0,
                    weighings: part?.weighings ?? 0)
            case .notExpected: return nil
            }
        }
    }

    /// The standing weighings of which some day is in the month, those of other campuses left out.
    static let rowsOfMonth = """
        (SELECT * FROM weighing_current WHERE weighed_on BETWEEN :first AND :last AND campus IS :campus
         UNION ALL
         SELECT * FROM weighing_current WHERE weighed_on > :last AND period_from <= :last AND campus IS :campus)
        """

    static func arguments(_ month: CalendarMonth, _ campus: String?) -> StatementArguments {
        ["first": month.firstDay.description, "last": month.lastDay.description, "campus": campus]
    }

    private static func digest(
        of month: CalendarMonth, campus: String?, _ db: Database
    ) throws -> (count: Int, sha256: String) {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT uuid, weighed_on, period_from, container, stream, destination, facility, net_mass_g, method,
                  to_container
                FROM \(rowsOfMonth) ORDER BY uuid
                """, arguments: arguments(month, campus))
        var hash = SHA256()
        var count = 0
        var line: [UInt8] = []
        while let row = try rows.next() {
            line.removeAll(keepingCapacity: true)
            for index in 0..<10 {
                if let text = row[index] as String? { line.append(contentsOf: text.utf8) }
                line.append(0x1F)
            }
            line.append(0x1E)
            line.withUnsafeBytes { hash.update($0) }
            count += 1
        }
        return (count, hash.hexDigest)
    }
}

/// The flows of one month of one campus, added up.
private struct MonthFlows {
    private struct Key: Hashable {
        let stream: String
        let destination: String
        let method: WeighingMethod
    }

    private var totals: [Key: (grams: Int64, weighings: Int, last: Int64)] = [:]
    let cells: MonthCells

    init(_ month: CalendarMonth, campus: String?, _ db: Database) throws {
        var totals: [Key: (grams: Int64, weighings: Int, last: Int64)] = [:]
        var cells = try MonthCells(from: month, through: month, db)
        try WasteFlows.forEach(from: month, through: month, campus: campus, db) { flow in
            guard flow.campus == campus, cells.isWaste(flow) else { return }
            cells.add(flow)
            let key = Key(stream: flow.stream, destination: flow.destination, method: flow.method)
            var total = totals[key] ?? (0, 0, -1)
            total.grams += flow.grams
            if total.last != flow.weighing { total.weighings += 1 }
            total.last = flow.weighing
            totals[key] = total
        }
        self.totals = totals
        self.cells = cells
    }

    var sorted: [MonthSnapshot.Flow] {
        totals.map { key, total in
            MonthSnapshot.Flow(
                stream: key.stream, destination: key.destination, method: key.method.rawValue, grams: total.grams,
                weighings: total.weighings)
        }
        .sorted { ($0.stream, $0.destination, $0.method) < ($1.stream, $1.destination, $1.method) }
    }
}
