import GRDB

/// The codes that TAXREF withdrew (CDNOM_DISPARUS.txt), and what became of them.
struct RemovedNames {
    /// What became of a code.
    enum Fate: Hashable {
        /// It was never withdrawn, or the version looked into still has it.
        case kept
        case replaced(Int64)
        /// Several codes replace it: only an expert can tell which.
        case split([Int64])
        /// Nothing that the version has replaces it.
        case lost(reason: String?)
    }

    private let replacements: Statement

    init(_ db: Database) throws {
        replacements = try db.makeStatement(
            sql: """
                SELECT cd_nom_remplacement, raison_suppression FROM taxref_removed WHERE cd_nom = ?
                ORDER BY cd_nom_remplacement
                """)
    }

    /// What a code became in a version, following a replacement that was itself replaced. A code "replaced by itself"
    /// (TaxHub issue 628), or by one that leads back to it, is replaced by nothing.
    func fate(of cdNom: Int64, in names: TaxrefNames) throws -> Fate {
        var found: Set<Int64> = []
        var seen: Set<Int64> = []
        var waiting = [cdNom]
        var reason: String?
        var wasRemoved = false
        while let code = waiting.popLast() {
            guard seen.insert(code).inserted else { continue }
            if code != cdNom, try names.name(code) != nil {
                found.insert(code)
                continue
            }
            for row in try Row.fetchAll(replacements, arguments: [code]) {
                wasRemoved = true
                reason = reason ?? row[1]
                if let next = row[0] as Int64? { waiting.append(next) }
            }
        }
        guard wasRemoved else { return .kept }
        // Codes of one taxon are one answer.
        let taxa = try Set(found.compactMap { try names.name($0)?.cdRef })
        if taxa.count > 1 { return .split(found.sorted()) }
        return found.min().map(Fate.replaced) ?? .lost(reason: reason)
    }
}
