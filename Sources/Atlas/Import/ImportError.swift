public import Languages

/// Why a file could not be imported at all. Nothing of it was written.
public enum ImportError: ReadableError, Hashable {
    case notAFile(String)
    case empty(String)
    case noRow(String)
    case unknownField(String, known: [String])
    case unknownColumn(String, known: [String])
    case fieldTwice(field: String, first: String, second: String)
    case missingField(file: String, field: String, columns: [String])
    case unknownLayout(String, known: [String])
    case layoutOfOtherTable(String, table: String)
    case severalLayers(String, names: [String])
    case unknownLayer(String, names: [String])
    case unknownCRS(file: String, columns: String)
    case archive(String, Bilingual)
    case ambiguousDates(file: String, column: String, rows: [Int], example: String)
    case mixedDates(file: String, column: String, rows: [Int])
    case contradictoryDates(file: String, columns: [String])
    case ambiguousDecimals(file: String, column: String, rows: [Int], example: String)
    case mixedDecimals(file: String, column: String, rows: [Int])
    case refusalsNotWritten(String, reason: String)
    case unreadable(file: String, reason: Bilingual)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .notAFile(let path):
            Bilingual(
                fr: "\(path) : ce fichier n'existe pas ou ne se lit pas.", en: "\(path): no such file, or unreadable.")
        case .empty(let path): Bilingual(fr: "\(path) : le fichier est vide.", en: "\(path): the file is empty.")
        case .noRow(let path):
            Bilingual(fr: "\(path) : aucune ligne de données.", en: "\(path): no row of data.")
        case .unknownField(let name, let known):
            Bilingual(
                fr: "Champ inconnu : « \(name) ». Champs possibles : \(known.joined(separator: ", ")).",
                en: "Unknown field: '\(name)'. Possible fields: \(known.joined(separator: ", ")).")
        case .unknownColumn(let name, let known):
            Bilingual(
                fr: "Le fichier n'a pas de colonne « \(name) ». Ses colonnes : \(known.joined(separator: ", ")).",
                en: "The file has no column '\(name)'. Its columns: \(known.joined(separator: ", ")).")
        case .fieldTwice(let field, let first, let second):
            Bilingual(
                fr: "« \(field) » est donné deux fois, par « \(first) » et par « \(second) » : choisissez avec --map.",
                en: "'\(field)' is given twice, by '\(first)' and by '\(second)': choose with --map.")
        case .missingField(let file, let field, let columns):
            Bilingual(
                fr: "\(file) : rien ne donne « \(field) ». Donnez-le par --set \(field)=… ou --map COLONNE=\(field) ; "
                    + "colonnes du fichier : \(columns.joined(separator: ", ")). "
                    + "Si l'en-tête n'est pas en haut : --header-row N.",
                en: "\(file): nothing gives '\(field)'. Give it with --set \(field)=… or --map COLUMN=\(field); "
                    + "columns of the file: \(columns.joined(separator: ", ")). "
                    + "If the header is not at the top: --header-row N.")
        case .unknownLayout(let name, let known):
            Bilingual(
                fr:
                    "Modèle inconnu : « \(name) ». Modèles gardés : \(known.isEmpty ? "aucun" : known.joined(separator: ", ")).",
                en:
                    "Unknown layout: '\(name)'. Layouts kept: \(known.isEmpty ? "none" : known.joined(separator: ", "))."
            )
        case .layoutOfOtherTable(let name, let table):
            Bilingual(
                fr: "Le modèle « \(name) » est fait pour « \(table) ».",
                en: "The layout '\(name)' is made for '\(table)'.")
        case .severalLayers(let path, let names):
            Bilingual(
                fr:
                    "\(path) a plusieurs couches : choisissez avec --layer. Couches : \(names.joined(separator: ", ")).",
                en: "\(path) has several layers: choose with --layer. Layers: \(names.joined(separator: ", ")).")
        case .unknownLayer(let name, let names):
            Bilingual(
                fr: "Pas de couche « \(name) ». Couches : \(names.joined(separator: ", ")).",
                en: "No layer '\(name)'. Layers: \(names.joined(separator: ", ")).")
        case .unknownCRS(let file, let columns):
            Bilingual(
                fr:
                    "\(file) : dans quel système sont les coordonnées de \(columns) ? Donnez --crs EPSG:2154, par exemple.",
                en: "\(file): in which system are the coordinates of \(columns)? Give --crs EPSG:2154, for example.")
        case .archive(let path, let reason):
            Bilingual(fr: "\(path) : \(reason.fr)", en: "\(path): \(reason.en)")
        case .ambiguousDates(let file, let column, let rows, let example):
            Bilingual(
                fr:
                    "\(file), colonne « \(column) » : jour ou mois d'abord ? « \(example) » (lignes \(list(rows))) se lit "
                    + "des deux façons et aucune ligne ne tranche. Dites-le : --set date_order=dmy ou mdy (--date-order).",
                en:
                    "\(file), column '\(column)': day or month first? '\(example)' (rows \(list(rows))) reads both ways "
                    + "and no row settles it. Say it: --set date_order=dmy or mdy (--date-order).")
        case .mixedDates(let file, let column, let rows):
            Bilingual(
                fr: "\(file), colonne « \(column) » : deux écritures de dates se contredisent (lignes \(list(rows))). "
                    + "Mettez-les sous une seule forme, de préférence AAAA-MM-JJ.",
                en:
                    "\(file), column '\(column)': two ways of writing dates contradict each other (rows \(list(rows))). "
                    + "Put them in one form, YYYY-MM-DD for choice.")
        case .contradictoryDates(let file, let columns):
            Bilingual(
                fr: "\(file) : le jour vient d'abord dans une colonne de dates, le mois dans l'autre "
                    + "(\(columns.joined(separator: ", "))). Mettez-les sous une seule forme, ou dites l'ordre : --date-order dmy.",
                en: "\(file): the day comes first in one column of dates, the month in the other "
                    + "(\(columns.joined(separator: ", "))). Put them in one form, or say the order: --date-order dmy.")
        case .ambiguousDecimals(let file, let column, let rows, let example):
            Bilingual(
                fr: "\(file), colonne « \(column) » : « \(example) » (lignes \(list(rows))) est-il un millier ou trois "
                    + "décimales ? Dites-le : --set decimal_mark=, ou --set decimal_mark=. .",
                en: "\(file), column '\(column)': is '\(example)' (rows \(list(rows))) a thousand or three decimals? "
                    + "Say it: --set decimal_mark=, or --set decimal_mark=. .")
        case .mixedDecimals(let file, let column, let rows):
            Bilingual(
                fr:
                    "\(file), colonne « \(column) » : la virgule et le point y sont tous deux décimaux (lignes \(list(rows))). "
                    + "Écrivez tous les nombres de la même façon.",
                en: "\(file), column '\(column)': comma and point are both decimal in it (rows \(list(rows))). "
                    + "Write all the numbers in one way.")
        case .refusalsNotWritten(let path, let reason):
            Bilingual(
                fr:
                    "Le fichier des refus \(path) ne peut pas être écrit (\(reason)) : donnez-en un autre par --refusals.",
                en: "The refusals file \(path) cannot be written (\(reason)): give another with --refusals.")
        case .unreadable(let file, let reason):
            Bilingual(fr: "\(file) : \(reason.fr)", en: "\(file): \(reason.en)")
        }
    }
}

private func list(_ rows: [Int]) -> String {
    let shown = rows.prefix(5).map(String.init).joined(separator: ", ")
    return rows.count > 5 ? shown + "…" : shown
}
