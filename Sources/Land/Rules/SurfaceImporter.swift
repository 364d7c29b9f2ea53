public import Atlas
import Formats
import GRDB
import Languages

/// Dated surfaces, from polygons.
struct SurfaceImporter: RowImporter {
    static let table = "surface"
    static let geometry = GeometryRule.multiPolygon
    static let fields =
        [
            Field("uuid", aliases: ["id"], stored: false),
            Field("name", aliases: ["nom"]),
            Field("surface_type", aliases: ["typesurface", "typedesurface"], required: true),
            // Not OpenStreetMap's "landuse", whose values are others.
            Field("land_use", aliases: ["usage", "usagedusol"], exact: true),
            Field("valid_from", .date, aliases: ["depuis", "dateleve", "datereleve"], required: true),
            Field("valid_to", .date, aliases: ["jusqua"]),
            Field("change_kind"),
            Field("painter_priority", .integer),
            Field("accuracy_m", .decimal, aliases: ["precisionm"]),
            Field("remark", aliases: ["remarque", "commentaire"]),
            Field("source"),
            SurfaceTags.field,
        ] + Field.placement
    static let answered: String? = SurfaceMapping.answer

    private static let type = fields.place(of: "surface_type")
    private static let use = fields.place(of: "land_use")
    private static let from = fields.place(of: "valid_from")
    private static let to = fields.place(of: "valid_to")
    private static let kind = fields.place(of: "change_kind")
    private static let accuracy = fields.place(of: "accuracy_m")

    private let types: Set<String>
    private let typeList: String
    private let mapping: SurfaceMapping
    private var tags: SurfaceTags

    init(_ context: ImportContext) throws {
        let codes = try String.fetchAll(context.db, sql: "SELECT code FROM surface_type ORDER BY code")
        types = Set(codes)
        typeList = codes.joined(separator: ", ")
        mapping = try SurfaceMapping(context.db, answers: context.answers)
        tags = SurfaceTags(keys: mapping.keys, place: Self.fields.place(of: SurfaceTags.field.name))
    }

    func gives(_ field: Int, from row: ImportRow) throws -> Bool {
        try field == Self.type && tags.arePresent(in: row)
    }

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        complete(&row, from: try tags.read(row))
        if let code = row.text(Self.type), !types.contains(code) {
            row.refuse(
                Self.type, found: code,
                Bilingual(
                    fr: "type de surface inconnu ; types : \(typeList)", en: "unknown surface type; types: \(typeList)")
            )
        }
        if let use = row.text(Self.use), LandUse(rawValue: use) == nil {
            let known = LandUse.allCases.map(\.rawValue).joined(separator: ", ")
            row.refuse(
                Self.use, found: use,
                Bilingual(fr: "usage inconnu ; usages : \(known)", en: "unknown use; uses: \(known)"))
        }
        row.checkPeriod(from: Self.from, to: Self.to)
        if let accuracy = row.decimal(Self.accuracy), accuracy.double <= 0 {
            row.refuse(
                Self.accuracy, found: row.text(Self.accuracy) ?? "",
                Bilingual(fr: "une précision est au-dessus de zéro", en: "an accuracy is above zero"))
        }
        switch row.text(Self.kind) {
        case nil: row.set(Self.kind, .text("survey"))
        case "survey", "change", "correction": break
        case let other?:
            row.refuse(
                Self.kind, found: other,
                Bilingual(fr: "il faut survey, change ou correction", en: "survey, change or correction is needed"))
        }
        try emit(&row)
    }

    /// Gives the row the surface type and the use that its tags mean, where it says none itself.
    private func complete(_ row: inout ImportRow, from tags: [SurfaceMapping.Tag]) {
        if row.text(Self.use) == nil, let use = mapping.use(of: tags) { row.set(Self.use, .text(use.rawValue)) }
        guard row.text(Self.type) == nil else { return }
        switch mapping.verdict(on: tags) {
        case nil: break
        case .refused(let reason)?:
            row.refuse(reason)
            // Refused with its reason, and not once more for want of a type.
            row.set(Self.type, .null)
        case .type(let type, let decider, let overruled)?:
            row.set(Self.type, .text(type))
            for tag in overruled {
                row.warn(
                    Bilingual(
                        fr: "\(tag.text) ne s'accorde pas avec \(decider.text), plus précis, qui l'emporte",
                        en: "\(tag.text) does not agree with \(decider.text), more specific, which wins"))
            }
        }
    }
}

/// Parcels: cadastral ones, or pieces of land managed alike.
struct ParcelImporter: RowImporter {
    static let table = "parcel"
    static let geometry = GeometryRule.multiPolygon
    static let fields =
        [
            Field("uuid", aliases: ["id"], stored: false),
            Field("name", aliases: ["nom"]),
            Field("reference", aliases: ["idu", "parcelle", "numero"]),
            Field("management", aliases: ["gestion", "entretien"]),
            Field("valid_from", .date, aliases: ["depuis"]),
            Field("valid_to", .date, aliases: ["jusqua"]),
            Field("remark", aliases: ["remarque", "commentaire"]),
            Field("source"),
        ] + Field.placement

    private static let from = fields.place(of: "valid_from")
    private static let to = fields.place(of: "valid_to")

    init(_ context: ImportContext) throws {}

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        row.checkPeriod(from: Self.from, to: Self.to)
        try emit(&row)
    }
}

extension Atlas {
    /// Takes surfaces in: polygons with a surface type and the day from which it is true.
    ///
    /// A row without a `surface_type` is given the one that its OpenStreetMap tags or OCS GE code mean by the list
    /// `surface_mapping`; where they may mean several, the row is refused until a person answers with a constant such as
    /// `type_of:surface:paving_stones` → `paving_open`.
    public func importSurfaces(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        try importRows(SurfaceImporter.self, from: path, options: options, progress: progress)
    }

    /// Takes parcels in.
    public func importParcels(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        try importRows(ParcelImporter.self, from: path, options: options, progress: progress)
    }
}
