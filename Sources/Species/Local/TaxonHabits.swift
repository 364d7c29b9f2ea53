import GRDB

/// What taxa grow as, by the list of taxa.
struct TaxonHabits {
    private var habits: [String: String] = [:]

    init(_ db: Database) throws {
        let resolver = try TaxonResolver(db)
        for row in try Row.fetchAll(
            db, sql: "SELECT scientific_name, cd_nom, habit FROM taxon WHERE habit IS NOT NULL ORDER BY fid")
        {
            let name: String = row["scientific_name"]
            let taxon = try resolver.taxon(named: name, cdNom: row["cd_nom"])
            for key in [taxon?.taxonKey, TaxonName.normalised(name)].compactMap(\.self) {
                habits[key] = habits[key] ?? row["habit"]
            }
        }
    }

    /// The habit of a taxon, or that of its species; nil when the list has none.
    func habit(of name: String, _ taxon: ResolvedTaxon?) -> String? {
        let cited = TaxonName(name)
        return [taxon?.taxonKey, cited.key, taxon?.speciesKey, cited.speciesKey].compactMap(\.self)
            .lazy.compactMap { habits[$0] }.first
    }
}
