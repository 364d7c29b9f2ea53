import Foundation
import GRDB
public import Languages

/// What a messy name may stand for.
public struct NameMatch: Sendable, Hashable {
    /// How it was recognised.
    public enum Kind: String, Sendable, CaseIterable {
        /// A person confirmed it.
        case confirmed
        /// Letter for letter, with its authority or without.
        case exact
        /// Authority, letter case, accents and cultivar apart.
        case authorityFree = "authority_free"
        /// The hybrid sign apart.
        case hybridSign = "hybrid_sign"
        /// A name of a taxon that has another accepted name.
        case synonym
        /// A French name of one taxon only.
        case frenchName = "french_name"
        /// A name of several taxa: to be confirmed.
        case ambiguous
        /// A slip or two apart: to be confirmed.
        case nearMiss = "near_miss"
        case none

        /// How it is said.
        public var label: Bilingual {
            switch self {
            case .confirmed: Bilingual(fr: "confirmé", en: "confirmed")
            case .exact: Bilingual(fr: "exact", en: "exact")
            case .authorityFree: Bilingual(fr: "sans l'auteur", en: "authority-free")
            case .hybridSign: Bilingual(fr: "au signe d'hybride près", en: "hybrid sign")
            case .synonym: Bilingual(fr: "synonyme", en: "synonym")
            case .frenchName: Bilingual(fr: "nom français", en: "French name")
            case .ambiguous: Bilingual(fr: "plusieurs taxons, à confirmer", en: "several taxa, to confirm")
            case .nearMiss: Bilingual(fr: "proche, à confirmer", en: "near miss, to confirm")
            case .none: Bilingual(fr: "non trouvé", en: "not found")
            }
        }

        /// True of what is only proposed.
        public var isToConfirm: Bool { self == .ambiguous || self == .nearMiss }
    }

    /// A taxon that the name may mean.
    public struct Proposal: Sendable, Hashable {
        /// The CD_NOM of the name found.
        public let cdNom: Int64?
        /// The name found, with its authority.
        public let name: String
        /// The CD_REF.
        public let cdRef: Int64?
        /// The accepted name.
        public let acceptedName: String
        /// A French name.
        public let frenchName: String?
        /// The version of TAXREF.
        public let version: String?
        /// Letters between what was cited and the name.
        public let distance: Int
    }

    /// The name as cited.
    public let cited: String
    /// How it was recognised.
    public let kind: Kind
    /// One taxon, or several to choose from, the nearest first.
    public let proposals: [Proposal]
}

/// Finds what names stand for, in the TAXREF in use and then in the program's list of taxa.
struct NameMatcher {
    private let names: TaxrefNames?
    private let search: TaxonSearch?
    private let resolver: TaxonResolver
    private let list: ListedNames
    private let decided: Set<String>

    init(_ db: Database) throws {
        let version = try TaxrefNames.versions(db).first
        names = try version.map { try TaxrefNames(db, version: $0) }
        search = try version.map { try TaxonSearch(db, version: $0) }
        resolver = try TaxonResolver(db)
        list = try ListedNames(db)
        decided = try Set(String.fetchAll(db, sql: "SELECT name_key FROM taxon_name_decision"))
    }

    func match(_ text: String) throws -> NameMatch {
        let name = TaxonName(text)
        guard !name.key.isEmpty else { return NameMatch(cited: text, kind: .none, proposals: []) }
        if decided.contains(name.folded) || decided.contains(name.key),
            let taxon = try resolver.taxon(named: text, cdNom: nil)
        {
            return NameMatch(cited: text, kind: .confirmed, proposals: [NameMatch.Proposal(taxon)])
        }
        let scientific = try names?.names(key: name.key) ?? []
        if !scientific.isEmpty { return try named(scientific, text, name) }
        if let listed = list.scientific[name.key] {
            return NameMatch(cited: text, kind: Self.kind(text, name, written: listed.name), proposals: [listed])
        }
        let french = try frenchProposals(name.folded)
        if !french.isEmpty {
            return NameMatch(cited: text, kind: french.count == 1 ? .frenchName : .ambiguous, proposals: french)
        }
        let near = try nearProposals(name)
        return NameMatch(cited: text, kind: near.isEmpty ? .none : .nearMiss, proposals: near)
    }

    private func named(_ found: [TaxrefName], _ text: String, _ name: TaxonName) throws -> NameMatch {
        guard let single = found.single(citedAs: text) else {
            return NameMatch(cited: text, kind: .ambiguous, proposals: try taxa(found, distance: { _ in 0 }))
        }
        var kind = NameMatch.Kind.synonym
        if single.isAccepted {
            let kinds = found.filter { $0.cdRef == single.cdRef && $0.isAccepted }
                .map { Self.kind(text, name, written: $0.name, full: $0.fullName) }
            kind = [.exact, .authorityFree].first(where: kinds.contains) ?? .hybridSign
        }
        return NameMatch(cited: text, kind: kind, proposals: try taxa([single], distance: { _ in 0 }))
    }

