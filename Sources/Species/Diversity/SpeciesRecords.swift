import Atlas
import Formats
import GRDB
import Geospatial

/// What became of a record in a figure of diversity: each record has one fate, so that nothing is lost from sight.
public enum RecordFate: String, Sendable, CaseIterable {
    case used
    /// Looked for and not found (`occurrenceStatus` absent).
    case absent
    /// Its identification was found invalid (``IdentificationStatus``).
    case invalid
    /// Captive or cultivated (`degreeOfEstablishment`).
    case cultivated
    /// Not identified to the species.
    case aboveSpecies = "above_species"
    /// Present, with a count of zero.
    case withoutIndividual = "without_individual"
    case undated
    /// Its dates are not of the period, or span two.
    case outsidePeriod = "outside_period"
    case withoutPlace = "without_place"
    /// Without coordinates, for its source obscured them.
    case obscured
    /// Its coordinates are less certain than the place is wide.
    case tooUncertain = "too_uncertain"
    /// Outside all the places.
    case elsewhere
}

/// An observation of a species, as a sample counts it.
struct SpeciesRecord {
    /// One key for all the names of a species.
    let species: String
    /// nil when the source gives none.
    let count: Int?
    let first: CalendarDate?
    let last: CalendarDate?
    let position: Position?
    let uncertainty: Double?
    /// True when the source obscured the coordinates; those that are there all the same are its own, exact ones.
    let isObscured: Bool

    /// Why it lies nowhere, when it has no position.
    var placeless: RecordFate { isObscured ? .obscured : .withoutPlace }

    /// What the record adds to a sample: its count, or one.
    var individuals: Int { count ?? 1 }
}

/// The observations of an atlas, one at a time, those that are no presence of a wild species left out.
struct SpeciesRecords {
    private let rows: RowCursor
    private let resolver: TaxonResolver
    private let withCultivated: Bool
    private var keys: [Citation: String?] = [:]

    private struct Citation: Hashable {
        let name: String
        let rank: String?
        let cdNom: Int64?
    }

    init(_ db: Database, withCultivated: Bool) throws {
        rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT scientific_name, taxon_rank, occurrence_status, degree_of_establishment, individual_count,
                  event_start, event_end, coordinate_uncertainty_in_meters, geom, cd_nom, coordinates_obscured,
                  \(IdentificationStatus.isInvalid)
                FROM observation
                """)
        resolver = try TaxonResolver(db)
        self.withCultivated = withCultivated
    }

    /// The next record, or why it is left out; nil after the last.
    mutating func next() throws -> Result<SpeciesRecord, Exclusion>? {
        guard let row = try rows.next() else { return nil }
        let status: String = row[2]
        guard status == "present" else { return .failure(Exclusion(fate: .absent)) }
        guard !row[11] else { return .failure(Exclusion(fate: .invalid)) }
        if !withCultivated, let degree = row[3] as String?, ["captive", "cultivated"].contains(degree) {
            return .failure(Exclusion(fate: .cultivated))
        }
        let count: Int? = row[4]
        guard count != 0 else { return .failure(Exclusion(fate: .withoutIndividual)) }
        guard let species = try species(named: row[0], rank: row[1], cdNom: row[9]) else {
            return .failure(Exclusion(fate: .aboveSpecies))
        }
        let first = (row[5] as String?).flatMap(CalendarDate.init(iso:))
        return .success(
            SpeciesRecord(
                species: species, count: count, first: first,
                last: (row[6] as String?).flatMap(CalendarDate.init(iso:)) ?? first,
                position: try position(row), uncertainty: row[7],
                isObscured: row[10] ?? false))
    }

    /// Why a record is no presence of a wild species.
    struct Exclusion: Error {
        let fate: RecordFate
    }

    private func position(_ row: Row) throws -> Position? {
        guard case .point(let position) = try row.geometry() else { return nil }
        return position
    }

    /// The key of the species; nil for what is not identified to the species.
    private mutating func species(named name: String, rank: String?, cdNom: Int64?) throws -> String? {
        let citation = Citation(name: name, rank: rank, cdNom: cdNom)
        if let known = keys[citation] { return known }
        let taxon = try resolver.taxon(named: name, cdNom: cdNom)
        let key = taxon.flatMap { taxon in
            Self.isAboveSpecies(taxon.rank ?? rank, key: taxon.speciesKey) ? nil : taxon.speciesKey
        }
        keys[citation] = .some(key)
        return key
    }

    /// The ranks above the species: those of TAXREF's RANG, and Darwin Core's. A name of one word has such a rank too.
    private static let ranksAboveSpecies: Set<String> = [
        "KD", "PH", "SBPH", "IFPH", "DV", "SBDV", "SPCL", "CL", "SBCL", "IFCL", "SPOR", "OR", "SBOR", "IFOR", "SPFM",
        "FM", "SBFM", "TR", "SSTR", "GN", "SSGN", "SC", "SBSC", "SER", "AGES",
        "KINGDOM", "PHYLUM", "SUBPHYLUM", "DIVISION", "CLASS", "SUBCLASS", "SUPERFAMILY", "ORDER", "SUBORDER", "FAMILY",
        "SUBFAMILY", "TRIBE", "SUBTRIBE", "GENUS", "SUBGENUS", "SECTION", "COMPLEX",
    ]

    private static func isAboveSpecies(_ rank: String?, key: String) -> Bool {
        if let rank { return ranksAboveSpecies.contains(rank.uppercased()) }
        return !key.hasPrefix("cd_ref:") && !key.contains(" ")
    }
}
