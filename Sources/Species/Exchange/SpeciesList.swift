package import Atlas
import Formats
import GRDB
package import Geospatial

/// A species of a list: what was seen of it, and when.
public struct ListedSpecies: Sendable, Hashable {
    /// Of TAXREF (GROUP2_INPN), or of the program's list of taxa; else the kingdom; nil when nothing says it.
    public internal(set) var group: String?
    /// The accepted name, or the name as cited where no reference knows it.
    public let scientificName: String
    /// A French name.
    public internal(set) var vernacularName: String?
    /// The CD_REF (TAXREF).
    public let cdRef: Int64?
    /// How many records of presence.
    public internal(set) var records: Int
    /// The year of the first; nil when none has a date.
    public internal(set) var firstYear: Int?
    /// The year of the last.
    public internal(set) var lastYear: Int?
    /// What TAXREF and the loaded lists say of it: `FR : P (TAXREF 18.0)`, `eee-fr : invasive`.
    public internal(set) var statuses: [String]
}

/// The species of an area.
public struct SpeciesList: Sendable, Hashable {
    /// By group, then by name.
    public let species: [ListedSpecies]
    /// Records of presence in the area, those of sensitive species apart.
    public let records: Int
    /// Sensitive records that were left out. They are counted over the whole atlas: in which area they are is not said.
    public let withheld: Int

    /// Writes the list as the CSV of French spreadsheets.
    ///
    /// - Parameter path: where; `-` is standard output.
    /// - Throws: ``DelimitedTextWriterError``, ``FileError``
    public func write(to path: String) throws {
        var writer = try DelimitedTextWriter(
            ByteSink(path),
            header: [
                "groupe", "nom_scientifique", "nom_francais", "cd_ref", "nb_observations", "premiere_annee",
                "derniere_annee", "statuts",
            ], dialect: .semicolonSeparated, byteOrderMark: true)
        for one in species {
            try writer.write([
                one.group ?? "", one.scientificName, one.vernacularName ?? "", one.cdRef.map(String.init) ?? "",
                String(one.records), one.firstYear.map(String.init) ?? "", one.lastYear.map(String.init) ?? "",
                one.statuses.joined(separator: " | "),
            ])
        }
        try writer.finish()
    }
}

extension Atlas {
    /// The species observed in an area, or in the whole atlas. A record without a place is in no area; one of absence is no
    /// observation.
    ///
    /// - Parameter sensitive: true to count the sensitive records too.
    package func speciesList(in area: MultiPolygon?, sensitive: Bool) throws -> SpeciesList {
        let prepared = try area.map { try PreparedArea($0) }
        return try pool.read { db in
            let resolver = try TaxonResolver(db)
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT scientific_name, cd_nom, vernacular_name, kingdom, event_start, event_end, geom FROM observation
                    WHERE occurrence_status = 'present' AND NOT \(IdentificationStatus.isInvalid)
                      AND (:sensitive OR \(Sensitivity.isPublic))
                      \(prepared == nil ? "" : "AND fid IN (SELECT id FROM rtree_observation_geom WHERE maxx >= :minx AND minx <= :maxx AND maxy >= :miny AND miny <= :maxy)")
                    """, arguments: prepared?.arguments(sensitive: sensitive) ?? ["sensitive": sensitive ? 1 : 0])
            var found: [String: ListedSpecies] = [:]
            var count = 0
            while let row = try rows.next() {
                if let prepared, try !prepared.holds(row.geometry()) { continue }
                guard let taxon = try resolver.taxon(named: row["scientific_name"], cdNom: row["cd_nom"]) else {
                    continue
                }
                count += 1
                found[taxon.taxonKey, default: ListedSpecies(taxon)].add(row)
            }
            let lists = try ListStatuses(db, resolver)
            let species = found.map { key, one in
                var one = one
                one.statuses += lists.statuses[key] ?? []
                return one
            }
            return SpeciesList(
                species: species.sorted { ($0.group ?? "~", $0.scientificName) < ($1.group ?? "~", $1.scientificName) },
                records: count, withheld: sensitive ? 0 : try withheldCount(db))
        }
    }
}

/// A surface that is asked what lies in it.
private final class PreparedArea {
    private let prepared: PreparedPolygon
    private let box: Envelope

    init(_ outline: MultiPolygon) throws {
        prepared = try PreparedPolygon(outline)
        box = Geometry.multiPolygon(outline).envelope ?? Envelope(minX: 0, minY: 0, maxX: 0, maxY: 0)
    }

    func arguments(sensitive: Bool) -> StatementArguments {
        ["sensitive": sensitive ? 1 : 0, "minx": box.minX, "maxx": box.maxX, "miny": box.minY, "maxy": box.maxY]
    }

    func holds(_ geometry: Geometry?) throws -> Bool {
        guard case .point(let position?)? = geometry else { return false }
        return try prepared.intersects(position)
    }
}

extension ListedSpecies {
    fileprivate init(_ taxon: ResolvedTaxon) {
        self.init(
            group: taxon.group, scientificName: taxon.acceptedName, vernacularName: taxon.vernacularNameFr,
            cdRef: taxon.cdRef, records: 0, firstYear: nil, lastYear: nil,
            statuses: taxon.status.map { ["FR : \($0)" + (taxon.version.map { " (TAXREF \($0))" } ?? "")] } ?? [])
    }

    fileprivate mutating func add(_ row: Row) {
        records += 1
        if vernacularName == nil { vernacularName = row["vernacular_name"] }
        if group == nil { group = row["kingdom"] }
        let start = (row["event_start"] as String?).flatMap { Int($0.prefix(4)) }
        guard let start else { return }
        let end = (row["event_end"] as String?).flatMap { Int($0.prefix(4)) } ?? start
        firstYear = min(firstYear ?? start, start)
        lastYear = max(lastYear ?? end, end)
    }
}

/// What the loaded lists say of taxa.
private struct ListStatuses {
    /// By taxon, `list : status`.
    private(set) var statuses: [String: [String]] = [:]

    init(_ db: Database, _ resolver: TaxonResolver) throws {
        let rows = try Row.fetchAll(
            db, sql: "SELECT checklist, scientific_name, cd_nom, status FROM checklist_entry ORDER BY checklist, fid")
        for row in rows {
            guard let taxon = try resolver.taxon(named: row["scientific_name"], cdNom: row["cd_nom"]) else { continue }
            let text = "\(row["checklist"] as String) : \(row["status"] as String)"
            if statuses[taxon.taxonKey]?.contains(text) == true { continue }
            statuses[taxon.taxonKey, default: []].append(text)
        }
    }
}
