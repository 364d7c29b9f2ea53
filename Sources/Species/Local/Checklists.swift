import Formats
import GRDB

/// The reference lists of an atlas, ready to judge taxa by those of their editions that decide.
struct Checklists {
    private struct Entry {
        let fid: Int64
        let cdNom: Int64?
        let mention: ListMention
    }

    private var entries: [String: [Entry]] = [:]
    let resolver: TaxonResolver

    /// - Parameter asked: the version of a list that decides instead of the newest published, by list.
    init(_ db: Database, asked: [String: String] = [:]) throws {
        resolver = try TaxonResolver(db)
        let editions = try ChecklistEditions(db, asked: asked)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT e.fid, e.scientific_name, e.cd_nom, e.status, e.checklist, e.source,
                  coalesce(c.list, c.code) AS list, c.version, c.area, c.campus, c.kind, c.published_on
                FROM checklist_entry AS e JOIN checklist AS c ON c.code = e.checklist
                ORDER BY e.fid
                """)
        for row in rows {
            guard let mention = ListMention(row, decides: editions.decides(row["checklist"])) else { continue }
            let entry = Entry(fid: row["fid"], cdNom: row["cd_nom"], mention: mention)
            let taxon = try resolver.taxon(named: mention.scientificName, cdNom: entry.cdNom)
            for key in Set([taxon?.taxonKey, TaxonName.normalised(mention.scientificName)].compactMap(\.self)) {
                entries[key, default: []].append(entry)
            }
        }
    }

    /// A taxon is found by what it stands for and by its name. A list that names a species covers what is below it; one
    /// that names a subspecies says nothing of the species.
    private func keys(_ name: String, _ taxon: ResolvedTaxon?) -> [String] {
        let cited = TaxonName(name)
        return [taxon?.taxonKey, cited.key, taxon?.speciesKey, cited.speciesKey].compactMap(\.self)
            .reduce(into: []) { keys, key in if !keys.contains(key) { keys.append(key) } }
    }

    /// All that the editions of the lists say of a taxon, those for other campuses too.
    func mentions(of name: String, code: Int64?) throws -> [ListMention] {
        var seen: Set<Int64> = []
        return try keys(name, resolver.taxon(named: name, cdNom: code)).flatMap { entries[$0] ?? [] }
            .filter { seen.insert($0.fid).inserted }.map(\.mention)
    }

    func verdict(_ name: String, code: Int64?, campus: String?) throws -> LocalRule.Verdict {
        let found = try mentions(of: name, code: code).filter { $0.decides && $0.applies(to: campus) }
        if let list = found.first(where: { $0.kind == .invasive }) { return .notLocal(.invasive(list)) }
        let accepted = try resolver.taxon(named: name, cdNom: code)?.acceptedName
        if [name, accepted ?? name].contains(where: Self.isHybridOrCultivar) { return .notLocal(.hybridOrCultivar) }
        if let list = found.first(where: { $0.status == .native }) { return .local(list) }
        guard let list = found.first(where: { ![.uncertain, .presumedNative].contains($0.status) }) else {
            return .notAssessed(found.first)
        }
        return .notLocal(.status(list))
    }

    /// L1: the FR status is P, E or S; nil when no status is known.
    func isPresumedNativeInFrance(_ name: String, code: Int64?) throws -> Bool? {
        try resolver.taxon(named: name, cdNom: code)?.status.map { ["P", "E", "S"].contains($0) }
    }

    /// The taxa that the rule finds local on a campus, once each, with the list that says so.
    func localTaxa(campus: String?) throws -> [(name: String, code: Int64?, list: ListMention)] {
        var seen: Set<String> = []
        let natives = entries.values.joined().filter { $0.mention.decides && $0.mention.status == .native }
            .sorted { $0.fid < $1.fid }
        return try natives.compactMap { entry in
            let name = entry.mention.scientificName
            guard case .local(let list) = try verdict(name, code: entry.cdNom, campus: campus),
                seen.insert(try taxonKey(name, code: entry.cdNom)).inserted
            else { return nil }
            return (name, entry.cdNom, list)
        }
    }

    func taxonKey(_ name: String, code: Int64?) throws -> String {
        try resolver.taxon(named: name, cdNom: code)?.taxonKey ?? TaxonName.normalised(name)
    }

    private static func isHybridOrCultivar(_ name: String) -> Bool {
        let name = TaxonName(name)
        return name.isHybrid || name.isCultivar
    }
}

extension ListMention {
    fileprivate init?(_ row: Row, decides: Bool) {
        guard let kind = ChecklistEdition.Kind(rawValue: row["kind"]),
            let status = ChecklistStatus(rawValue: row["status"])
        else { return nil }
        self.init(
            list: row["list"], version: row["version"], kind: kind, area: row["area"], campus: row["campus"],
            publishedOn: (row["published_on"] as String?).flatMap(CalendarDate.init(iso:)), decides: decides,
            scientificName: row["scientific_name"], status: status, source: row["source"])
    }
}
