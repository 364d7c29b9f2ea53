public import Atlas
import Formats
import GRDB
import Languages

/// A rule that keeps records of a taxon from the public.
public struct SensitivityRule: Sendable, Hashable {
    /// The taxon, as the rule names it; what is below it is meant too.
    public let scientificName: String
    /// Its CD_NOM.
    public let cdNom: Int64?
    /// The level of the SINP: 1 to 3 would blur to a commune, 10 km or a department, all larger than a campus; 4 shows
    /// nothing. Here each keeps the record from the public.
    public let level: Int
    /// The campus where it holds; nil for all.
    public let campus: String?
    /// The first and last day of the season when it holds, `MM-DD`; nil for the whole year.
    public let season: [String]?
    /// The behaviour for which it holds (Darwin Core `behavior`); nil for any.
    public let behaviour: String?
    /// For how many years after the record it holds; nil for ever.
    public let durationYears: Int?
    /// Where the rule comes from.
    public let source: String
    /// How many records it names, wherever and whenever they are.
    public let records: Int
}

extension Atlas {
    /// The rules of sensitivity, by taxon.
    public func sensitivityRules() throws -> [SensitivityRule] {
        try pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT *, (
                      SELECT count(*) FROM observation WHERE EXISTS (
                        SELECT 1 FROM sensitivity_rule_name AS n WHERE n.rule_id = r.fid AND (
                          n.rule_cd_nom = observation.cd_nom OR lower(observation.scientific_name) = n.rule_name
                          OR lower(observation.scientific_name) LIKE n.rule_name || ' %'))) AS records
                    FROM sensitivity_rule AS r ORDER BY scientific_name, fid
                    """
            ).map { row in
                let season = ["season_from", "season_to"].compactMap { row[$0] as String? }
                return SensitivityRule(
                    scientificName: row["scientific_name"], cdNom: row["cd_nom"], level: row["level"],
                    campus: row["campus"], season: season.count == 2 ? season : nil, behaviour: row["behaviour"],
                    durationYears: row["duration_years"], source: row["source"], records: row["records"])
            }
        }
    }

    /// Takes rules of sensitivity in.
    public func importSensitivityRules(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        let report = try importRows(
            SensitivityRuleImporter.self, from: path, options: options, progress: progress)
        if !options.dryRun { try pool.write { try Sensitivity.refreshNames($0) } }
        return report
    }
}

/// Rules of sensitivity, one a row.
struct SensitivityRuleImporter: RowImporter {
    static let table = "sensitivity_rule"
    static let geometry = GeometryRule.none
    static let fields = [
        Field("uuid", aliases: ["id"], stored: false),
        Field(
            "scientific_name", aliases: ["scientificname", "nomscientifique", "taxon", "espece", "nomcite", "lbnom"],
            required: true),
        Field("cd_nom", .integer, aliases: ["cdnom"]),
        Field("level", .integer, aliases: ["niveau", "sensibilite", "sensiniveau", "codesensibilite"], required: true),
        Field("campus"),
        Field("season_from", aliases: ["du", "debut", "datemin"]),
        Field("season_to", aliases: ["au", "fin", "datemax"]),
        Field("behaviour", aliases: ["behavior", "comportement"]),
        Field("duration_years", .integer, aliases: ["duree", "annees"]),
        Field("source", required: true),
        Field("remark", aliases: ["remarque", "commentaire"]),
    ]

    private static let level = fields.place(of: "level")
    private static let campus = fields.place(of: "campus")
    private static let from = fields.place(of: "season_from")
    private static let to = fields.place(of: "season_to")
    private static let duration = fields.place(of: "duration_years")

    private let campuses: Set<String>

    init(_ context: ImportContext) throws {
        campuses = Set(try String.fetchAll(context.db, sql: "SELECT name FROM campus"))
    }

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        if let level = row.integer(Self.level), !(1...4).contains(level) {
            row.refuse(
                Self.level, found: String(level),
                Bilingual(fr: "un niveau du SINP va de 1 à 4", en: "a level of the SINP is 1 to 4"))
        }
        if let campus = row.text(Self.campus), !campuses.contains(campus) {
            let known = campuses.sorted().joined(separator: ", ")
            row.refuse(
                Self.campus, found: campus,
                Bilingual(fr: "campus inconnu ; campus : \(known)", en: "unknown campus; campuses: \(known)"))
        }
        for column in [Self.from, Self.to] {
            guard let day = row.text(column), CalendarDate(iso: "2024-" + day) == nil else { continue }
            row.refuse(
                column, found: day,
                Bilingual(fr: "il faut un jour MM-JJ, comme 03-15", en: "a day MM-DD is needed, like 03-15"))
        }
        if (row.text(Self.from) == nil) != (row.text(Self.to) == nil) {
            row.refuse(
                row.text(Self.from) == nil ? Self.from : Self.to, found: "",
                Bilingual(fr: "une saison a un début et une fin", en: "a season has a first and a last day"))
        }
        if let years = row.integer(Self.duration), years < 1 {
            row.refuse(
                Self.duration, found: String(years),
                Bilingual(fr: "une année au moins", en: "one year at least"))
        }
        try emit(&row)
    }
}
