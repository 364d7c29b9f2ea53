public import Atlas
import Formats
import GRDB
import Languages

/// Weighings: one a row, or one for each column of masses in a row that holds several streams (`mass:GLASS`).
struct WeighingImporter: RowImporter {
    static let table = "weighing"
    static let geometry = GeometryRule.none
    static let fields = [
        Field("uuid", aliases: ["id"], stored: false),
        Field(
            "weighed_on", .date, aliases: ["date", "jour", "dateheure", "datecollecte", "dayofcollection"],
            required: true),
        Field("campus", aliases: ["site"]),
        Field("container", aliases: ["contenant", "bac", "containerid"]),
        Field("stream", aliases: ["flux", "dechet", "stream"]),
        Field("destination"),
        Field("facility", aliases: ["installation", "exutoire"]),
        Field(
            "mass", .decimal, aliases: ["netmass", "massenette", "poids", "masse", "net"], stored: false,
            qualified: true),
        Field("gross_mass", .decimal, aliases: ["brut", "massebrute"], stored: false),
        Field("tare_mass", .decimal, aliases: ["tare"], stored: false),
        Field("total_mass", .decimal, stored: false),
        Field("remainder_stream", stored: false),
        Field("unit", aliases: ["unite"], stored: false),
        Field("net_mass_g", .integer),
        Field("gross_mass_g", .integer),
        Field("tare_mass_g", .integer),
        Field("mass_as_typed"),
        Field("unit_as_typed"),
        Field("method", aliases: ["methode"]),
        Field("ticket", aliases: ["bon", "numerobon"]),
        Field("remark", aliases: ["remarque", "commentaire", "comment"]),
        Field("source"),
    ]

    private enum Place {
        static let day = fields.place(of: "weighed_on")
        static let campus = fields.place(of: "campus")
        static let container = fields.place(of: "container")
        static let stream = fields.place(of: "stream")
        static let destination = fields.place(of: "destination")
        static let mass = fields.place(of: "mass")
        static let gross = fields.place(of: "gross_mass")
        static let tare = fields.place(of: "tare_mass")
        static let total = fields.place(of: "total_mass")
        static let remainder = fields.place(of: "remainder_stream")
        static let unit = fields.place(of: "unit")
        static let netGrams = fields.place(of: "net_mass_g")
        static let grossGrams = fields.place(of: "gross_mass_g")
        static let tareGrams = fields.place(of: "tare_mass_g")
        static let massAsTyped = fields.place(of: "mass_as_typed")
        static let unitAsTyped = fields.place(of: "unit_as_typed")
        static let method = fields.place(of: "method")
    }

    private struct KnownContainer {
        let stream: String?
        let campus: String?
        let tare: Int64?
    }

    private let streams: Set<String>
    private let destinations: Set<String>
    private let campuses: Set<String>
    private let containers: [String: KnownContainer]
    private let today = CalendarDate.today

