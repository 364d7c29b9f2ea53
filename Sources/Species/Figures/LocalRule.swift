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
    /// The code of the accepted name (CD_REF), by the code of any name (CD_NOM).
    private var acceptedCode: [Int64: Int64] = [:]
    private var codeOfName: [String: Int64] = [:]
    private var statusInFrance: [String: String] = [:]

    init(_ db: Database) throws {
        for row in try Row.fetchAll(db, sql: "SELECT scientific_name, cd_nom, cd_ref, fr_status FROM taxon") {
            let name = Self.key(row["scientific_name"])
            if let reference = (row["cd_ref"] as Int64?) ?? row["cd_nom"] { codeOfName[name] = reference }
            if let code = row["cd_nom"] as Int64? { acceptedCode[code] = row["cd_ref"] }
            statusInFrance[name] = row["fr_status"]
        }
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
            for key in keys(row["scientific_name"], row["cd_nom"]) {
                if row["kind"] == "native" {
                    native[key, default: []].append(entry)
                } else {
                    invasive[key, default: []].append(entry)
                }
            }
        }
    }

    /// A taxon is found by its name, and by the accepted name's code where it is known: a synonym is the same taxon.
    private func keys(_ name: String, _ code: Int64?) -> [String] {
        let name = Self.key(name)
        var keys = [name]
        if let reference = codeOfName[name] ?? code.map({ acceptedCode[$0] ?? $0 }) {
            keys.append("cd_ref:\(reference)")
        }
        return keys
    }

    /// The name without its authority's spaces and with one way to write the hybrid sign.
    private static func key(_ name: String) -> String {
        name.lowercased().replacing("×", with: "x").split(separator: " ").joined(separator: " ")
    }

    func verdict(_ name: String, code: Int64?, campus: String?) -> LocalRule.Verdict {
        let keys = keys(name, code)
        func entries(_ list: [String: [Entry]]) -> [Entry] {
            keys.flatMap { list[$0] ?? [] }.filter { $0.campus == nil || $0.campus == campus }
        }
        if let entry = entries(invasive).first { return .notLocal(reason: .invasive(list: entry.list)) }
        if Self.isHybridOrCultivar(name) { return .notLocal(reason: .hybridOrCultivar) }
        let found = entries(native)
        if let entry = found.first(where: { $0.status == "native" }) { return .local(list: entry.list) }
        guard let entry = found.first(where: { $0.status != "uncertain" }) else { return .notAssessed }
        return .notLocal(reason: .status(entry.status, list: entry.list))
    }

    /// L1: the FR status is P, E or S; nil when no status is known.
    func isPresumedNativeInFrance(_ name: String) -> Bool? {
        statusInFrance[Self.key(name)].map { ["P", "E", "S"].contains($0) }
    }

    /// The hybrid sign may come first (`x Cuprocyparis leylandii`); a cultivar is quoted, which an author is not (`L'Hér.`).
    private static func isHybridOrCultivar(_ name: String) -> Bool {
        name.contains("×")
            || name.split(separator: " ").contains { word in
                ["x", "cv", "cv."].contains(word) || "'‘’\"".contains(word.prefix(1))
            }
    }
}
