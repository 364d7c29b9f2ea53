public import Atlas
import Formats
import GRDB
import Languages

/// Containers: where waste is put before it leaves.
struct ContainerImporter: RowImporter {
    static let table = "container"
    static let geometry = GeometryRule.point(required: false)
    static let fields =
        [
            Field("uuid", aliases: ["id"], stored: false),
            Field("code", aliases: ["numero", "bac", "containerid"], required: true),
            Field("name", aliases: ["nom"]),
            Field("campus", aliases: ["site"]),
            Field("stream", aliases: ["flux"]),
            Field("capacity_l", .decimal, aliases: ["capacitel", "volumel", "litres"]),
            Field("tare_kg", .decimal, stored: false),
            Field("tare_mass_g", .integer),
            Field("max_load_kg", .decimal, aliases: ["chargemax"], stored: false),
            Field("max_load_g", .integer),
            Field("scale_step_g", .integer, aliases: ["echelon"]),
            Field("valid_from", .date, aliases: ["depuis"]),
            Field("valid_to", .date, aliases: ["jusqua"]),
            Field("source"),
        ] + Field.placement + Field.coordinates(stored: false)

    private static let code = fields.place(of: "code")
    private static let campus = fields.place(of: "campus")
    private static let stream = fields.place(of: "stream")
    private static let capacity = fields.place(of: "capacity_l")
    private static let tareKilograms = fields.place(of: "tare_kg")
    private static let tareGrams = fields.place(of: "tare_mass_g")
    private static let loadKilograms = fields.place(of: "max_load_kg")
    private static let loadGrams = fields.place(of: "max_load_g")
    private static let from = fields.place(of: "valid_from")
    private static let to = fields.place(of: "valid_to")

    private let streams: Set<String>
    private let campuses: Set<String>
    private var rowOfCode: [String: Int] = [:]

    init(_ context: ImportContext) throws {
        streams = try Set(String.fetchAll(context.db, sql: "SELECT code FROM waste_stream"))
        campuses = try Set(String.fetchAll(context.db, sql: "SELECT name FROM campus"))
    }

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        if let code = row.text(Self.code) {
            if let first = rowOfCode[code] {
                row.refuse(
                    Self.code, found: code,
                    Bilingual(fr: "code déjà donné à la ligne \(first)", en: "code already given in row \(first)"))
            }
            rowOfCode[code] = row.number
        }
        WasteRules.check(stream: Self.stream, streams, campus: Self.campus, campuses, &row)
        if let capacity = row.decimal(Self.capacity), capacity.double <= 0 {
            row.refuse(
                Self.capacity, found: row.text(Self.capacity) ?? "",
                Bilingual(fr: "une capacité est au-dessus de zéro", en: "a capacity is above zero"))
        }
        row.checkPeriod(from: Self.from, to: Self.to)
        if let tare = row.decimal(Self.tareKilograms) {
            if let grams = MassUnit.kilogram.grams(tare), grams >= 0 {
                row.set(Self.tareGrams, .integer(grams))
            } else {
                row.refuse(
                    Self.tareKilograms, found: row.text(Self.tareKilograms) ?? "",
                    Bilingual(fr: "une tare n'est pas négative", en: "a tare is not negative"))
            }
        }
        if let load = row.decimal(Self.loadKilograms) {
            if let grams = MassUnit.kilogram.grams(load), grams > 0 {
                row.set(Self.loadGrams, .integer(grams))
            } else {
                row.refuse(
                    Self.loadKilograms, found: row.text(Self.loadKilograms) ?? "",
                    Bilingual(fr: "une charge maximale est au-dessus de zéro", en: "a maximum load is above zero"))
            }
        }
        try emit(&row)
    }
}

/// What both importers of the book ask.
enum WasteRules {
    static func check(
        stream: Int, _ streams: Set<String>, campus: Int, _ campuses: Set<String>, _ row: inout ImportRow
    ) {
        if let code = row.text(stream), !streams.contains(code) {
            let known = streams.sorted().joined(separator: ", ")
            row.refuse(
                stream, found: code,
                Bilingual(fr: "flux inconnu ; flux : \(known)", en: "unknown stream; streams: \(known)"))
        }
        if let name = row.text(campus), !campuses.contains(name) {
            let known = campuses.sorted().joined(separator: ", ")
            row.refuse(
                campus, found: name,
                Bilingual(fr: "campus inconnu ; campus : \(known)", en: "unknown campus; campuses: \(known)"))
        }
    }
}

extension Atlas {
    /// Takes containers in.
    public func importContainers(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        try importRows(ContainerImporter.self, from: path, options: options, progress: progress)
    }
}
