public import Atlas
import GRDB
import GeoPackage

/// What another version of TAXREF would make of one name cited in the atlas.
public struct TaxonChange: Sendable, Hashable {
    /// What happens to it.
    public enum Kind: String, Sendable, CaseIterable {
        /// The same accepted name.
        case unchanged
        /// The same taxon under another accepted name.
        case renamed
        /// Its taxon and another of the version in use are one.
        case merged
        /// Its taxon is now several: an expert must say which.
        case split
        /// The new version lacks the code, and no code replaces it.
        case vanished
        /// The new version lacks the code, and another replaces it.
        case replaced
        /// Only the new version knows the name.
        case found
        /// Neither version knows the name.
        case unknown
    }

    /// The name as cited; it is never rewritten.
    public let citedName: String
    /// The CD_NOM cited with it.
    public let citedCode: Int64?
    /// How many rows cite it, by table.
    public let rows: [String: Int]
    /// What happens to it.
    public let kind: Kind
    /// The accepted name in the version in use.
    public let before: TaxrefName?
    /// The accepted names in the other version: several of a split.
    public let after: [TaxrefName]
    /// Why TAXREF withdrew the code.
    public let reason: String?
}

/// What a change of version would change for the records of an atlas.
public struct TaxrefUpgradePlan: Sendable {
    /// The version in use.
    public let from: String
    /// The other version.
    public let to: String
    /// One line for each name and code cited, in the order of the names.
    public let changes: [TaxonChange]
}

extension Atlas {
    /// The versions of TAXREF loaded, the one in use first.
    public func taxrefVersions() throws -> [String] { try pool.read(TaxrefNames.versions) }

    /// What a version would change for the names that observations, plants and lists cite. Nothing is written.
    ///
    /// - Throws: ``TaxaError/versionNotLoaded(_:known:)``, ``TaxaError/noTaxref``.
    public func planTaxrefUpgrade(to version: String) throws -> TaxrefUpgradePlan {
        try pool.read { db in
            let (target, known) = try Self.loaded(version, db)
            guard let current = known.first else { throw TaxaError.noTaxref }
            let comparison = try TaxrefComparison(db, from: current, to: target)
            let changes = try Citation.all(db).map(comparison.change)
            return TaxrefUpgradePlan(from: current, to: target, changes: changes)
        }
    }

    /// Makes a version the one in use: the only thing written is which. Another call takes it back.
    ///
    /// - Throws: ``TaxaError/versionNotLoaded(_:known:)``.
    public func useTaxref(_ version: String, by person: String? = nil, reason: String? = nil) throws {
        try write(by: person, reason: reason) { db in
            let (target, _) = try Self.loaded(version, db)
            try db.execute(
                sql: "UPDATE taxref_version SET is_in_use = 0 WHERE is_in_use AND version <> ?", arguments: [target])
            try db.execute(sql: "UPDATE taxref_version SET is_in_use = 1 WHERE version = ?", arguments: [target])
            try Sensitivity.refreshNames(db)
        }
    }

    private static func loaded(_ version: String, _ db: Database) throws -> (String, [String]) {
        let known = try TaxrefNames.versions(db)
        let target = try TaxrefFile.version(version)
        guard known.contains(target) else { throw TaxaError.versionNotLoaded(target, known: known) }
        return (target, known)
    }
}

/// A name with its code, as rows of the atlas cite it.
private struct Citation {
    let name: String
    let code: Int64?
    var rows: [String: Int]

    private struct Key: Hashable {
        let name: String
        let code: Int64?
    }

    static func all(_ db: Database) throws -> [Citation] {
        var citations: [Key: Citation] = [:]
        for table in ["observation", "plant", "planting_bed", "checklist_entry"] {
            let hasCode = try db.columns(in: table).contains { $0.name == "cd_nom" }
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT scientific_name, \(hasCode ? "cd_nom" : "NULL"), count(*) FROM \(table) GROUP BY 1, 2
                    """)
            while let row = try rows.next() {
                let key = Key(name: row[0], code: row[1])
                citations[key, default: Citation(name: key.name, code: key.code, rows: [:])].rows[table] = row[2]
            }
        }
        return citations.values.sorted { ($0.name, $0.code ?? 0) < ($1.name, $1.code ?? 0) }
    }
}

/// Two versions of TAXREF, side by side.
private struct TaxrefComparison {
    private let old: TaxrefNames
    private let new: TaxrefNames
    private let removed: RemovedNames

    init(_ db: Database, from: String, to: String) throws {
        old = try TaxrefNames(db, version: from)
        new = try TaxrefNames(db, version: to)
        removed = try RemovedNames(db)
    }

    func change(_ citation: Citation) throws -> TaxonChange {
        let cited = try name(citation, in: old)
        let before = try cited.map(old.accepted)
        func answer(_ kind: TaxonChange.Kind, _ after: [TaxrefName], reason: String? = nil) -> TaxonChange {
            TaxonChange(
                citedName: citation.name, citedCode: citation.code, rows: citation.rows, kind: kind, before: before,
                after: after, reason: reason)
        }
        guard let code = cited?.cdNom ?? citation.code, let before else {
            guard let now = try name(citation, in: new) else { return answer(.unknown, []) }
            return answer(.found, [try new.accepted(now)])
        }
        guard let now = try new.name(code) else {
            switch try removed.fate(of: code, in: new) {
            case .replaced(let other):
                return answer(.replaced, try new.name(other).map { [try new.accepted($0)] } ?? [])
            case .split(let codes):
                return answer(.split, try codes.compactMap(new.name).map(new.accepted))
            case .lost(let reason): return answer(.vanished, [], reason: reason)
            case .kept: return answer(.vanished, [])
            }
        }
        let after = try new.accepted(now)
        let parts = try parts(of: before)
        if parts.count > 1 { return answer(.split, parts) }
        if after.cdRef == before.cdRef {
            return answer(
                TaxonName.normalised(after.name) == TaxonName.normalised(before.name) ? .unchanged : .renamed, [after])
        }
        let wasATaxon = try old.name(after.cdRef)?.isAccepted == true
        return answer(wasATaxon ? .merged : .renamed, [after])
    }

    private func name(_ citation: Citation, in names: TaxrefNames) throws -> TaxrefName? {
        if let name = try citation.code.flatMap(names.name) { return name }
        return try names.names(key: TaxonName.normalised(citation.name)).single(citedAs: citation.name)
    }

    /// What a taxon became: itself, and each of its synonyms and subspecies that is now a taxon of its own rank.
    private func parts(of taxon: TaxrefName) throws -> [TaxrefName] {
        guard let itself = try new.name(taxon.cdRef), itself.isAccepted else { return [] }
        let synonyms = try old.names(of: taxon.cdRef).filter { !$0.isAccepted }
        let candidates = try synonyms + old.children(of: taxon.cdRef)
        let parts = try candidates.compactMap { try new.name($0.cdNom) }
            .filter { $0.isAccepted && $0.rank == taxon.rank && $0.cdNom != taxon.cdNom }
        return [itself] + parts
    }
}