    init(_ context: ImportContext) throws {
        streams = try Set(String.fetchAll(context.db, sql: "SELECT code FROM waste_stream"))
        destinations = try Set(String.fetchAll(context.db, sql: "SELECT code FROM waste_destination"))
        campuses = try Set(String.fetchAll(context.db, sql: "SELECT name FROM campus"))
        let rows = try Row.fetchAll(context.db, sql: "SELECT code, stream, campus, tare_mass_g FROM container")
        containers = Dictionary(
            uniqueKeysWithValues: rows.map {
                ($0["code"], KnownContainer(stream: $0["stream"], campus: $0["campus"], tare: $0["tare_mass_g"]))
            })
    }

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        WasteRules.check(stream: Place.stream, streams, campus: Place.campus, campuses, &row)
        checkDay(&row)
        checkCodes(&row)
        let columns = row.qualifiedColumns(Place.mass)
        if columns.isEmpty {
            takeOne(&row)
            if row.isAcceptable { try emit(&row) }
        } else {
            try takeEach(columns, &row, emit: emit)
        }
    }

    static func sentence(of refusal: String) -> Bilingual { MonthsSchema.sentence(of: refusal) }

    private func checkDay(_ row: inout ImportRow) {
        guard let day = row.date(Place.day), day > today else { return }
        row.refuse(Place.day, found: day.description, Bilingual(fr: "date dans l'avenir", en: "date in the future"))
    }

    private func checkCodes(_ row: inout ImportRow) {
        if let code = row.text(Place.destination), !destinations.contains(code) {
            let known = destinations.sorted().joined(separator: ", ")
            row.refuse(
                Place.destination, found: code,
                Bilingual(
                    fr: "destination inconnue ; destinations : \(known)",
                    en: "unknown destination; destinations: \(known)"))
        }
        if let text = row.text(Place.method) {
            if WeighingMethod(rawValue: text.uppercased()) != nil {
                row.set(Place.method, .text(text.uppercased()))
            } else {
                row.refuse(
                    Place.method, found: text, Bilingual(fr: "méthode de A à G, ou U", en: "method A to G, or U"))
            }
        } else {
            row.set(Place.method, .text(WeighingMethod.unknown.rawValue))
        }
        guard let code = row.text(Place.container) else { return }
        guard let container = containers[code] else {
            if !containers.isEmpty {
                row.warn(
                    Place.container, found: code,
                    Bilingual(fr: "contenant inconnu de l'atlas", en: "container that the atlas does not know"))
            }
            return
        }
        if row.text(Place.stream) == nil, let stream = container.stream { row.set(Place.stream, .text(stream)) }
        if row.text(Place.campus) == nil, let campus = container.campus { row.set(Place.campus, .text(campus)) }
        if let given = row.text(Place.stream), let stream = container.stream, given != stream {
            row.warn(
                Place.stream, found: given,
                Bilingual(
                    fr: "le contenant \(code) est fait pour le flux \(stream)",
                    en: "container \(code) is meant for stream \(stream)"))
        }
    }

    /// The unit that the row says, or its column; a mass without a unit is refused, never guessed.
    private func unit(_ row: inout ImportRow, column: String) -> MassUnit? {
        if let text = row.text(Place.unit) {
            if let unit = MassUnit(text) { return unit }
            row.refuse(
                Place.unit, found: text, Bilingual(fr: "unité inconnue : g, kg ou t", en: "unknown unit: g, kg or t"))
            return nil
        }
        if let unit = MassUnit(inColumn: column) { return unit }
        row.refuse(
            found: column,
            Bilingual(
                fr: "masse sans unité : donnez une colonne « unit » ou --set unit=kg",
                en: "mass without a unit: give a column 'unit' or --set unit=kg"))
        return nil
    }

    private func grams(_ number: DecimalText, _ unit: MassUnit, _ field: Int, _ row: inout ImportRow) -> Int64? {
        if let grams = unit.grams(number) { return grams }
        row.refuse(
            field, found: row.text(field) ?? "", Bilingual(fr: "masse hors de portée", en: "mass out of range"))
        return nil
    }

    private func takeOne(_ row: inout ImportRow) {
        if row.text(Place.stream) == nil,
            row.text(Place.container).flatMap({ containers[$0]?.stream }) == nil
        {
            row.refuse(
                Place.stream, found: "",
                Bilingual(
                    fr: "ni flux, ni contenant connu : donnez --set stream=…",
                    en: "neither a stream nor a known container: give --set stream=…"))
        }
        let field = row.text(Place.mass) != nil ? Place.mass : Place.gross
        guard let typed = row.text(field) else {
            row.refuse(Place.mass, found: "", Bilingual(fr: "aucune masse", en: "no mass"))
            return
        }
        guard let number = row.decimal(field), let unit = unit(&row, column: row.columnName(field)),
            let mass = grams(number, unit, field, &row)
        else { return }
        row.set(Place.massAsTyped, .text(typed))
        row.set(Place.unitAsTyped, .text(row.text(Place.unit) ?? unit.rawValue))
        var net = mass
        if field == Place.gross {
            guard let tare = tare(unit, &row) else { return }
            net = mass - tare
            row.set(Place.grossGrams, .integer(mass))
            row.set(Place.tareGrams, .integer(tare))
        }
        guard net > 0 else {
            row.refuse(
                field, found: typed, Bilingual(fr: "masse nette nulle ou négative", en: "net mass of zero or less"))
            return
        }
        row.set(Place.netGrams, .integer(net))
    }

    /// The tare that the row gives, or its container's; a gross mass without one is refused, never taken for a net mass.
    private func tare(_ unit: MassUnit, _ row: inout ImportRow) -> Int64? {
        if let number = row.decimal(Place.tare) {
            guard let given = grams(number, unit, Place.tare, &row) else { return nil }
            if given >= 0 { return given }
            row.refuse(
                Place.tare, found: row.text(Place.tare) ?? "",
                Bilingual(fr: "une tare n'est pas négative", en: "a tare is not negative"))
            return nil
        }
        if let known = row.text(Place.container).flatMap({ containers[$0]?.tare }) { return known }
        row.refuse(
            Place.gross, found: row.text(Place.gross) ?? "",
            Bilingual(
                fr: "masse brute sans tare : donnez une colonne « tare », --set tare=… ou un contenant de tare connue",
                en: "gross mass without a tare: give a column 'tare', --set tare=… or a container whose tare is known"))
        return nil
    }

    /// A weighing that one column of a row makes.
    private struct Draft {
        let column: String
        let stream: String
        let grams: Int64
        let typed: String
        let unit: MassUnit
    }

    /// A row that holds the masses of several streams: a weighing for each mass above zero.
    private func takeEach(
        _ columns: [(qualifier: String, column: Int)], _ row: inout ImportRow, emit: (inout ImportRow) throws -> Void
    ) throws {
        var drafts: [Draft] = []
        var sum: Int64 = 0
        for (stream, column) in columns {
            guard streams.contains(stream) else {
                throw ImportError.unknownField("mass:\(stream)", known: streams.sorted().map { "mass:\($0)" })
            }
            guard let number = row.decimal(column: column) else { continue }
            guard let unit = unit(&row, column: row.columnTitle(column)) else { return }
            guard let grams = unit.grams(number), grams >= 0 else {
                row.refuse(
                    found: row.text(column: column), Bilingual(fr: "masse négative", en: "negative mass"))
                return
            }
            sum += grams
            guard grams > 0 else { continue }
            drafts.append(
                Draft(
                    column: row.columnTitle(column), stream: stream, grams: grams, typed: row.text(column: column),
                    unit: unit))
        }
        if let rest = remainder(of: sum, &row) { drafts.append(rest) }
        guard row.isAcceptable else { return }
        guard !drafts.isEmpty else {
            row.refuse(Bilingual(fr: "aucune masse au-dessus de zéro", en: "no mass above zero"))
            return
        }
        for draft in drafts {
            row.part = draft.column
            row.set(Place.stream, .text(draft.stream))
            row.set(Place.netGrams, .integer(draft.grams))
            row.set(Place.massAsTyped, .text(draft.typed))
            row.set(Place.unitAsTyped, .text(row.text(Place.unit) ?? draft.unit.rawValue))
            try emit(&row)
        }
    }

    /// What the total holds beyond the parts, as a weighing of the stream that `remainder_stream` names.
    ///
    /// Parts that do not make the total, or exceed it, are said, and nothing is altered.
    private func remainder(of sum: Int64, _ row: inout ImportRow) -> Draft? {
        guard let typed = row.text(Place.total), let number = row.decimal(Place.total),
            let unit = unit(&row, column: row.columnName(Place.total)), let total = unit.grams(number)
        else { return nil }
        let rest = total - sum
        if let stream = row.text(Place.remainder), rest >= 0 {
            guard streams.contains(stream) else {
                row.refuse(
                    Place.remainder, found: stream, Bilingual(fr: "flux inconnu", en: "unknown stream"))
                return nil
            }
            guard rest > 0 else { return nil }
            return Draft(
                column: row.columnName(Place.total), stream: stream, grams: rest,
                typed: "\(typed) - \(unit.text(grams: sum))", unit: unit)
        }
        guard Double(abs(rest)) > max(0.02 * Double(total), 2) else { return nil }
        row.warn(
            Place.total, found: typed,
            Bilingual(
                fr: "la somme des parts s'écarte du total de plus de 2 %",
                en: "the parts differ from the total by more than 2 %"))
        return nil
    }
}

extension Atlas {
    /// Takes containers in.
    public func importContainers(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        try importRows(ContainerImporter.self, from: path, options: options, progress: progress)
    }

    /// Takes weighings in; each mass becomes whole grams, and what was typed is kept.
    public func importWeighings(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        try importRows(WeighingImporter.self, from: path, options: options, progress: progress)
    }
}
