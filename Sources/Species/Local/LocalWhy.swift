public import Atlas
public import Formats
import GRDB
import Geospatial
public import Languages

/// Why a taxon, or a plant, is local or not: everything that the rule looked at.
public struct LocalWhy: Sendable, Hashable {
    /// The verdict for one campus, or for all where their lists agree.
    public struct Answer: Sendable, Hashable {
        /// nil for all.
        public let campus: String?
        /// L2, or why not.
        public let verdict: LocalRule.Verdict
    }

    /// A taxon that could be planted instead.
    public struct Substitute: Sendable, Hashable {
        /// The name on the list.
        public let scientificName: String
        /// A French name.
        public let vernacularName: String?
        /// The list that calls it native.
        public let list: ListMention
    }

    /// Why there is no substitute to propose, or which there are.
    public enum Substitutes: Sendable, Hashable {
        /// The taxon is local or not assessed: nothing is to be replaced.
        case notNeeded
        /// What the taxon grows as is not known.
        case habitUnknown
        /// Local taxa of that habit, in the order of the lists.
        case taxa([Substitute], habit: String)
    }

    /// The name asked for, or that of the plant.
    public let scientificName: String
    /// The plant or bed asked for; nil when a name was.
    public let plant: PlantRecord?
    /// The accepted name.
    public let acceptedName: String
    /// The CD_REF.
    public let cdRef: Int64?
    /// The status in France, as TAXREF codes it in FR; nil when it is not known.
    public let frenchStatus: String?
    /// The version of TAXREF that says so.
    public let taxrefVersion: String?
    /// L1; nil when the status in France is not known.
    public let isPresumedNative: Bool?
    /// All that the editions of the lists say of it, native and invasive.
    public let mentions: [ListMention]
    /// The verdict; several where the lists of the campuses do not agree.
    public let verdicts: [Answer]
    /// What to plant instead.
    public let substitutes: Substitutes

    /// The status in France in words.
    public var frenchStatusLabel: Bilingual? { frenchStatus.flatMap(BiogeographicStatus.init)?.label }
}

extension Atlas {
    /// Why a taxon is local or not.
    ///
    /// - Parameter subject: a scientific name, or the identity of a plant or bed.
    /// - Throws: ``PlantError/unknown(_:)`` for an identity that no plant has.
    public func localWhy(_ subject: String, on day: CalendarDate) throws -> LocalWhy {
        let campuses = try campuses(on: day)
        let measure = try GeodesicMeasure(crs: crs)
        return try pool.read { db in
            let lists = try Checklists(db)
            guard RowIdentity.uuid(in: subject) != nil else {
                return try LocalInquiry(lists, db).why(subject, code: nil, campuses: campuses.map(\.name))
            }
            let row = try PlantRow(subject, db)
            let judge = PlantingJudge(lists: lists, campuses: campuses, measure: measure)
            return try LocalInquiry(lists, db).why(
                row.record.scientificName, code: row.cdNom, campuses: [try judge.campus(of: row, db)], plant: row.record
            )
        }
    }
}

/// Looks a taxon up in all that judges it.
private struct LocalInquiry {
    private let lists: Checklists
    private let habits: TaxonHabits

    init(_ lists: Checklists, _ db: Database) throws {
        self.lists = lists
        habits = try TaxonHabits(db)
    }

    /// - Parameter campuses: those for which a verdict is wanted, by name; nil in it is for a place on none.
    func why(_ name: String, code: Int64?, campuses: [String?], plant: PlantRecord? = nil) throws -> LocalWhy {
        let taxon = try lists.resolver.taxon(named: name, cdNom: code)
        let answers = try answers(name, code: code, campuses: campuses)
        let replaced = answers.first { $0.verdict.isLocal == false }
        return LocalWhy(
            scientificName: name, plant: plant, acceptedName: taxon?.acceptedName ?? name, cdRef: taxon?.cdRef,
            frenchStatus: taxon?.status, taxrefVersion: taxon?.version,
            isPresumedNative: try lists.isPresumedNativeInFrance(name, code: code),
            mentions: try lists.mentions(of: name, code: code), verdicts: answers,
            substitutes: try replaced.map { answer in
                try substitutes(habit(plant) ?? habits.habit(of: name, taxon), campus: answer.campus)
            } ?? .notNeeded)
    }

    private func answers(_ name: String, code: Int64?, campuses: [String?]) throws -> [LocalWhy.Answer] {
        let all = try (campuses.isEmpty ? [nil] : campuses).map { campus in
            LocalWhy.Answer(campus: campus, verdict: try lists.verdict(name, code: code, campus: campus))
        }
        guard let first = all.first, all.count > 1, Set(all.map(\.verdict)).count == 1 else { return all }
        return [LocalWhy.Answer(campus: nil, verdict: first.verdict)]
    }

    /// A hedge is made of shrubs; a bed may be of anything.
    private func habit(_ plant: PlantRecord?) -> String? {
        switch plant?.habit {
        case "hedge"?: "shrub"
        case "bed"?, nil: nil
        case let habit?: habit
        }
    }

    private func substitutes(_ habit: String?, campus: String?) throws -> LocalWhy.Substitutes {
        guard let habit else { return .habitUnknown }
        let taxa = try lists.localTaxa(campus: campus).compactMap { local -> LocalWhy.Substitute? in
            let taxon = try lists.resolver.taxon(named: local.name, cdNom: local.code)
            guard habits.habit(of: local.name, taxon) == habit else { return nil }
            return LocalWhy.Substitute(
                scientificName: local.name, vernacularName: taxon?.vernacularNameFr, list: local.list)
        }
        return .taxa(taxa, habit: habit)
    }
}