    private static func kind(
        _ text: String, _ name: TaxonName, written: String, full: String? = nil
    ) -> NameMatch.Kind {
        if [written, full ?? written].contains(text) { return .exact }
        return TaxonName(written).isHybrid == name.isHybrid ? .authorityFree : .hybridSign
    }

    private func frenchProposals(_ folded: String) throws -> [NameMatch.Proposal] {
        let found = try search?.frenchNames(folded) ?? []
        return found.isEmpty ? list.french[folded] ?? [] : try taxa(found, distance: { _ in 0 })
    }

    /// Names that a slip could have made of the one cited: at most one letter in six, and three in all.
    private func nearProposals(_ name: TaxonName) throws -> [NameMatch.Proposal] {
        let limit = max(1, min(3, name.key.utf8.count / 6))
        let letters = Array(name.key.utf8)
        func distance(_ text: String) -> Int? {
            EditDistance.between(letters, Array(text.utf8), limit: limit)
        }
        var proposals: [NameMatch.Proposal] = []
        if let search {
            let near = try search.nearNames(name.key, columns: "lb_nom nom_vern")
            proposals = try taxa(near) { found in
                ([TaxonName.normalised(found.name)] + found.vernacularList.map(TaxonName.folded)).compactMap(distance)
                    .min()
            }
        }
        if proposals.isEmpty { proposals = list.near(distance) }
        return Array(proposals.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(5))
    }

    /// One proposal for each taxon, under the nearest of its names.
    private func taxa(
        _ found: [TaxrefName], distance: (TaxrefName) -> Int?
    ) throws -> [NameMatch.Proposal] {
        let near = found.compactMap { name in distance(name).map { (name, $0) } }
            .sorted { ($0.1, $0.0.isAccepted ? 0 : 1, $0.0.cdNom) < ($1.1, $1.0.isAccepted ? 0 : 1, $1.0.cdNom) }
        var seen: Set<Int64> = []
        return try near.filter { seen.insert($0.0.cdRef).inserted }.map { name, distance in
            let accepted = try names?.accepted(name) ?? name
            return NameMatch.Proposal(
                cdNom: name.cdNom, name: name.fullName, cdRef: name.cdRef,
                acceptedName: accepted.isAccepted ? accepted.name : name.acceptedName ?? name.name,
                frenchName: accepted.vernacularList.first ?? name.vernacularList.first, version: name.version,
                distance: distance)
        }
    }
}

extension NameMatch.Proposal {
    init(_ taxon: ResolvedTaxon) {
        self.init(
            cdNom: taxon.cdRef, name: taxon.acceptedName, cdRef: taxon.cdRef, acceptedName: taxon.acceptedName,
            frenchName: taxon.vernacularNameFr, version: taxon.version, distance: 0)
    }
}

/// The names of the program's list of taxa.
private struct ListedNames {
    private(set) var scientific: [String: NameMatch.Proposal] = [:]
    private(set) var french: [String: [NameMatch.Proposal]] = [:]

    init(_ db: Database) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT scientific_name, scientific_name_authorship, vernacular_name_fr, cd_nom, cd_ref, taxref_version
                FROM taxon ORDER BY fid
                """)
        for row in rows {
            let name: String = row[0]
            let proposal = NameMatch.Proposal(
                cdNom: (row[3] as Int64?) ?? row[4], name: name, cdRef: (row[4] as Int64?) ?? row[3],
                acceptedName: name,
                frenchName: row[2], version: row[5], distance: 0)
            scientific[TaxonName.normalised(name)] = proposal
            for french in ((row[2] as String?) ?? "").split(separator: ",") {
                self.french[TaxonName.folded(french.trimmingCharacters(in: .whitespaces)), default: []].append(proposal)
            }
        }
    }

    func near(_ distance: (String) -> Int?) -> [NameMatch.Proposal] {
        let all = scientific.map { ($0, [$1]) } + french.map { ($0, $1) }
        return all.flatMap { key, proposals in
            distance(key).map { apart in proposals.map { $0.at(apart) } } ?? []
        }
    }
}

extension NameMatch.Proposal {
    fileprivate func at(_ distance: Int) -> Self {
        Self(
            cdNom: cdNom, name: name, cdRef: cdRef, acceptedName: acceptedName, frenchName: frenchName,
            version: version, distance: distance)
    }
}
