import GRDB

/// How local a planted taxon is, on a campus.
///
/// L1: present and presumed native in metropolitan France (TAXREF's FR status P, E or S). L2: native on a list of the
/// campus's area, on no invasive list, and neither a hybrid nor a cultivar. A taxon that no list of the area names is
/// not assessed. The rule is version 1; each verdict names the list and the version that decide it.
enum LocalRule {
    static let version = 1

    /// What the lists say of a taxon.
    enum Verdict: Hashable {
        /// L2, by this list.
        case local(list: String)
        case notLocal(reason: Reason)
        /// No list of the area names it.
        case notAssessed
    }

    enum Reason: Hashable {
        case invasive(list: String)
        case hybridOrCultivar
        case status(String, list: String)
    }
}

/// The lists in force, ready to judge taxa.
struct Checklists {
    private struct Entry {
        let status: String
        let list: String
        let campus: String?
    }

    private var native: [String: [Entry]] = [:]
    private var invasive: [String: [Entry]] = [:]
    private let resolver: TaxonResolver

    init(_ db: Database) throws {
        resolver = try TaxonResolver(db)
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT e.scientific_name, e.cd_nom, e.status, c.code, c.version, c.campus, c.kind
                FROM checklist_entry AS e JOIN checklist AS c ON c.code = e.checklist
                """)
        for row in rows {
            let entry = Entry(
                status: row["status"], list: "\(row["code"] as String) (\(row["version"] as String))",
                campus: row["campus"])
            let taxon = try resolver.taxon(named: row["scientific_name"], cdNom: row["cd_nom"])
            for key in Set([taxon?.taxonKey, TaxonName.normalised(row["scientific_name"])].compactMap(\.self)) {
                if row["kind"] == "native" {
                    native[key, default: []].append(entry)
                } else {
                    invasive[key, default: []].append(entry)
                }
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

    func verdict(_ name: String, code: Int64?, campus: String?) throws -> LocalRule.Verdict {
        let taxon = try resolver.taxon(named: name, cdNom: code)
        let keys = keys(name, taxon)
        func entries(_ list: [String: [Entry]]) -> [Entry] {
            keys.flatMap { list[$0] ?? [] }.filter { $0.campus == nil || $0.campus == campus }
        }
        if let entry = entries(invasive).first { return .notLocal(reason: .invasive(list: entry.list)) }
        if [name, taxon?.acceptedName ?? name].contains(where: Self.isHybridOrCultivar) {
            return .notLocal(reason: .hybridOrCultivar)
        }
        let found = entries(native)
        if let entry = found.first(where: { $0.status == "native" }) { return .local(list: entry.list) }
        guard let entry = found.first(where: { $0.status != "uncertain" }) else { return .notAssessed }
        return .notLocal(reason: .status(entry.status, list: entry.list))
    }

    /// L1: the FR status is P, E or S; nil when no status is known.
    func isPresumedNativeInFrance(_ name: String, code: Int64?) throws -> Bool? {
        try resolver.taxon(named: name, cdNom: code)?.status.map { ["P", "E", "S"].contains($0) }
    }

    private static func isHybridOrCultivar(_ name: String) -> Bool {
        let name = TaxonName(name)
        return name.isHybrid || name.isCultivar
    }
}
