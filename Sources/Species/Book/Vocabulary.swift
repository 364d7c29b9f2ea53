public import Atlas
import GRDB
public import Languages

extension Atlas {
    /// The words of one of the vocabularies (`taxon_group`, `habit`, `growth_origin`…), by the value that rows hold.
    public func vocabulary(_ name: String) throws -> [String: Bilingual] {
        try pool.read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT value, label_fr, label_en FROM vocabulary WHERE vocabulary = ?", arguments: [name])
            return Dictionary(
                uniqueKeysWithValues: rows.map {
                    ($0["value"], Bilingual(fr: $0["label_fr"], en: $0["label_en"]))
                })
        }
    }
}
