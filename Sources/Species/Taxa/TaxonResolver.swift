package import GRDB

/// What cited names stand for. Synonyms are resolved here, when a name is read; records keep what was cited.
///
/// A code says more than a name: the CD_NOM cited is looked up first, then what a person decided of the name, then the
/// name. Each is looked up in the TAXREF in use, then in the other versions loaded from the newest, then in the program's
/// small list of taxa. Lives no longer than the access to the database in which it was made.
package struct TaxonResolver {
    private let references: [TaxrefNames]
    private let list: TaxonList
    private let decided: [String: Int64]
    private let removed: RemovedNames
    private let memory = Memory()

    /// A name is often cited again: what it stood for is remembered.
    private final class Memory {
        struct Citation: Hashable {
            let name: String
            let cdNom: Int64?
        }

        var taxa: [Citation: ResolvedTaxon?] = [:]
    }

    /// - Parameter version: the TAXREF to look into first; nil for the one in use.
    package init(_ db: Database, version: String? = nil) throws {
        var versions = try TaxrefNames.versions(db)
        if let version { versions = [version] }
        references = try versions.map { try TaxrefNames(db, version: $0) }
        list = try TaxonList(db)
        removed = try RemovedNames(db)
        let rows = try Row.fetchAll(db, sql: "SELECT name_key, cd_nom FROM taxon_name_decision")
        decided = Dictionary(rows.map { ($0["name_key"], $0["cd_nom"]) }) { first, _ in first }
    }

    package init(_ db: Database) throws { try self.init(db, version: nil) }

    /// What a name and its code stand for.
    ///
    /// - Parameter cdNom: the CD_NOM cited with the name; nil when there is none.
    /// - Returns: nil when there is neither a name nor a code. A name that nothing knows stands for itself, and so does one
    ///   that is written like the names of several taxa.
    package func taxon(named name: String, cdNom: Int64?) throws -> ResolvedTaxon? {
        let citation = Memory.Citation(name: name, cdNom: cdNom)
        if let known = memory.taxa[citation] { return known }
        let taxon = try resolve(name, cdNom)
        if memory.taxa.count > 100_000 { memory.taxa.removeAll() }
        memory.taxa[citation] = .some(taxon)
        return taxon
    }

    private func resolve(_ text: String, _ cdNom: Int64?) throws -> ResolvedTaxon? {
        if let taxon = try cdNom.flatMap(taxon(ofCode:)) { return taxon }
        let name = TaxonName(text)
        if !name.key.isEmpty {
            if let taxon = try decided[name.key].flatMap(taxon(ofCode:)) { return taxon }
            for names in references {
                if let found = try names.names(key: name.key).single(citedAs: text) {
                    return try taxon(found, in: names)
                }
            }
            if let taxon = list.taxon(key: name.key) { return taxon }
        }
        guard cdNom != nil || !name.key.isEmpty else { return nil }
        let code = cdNom.map { "cd_ref:\($0)" }
        return ResolvedTaxon(
            cdRef: nil, acceptedName: text, rank: nil, taxonKey: code ?? name.key, speciesKey: code ?? name.speciesKey,
            group: nil, family: nil, vernacularNameFr: nil, status: nil, version: nil)
    }

    private func taxon(ofCode cdNom: Int64) throws -> ResolvedTaxon? {
        for names in references {
            if let found = try names.name(cdNom) { return try taxon(found, in: names) }
            // A code that TAXREF withdrew stands for the one that replaces it.
            if case .replaced(let other) = try removed.fate(of: cdNom, in: names), let found = try names.name(other) {
                return try taxon(found, in: names)
            }
        }
        return list.taxon(code: cdNom)
    }

    private func taxon(_ name: TaxrefName, in names: TaxrefNames) throws -> ResolvedTaxon {
        let accepted = try names.accepted(name)
        let species = try names.species(of: accepted)
        let isKnown = accepted.cdNom == name.cdRef
        return ResolvedTaxon(
            cdRef: name.cdRef,
            // Where the file lacks the accepted name, its full form stands beside the synonym.
            acceptedName: isKnown ? accepted.name : name.acceptedName ?? name.name, rank: accepted.rank,
            taxonKey: "cd_ref:\(name.cdRef)",
            speciesKey: "cd_ref:\(species.map(\.cdRef) ?? name.cdRef)",
            group: accepted.group ?? list.group(of: name.cdRef), family: accepted.family,
            vernacularNameFr: accepted.vernacularList.first ?? name.vernacularList.first, status: accepted.status,
            version: names.version)
    }
}

