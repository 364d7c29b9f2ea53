public import Atlas
import Formats
import Languages

/// What a plant grows as.
enum PlantHabit {
    static let all = ["tree", "shrub", "climber", "hedge", "bed", "herb"]
    /// Those that the local share counts.
    static let woody: Set<String> = ["tree", "shrub", "hedge"]
}

/// What a file may say of plants, one by one or in beds.
private struct PlantRules {
    static let fields =
        [
            Field("uuid", aliases: ["id"], stored: false),
            Field("name", aliases: ["nom", "etiquette"]),
            Field(
                "scientific_name", aliases: ["scientificname", "nomscientifique", "taxon", "espece", "nomcite"],
                required: true),
            Field("cd_nom", .integer, aliases: ["cdnom", "taxonid"]),
            Field("habit", aliases: ["port"]),
            Field("growth_origin", aliases: ["origin", "origine"]),
            Field("planted_on", .date, aliases: ["plantele", "dateplantation"]),
            Field("removed_on", .date, aliases: ["enlevele", "dateabattage"]),
            Field("individual_count", .integer, aliases: ["individualcount", "nombre", "quantite"]),
            Field("lot"),
            Field("provenance"),
            Field("is_vegetal_local", .boolean, aliases: ["vegetallocal"]),
            Field("vegetal_local_region", aliases: ["vegetallocalregion", "regiondorigine"]),
            Field("vegetal_local_certificate", aliases: ["vegetallocalcertificate", "certificatvegetallocal"]),
            Field("exemption", aliases: ["exempte", "derogation"]),
            Field("remark", aliases: ["remarque", "commentaire"]),
            Field("source"),
        ] + Field.placement

    static let habit = fields.place(of: "habit")
    static let origin = fields.place(of: "growth_origin")
    static let planted = fields.place(of: "planted_on")
    static let removed = fields.place(of: "removed_on")
    static let count = fields.place(of: "individual_count")
    static let exemption = fields.place(of: "exemption")

    static func check(_ row: inout ImportRow) {
        let known = PlantHabit.all.joined(separator: ", ")
        if let habit = row.text(habit), !PlantHabit.all.contains(habit) {
            row.refuse(
                Self.habit, found: habit,
                Bilingual(fr: "port inconnu ; ports : \(known)", en: "unknown habit; habits: \(known)"))
        }
        if let origin = row.text(origin), !["planted", "spontaneous", "unknown"].contains(origin) {
            row.refuse(
                Self.origin, found: origin,
                Bilingual(
                    fr: "il faut planted, spontaneous ou unknown", en: "planted, spontaneous or unknown is needed"))
        }
        if let planted = row.date(planted), let removed = row.date(removed), removed <= planted {
            row.refuse(
                Self.removed, found: removed.description,
                Bilingual(fr: "enlevé avant d'être planté", en: "removed before it was planted"))
        }
        if let count = row.integer(count), count < 1 {
            row.refuse(
                Self.count, found: String(count),
                Bilingual(fr: "au moins un individu", en: "at least one individual"))
        }
        if let exemption = row.text(exemption), PlantExemption(rawValue: exemption) == nil {
            let known = PlantExemption.allCases.map(\.rawValue).joined(separator: ", ")
            row.refuse(
                Self.exemption, found: exemption,
                Bilingual(fr: "exemption inconnue ; il faut : \(known)", en: "unknown exemption; known: \(known)"))
        }
    }
}

/// Plants one by one: trees, shrubs, and hedges or beds known by a point.
struct PlantImporter: RowImporter {
    static let table = "plant"
    static let geometry = GeometryRule.point(required: true)
    static let fields = PlantRules.fields + Field.coordinates(stored: false)

    init(_ context: ImportContext) throws {}

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        PlantRules.check(&row)
        if row.text(PlantRules.origin) == nil { row.set(PlantRules.origin, .text("unknown")) }
        if row.text(PlantRules.count) == nil { row.set(PlantRules.count, .integer(1)) }
        try emit(&row)
    }
}

/// Beds and hedges drawn as surfaces, a row for each taxon of their palette; how many individuals need not be known.
struct PlantingBedImporter: RowImporter {
    static let table = "planting_bed"
    static let geometry = GeometryRule.multiPolygon
    static let fields = PlantRules.fields

    init(_ context: ImportContext) throws {}

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        PlantRules.check(&row)
        if row.text(PlantRules.origin) == nil { row.set(PlantRules.origin, .text("planted")) }
        try emit(&row)
    }
}

extension Atlas {
    /// Takes plants in, with their taxon and whether they were planted: individuals, hedges and beds from points, beds and
    /// hedges from surfaces when the first shape of the file is one.
    ///
    /// - Parameter areBeds: true to take surfaces that the columns of a table tell; nil to see by the file.
    public func importPlants(
        from path: String, options: ImportOptions, areBeds: Bool? = nil,
        progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        let source = try ImportSource(path, layer: options.layer)
        guard try areBeds ?? source.holdsSurfaces else {
            return try importRows(PlantImporter.self, from: source, at: path, options: options, progress: progress)
        }
        return try importRows(PlantingBedImporter.self, from: source, at: path, options: options, progress: progress)
    }
}
