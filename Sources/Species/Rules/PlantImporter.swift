public import Atlas
import Formats
import Languages

/// Plants one by one: trees, shrubs, hedges, beds.
struct PlantImporter: RowImporter {
    static let table = "plant"
    static let geometry = GeometryRule.point(required: true)
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
            Field("remark", aliases: ["remarque", "commentaire"]),
            Field("source"),
        ] + Field.placement + Field.coordinates(stored: false)

    private static let habit = fields.place(of: "habit")
    private static let origin = fields.place(of: "growth_origin")
    private static let planted = fields.place(of: "planted_on")
    private static let removed = fields.place(of: "removed_on")
    private static let count = fields.place(of: "individual_count")

    init(_ context: ImportContext) throws {}

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        let habits = ["tree", "shrub", "climber", "hedge", "bed", "herb"]
        if let habit = row.text(Self.habit), !habits.contains(habit) {
            let known = habits.joined(separator: ", ")
            row.refuse(
                Self.habit, found: habit,
                Bilingual(fr: "port inconnu ; ports : \(known)", en: "unknown habit; habits: \(known)"))
        }
        switch row.text(Self.origin) {
        case nil: row.set(Self.origin, .text("unknown"))
        case "planted", "spontaneous", "unknown": break
        case let other?:
            row.refuse(
                Self.origin, found: other,
                Bilingual(
                    fr: "il faut planted, spontaneous ou unknown", en: "planted, spontaneous or unknown is needed"))
        }
        if let planted = row.date(Self.planted), let removed = row.date(Self.removed), removed <= planted {
            row.refuse(
                Self.removed, found: removed.description,
                Bilingual(fr: "enlevé avant d'être planté", en: "removed before it was planted"))
        }
        if let count = row.integer(Self.count) {
            if count < 1 {
                row.refuse(
                    Self.count, found: String(count),
                    Bilingual(fr: "au moins un individu", en: "at least one individual"))
            }
        } else {
            row.set(Self.count, .integer(1))
        }
        try emit(&row)
    }
}

extension Atlas {
    /// Takes plants in: individuals, hedges and beds, with their taxon and whether they were planted.
    public func importPlants(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        try importRows(PlantImporter.self, from: path, options: options, progress: progress)
    }
}
