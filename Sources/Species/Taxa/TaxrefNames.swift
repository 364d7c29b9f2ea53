import Foundation
import GRDB

/// A name of TAXREF.
public struct TaxrefName: Sendable, Hashable {
    /// The version of TAXREF.
    public let version: String
    /// The identifier of the name.
    public let cdNom: Int64
    /// The identifier of the accepted name.
    public let cdRef: Int64
    /// The accepted name above it in the classification.
    public let cdSup: Int64?
    /// The rank, as TAXREF codes it: `ES` species, `SSES` subspecies, `GN` genus.
    public let rank: String?
    /// The name without its authority (LB_NOM).
    public let name: String
    /// The authority (LB_AUTEUR).
    public let authority: String?
    /// The accepted name with its authority (NOM_VALIDE).
    public let acceptedName: String?
    /// The French names, one after another with commas (NOM_VERN).
    public let vernacularNames: String?
    /// The family.
    public let family: String?
    /// The second group of the INPN (GROUP2_INPN).
    public let group: String?
    /// The biogeographic status in metropolitan France (FR).
    public let status: String?

    /// The name with its authority.
    public var fullName: String { authority.map { "\(name) \($0)" } ?? name }
    /// True of a name that is the accepted one of its taxon.
    public var isAccepted: Bool { cdNom == cdRef }

    static let columns = """
        taxref_version, cd_nom, cd_ref, cd_sup, rang, lb_nom, lb_auteur, nom_valide, nom_vern, famille, group2_inpn, fr
        """

    init(_ row: Row) {
        version = row[0]
        cdNom = row[1]
        cdRef = row[2]
        cdSup = row[3]
        rank = row[4]
        name = row[5]
        authority = row[6]
        acceptedName = row[7]
        vernacularNames = row[8]
        family = row[9]
        group = row[10]
        status = row[11]
    }

    /// The French names, one by one.
    var vernacularList: [String] {
        (vernacularNames ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The codes of TAXREF for ranks below the species (RANG).
    private static let infraspecific: Set<String> = [
        "SSES", "NAT", "VAR", "SVAR", "FO", "SSFO", "FOES", "LIN", "CLO", "RACE", "CAR", "MO", "AB",
    ]

    var isBelowSpecies: Bool { rank.map(Self.infraspecific.contains) ?? false }
}

/// The names of one version of TAXREF, by code and by name. Lives no longer than the access in which it was made.
struct TaxrefNames {
    let version: String
    private let ofCode: Statement
    private let ofKey: Statement
    private let ofTaxon: Statement
    private let below: Statement

    init(_ db: Database, version: String) throws {
        self.version = version
        // +cd_nom: else SQLite would walk all names in that order rather than sort the few that are found.
        let select = "SELECT \(TaxrefName.columns) FROM taxref_name WHERE taxref_version = ?"
        ofCode = try db.makeStatement(sql: "\(select) AND cd_nom = ?")
        ofKey = try db.makeStatement(sql: "\(select) AND name_key = ? ORDER BY +cd_nom")
        ofTaxon = try db.makeStatement(sql: "\(select) AND cd_ref = ? ORDER BY +cd_nom")
        below = try db.makeStatement(sql: "\(select) AND cd_sup = ? AND cd_nom = cd_ref ORDER BY +cd_nom")
    }

    func name(_ cdNom: Int64) throws -> TaxrefName? {
        try Row.fetchOne(ofCode, arguments: [version, cdNom]).map(TaxrefName.init)
    }

    /// The names that are written alike, authorities apart.
    func names(key: String) throws -> [TaxrefName] {
        try Row.fetchAll(ofKey, arguments: [version, key]).map(TaxrefName.init)
    }

    /// All the names of a taxon.
    func names(of cdRef: Int64) throws -> [TaxrefName] {
        try Row.fetchAll(ofTaxon, arguments: [version, cdRef]).map(TaxrefName.init)
    }

    /// The accepted names just below a taxon.
    func children(of cdRef: Int64) throws -> [TaxrefName] {
        try Row.fetchAll(below, arguments: [version, cdRef]).map(TaxrefName.init)
    }

    /// The accepted name of a name; itself where the file that was loaded lacks it.
    func accepted(_ name: TaxrefName) throws -> TaxrefName {
        name.isAccepted ? name : try self.name(name.cdRef) ?? name
    }

    /// The species that a taxon below it belongs to; nil when the names loaded do not say.
    func species(of taxon: TaxrefName) throws -> TaxrefName? {
        var taxon = taxon
        // The classification has fewer levels than this below the species; a loop in a damaged file ends too.
        for _ in 0..<8 {
            guard taxon.isBelowSpecies else { return taxon }
            guard let parent = try taxon.cdSup.flatMap(name) else { break }
            taxon = try accepted(parent)
        }
        let words = TaxonName.normalised(taxon.name).split(separator: " ").prefix(2).joined(separator: " ")
        return try names(key: words).single(citedAs: words)
    }

    /// The versions loaded: the one in use first, then from the newest. Without a choice, the newest is in use.
    static func versions(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: "SELECT version FROM taxref_version ORDER BY is_in_use DESC, CAST(version AS REAL) DESC, version DESC")
    }
}

extension [TaxrefName] {
    /// The one taxon that a name means: that of the names which have the authority cited; else the only accepted one;
    /// else the one they all share. Nil when they are names of several taxa.
    func single(citedAs cited: String) -> TaxrefName? {
        let folded = TaxonName.folded(cited)
        let same = filter { TaxonName.folded($0.fullName) == folded }
        for candidates in [same, filter(\.isAccepted), self] where !candidates.isEmpty {
            if Set(candidates.map(\.cdRef)).count == 1 { return candidates.first(where: \.isAccepted) ?? candidates[0] }
        }
        return nil
    }
}