/// The program's list of taxa, by name and by code: small enough to be held.
private struct TaxonList {
    private var ofKey: [String: ResolvedTaxon] = [:]
    private var ofCode: [Int64: ResolvedTaxon] = [:]
    private var groups: [Int64: String] = [:]

    /// The ranks of the list, as TAXREF codes them.
    private static let ranks = [
        "species": "ES", "subspecies": "SSES", "variety": "VAR", "form": "FO", "genus": "GN", "family": "FM",
    ]

    init(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT scientific_name, taxon_rank, taxon_group, vernacular_name_fr, cd_nom, cd_ref, fr_status, taxref_version
                FROM taxon ORDER BY cd_nom IS NOT coalesce(cd_ref, cd_nom), fid
                """)
        var accepted: [Int64: Row] = [:]
        for row in rows {
            if let code = row["cd_nom"] as Int64?, code == (row["cd_ref"] as Int64?) ?? code { accepted[code] = row }
        }
        for row in rows {
            let name = TaxonName(row["scientific_name"])
            let reference = (row["cd_ref"] as Int64?) ?? row["cd_nom"] as Int64?
            let own = reference.flatMap { accepted[$0] } ?? row
            let taxon = Self.taxon(row, reference, accepted: own, name: name)
            ofKey[name.key] = ofKey[name.key] ?? taxon
            for code in [row["cd_nom"] as Int64?, reference].compactMap(\.self) { ofCode[code] = ofCode[code] ?? taxon }
            if let reference, let group = row["taxon_group"] as String? {
                groups[reference] = groups[reference] ?? group
            }
        }
    }

    private static func taxon(_ row: Row, _ reference: Int64?, accepted: Row, name: TaxonName) -> ResolvedTaxon {
        let rank = (accepted["taxon_rank"] as String?).map { ranks[$0] ?? $0 }
        let key = reference.map { "cd_ref:\($0)" } ?? name.key
        return ResolvedTaxon(
            cdRef: reference, acceptedName: accepted["scientific_name"], rank: rank, taxonKey: key,
            speciesKey: name.speciesKey == name.key ? key : name.speciesKey,
            group: (accepted["taxon_group"] as String?) ?? row["taxon_group"], family: nil,
            vernacularNameFr: (accepted["vernacular_name_fr"] as String?) ?? row["vernacular_name_fr"],
            status: (row["fr_status"] as String?) ?? accepted["fr_status"], version: accepted["taxref_version"])
    }

    func taxon(key: String) -> ResolvedTaxon? {
        guard let taxon = ofKey[key] else { return nil }
        return folded(taxon)
    }

    func taxon(code: Int64) -> ResolvedTaxon? { ofCode[code].map(folded) }

    func group(of cdRef: Int64) -> String? { groups[cdRef] }

    /// The species' own key, for a taxon below it whose species is in the list.
    private func folded(_ taxon: ResolvedTaxon) -> ResolvedTaxon {
        guard !taxon.speciesKey.hasPrefix("cd_ref:"), let species = ofKey[taxon.speciesKey] else { return taxon }
        return ResolvedTaxon(
            cdRef: taxon.cdRef, acceptedName: taxon.acceptedName, rank: taxon.rank, taxonKey: taxon.taxonKey,
            speciesKey: species.taxonKey, group: taxon.group, family: taxon.family,
            vernacularNameFr: taxon.vernacularNameFr, status: taxon.status, version: taxon.version)
    }
}
