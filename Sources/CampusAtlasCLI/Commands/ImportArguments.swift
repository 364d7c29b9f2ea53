import ArgumentParser
import CampusAtlas

/// What a person may say of a file that is taken in.
struct ImportArguments: ParsableArguments {
    @Option(
        name: .customLong("set"), parsing: .singleValue,
        help: ArgumentHelp(say("Une valeur pour toutes les lignes.", "A value for all rows."), valueName: "field=value")
    )
    var constants: [String] = []
    @Option(
        name: .customLong("map"), parsing: .singleValue,
        help: ArgumentHelp(
            say("Ce que devient une colonne ; - la laisse.", "What a column becomes; - leaves it out."),
            valueName: "COLUMN=field"))
    var mapping: [String] = []
    @Option(help: ArgumentHelp(say("Modèle d'import gardé.", "Layout kept earlier.")))
    var layout: String?
    @Option(
        help: ArgumentHelp(
            say(
                "Garder sous ce nom --set, --map, --sheet, --header-row, --carry et --date-order.",
                "Keep --set, --map, --sheet, --header-row, --carry and --date-order under this name.")))
    var saveLayout: String?
    @Option(help: ArgumentHelp(say("Système des coordonnées du fichier.", "Reference system of the file.")))
    var crs: String?
    @Option(help: ArgumentHelp(say("Couche du GeoPackage.", "Layer of the GeoPackage.")))
    var layer: String?
    @Option(
        help: ArgumentHelp(
            say("Feuille du classeur (la première si absente).", "Sheet of the workbook (the first if absent).")))
    var sheet: String?
    @Option(
        help: ArgumentHelp(
            say(
                "Ligne des noms de colonnes, si ce n'est pas la première.", "Row of the column names, if not the first."
            ),
            valueName: "N"))
    var headerRow: Int?
    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            say(
                "Une case vide de ce champ reprend la valeur au-dessus.",
                "A blank cell of this field takes the value above."), valueName: "date"))
    var carry: [String] = []
    @Option(
        help: ArgumentHelp(
            say("Ordre des dates : dmy, mdy ou ymd.", "Order of the dates: dmy, mdy or ymd."), valueName: "dmy"))
    var dateOrder: String?
    @Option(help: ArgumentHelp(say("Fichier des lignes refusées.", "File of the refused rows.")))
    var refusals: String?
    @Option(help: ArgumentHelp(say("Qui importe.", "Who imports.")))
    var by: String?
    @Flag(
        help: ArgumentHelp(say("Réparer les surfaces invalides, et le dire.", "Repair invalid surfaces, and say so.")))
    var repair = false
    @Flag(help: ArgumentHelp(say("Tout montrer, ne rien écrire.", "Show all, write nothing.")))
    var dryRun = false
    @Flag(help: ArgumentHelp(say("Bilan en JSON.", "Report as JSON.")))
    var json = false

    func validate() throws {
        if let headerRow, headerRow < 1 {
            throw ValidationError(say("--header-row : 1 ou plus", "--header-row: 1 or more"))
        }
        if let dateOrder, !["dmy", "mdy", "ymd"].contains(dateOrder) {
            throw ValidationError(say("--date-order : dmy, mdy ou ymd", "--date-order: dmy, mdy or ymd"))
        }
    }

    func options() throws -> ImportOptions {
        var options = ImportOptions()
        options.constants = try pairs(constants, "--set")
        options.mapping = try pairs(mapping, "--map")
        if let dateOrder { options.constants["date_order"] = dateOrder }
        options.sheet = sheet
        options.headerRow = headerRow
        options.carry = carry
        options.layout = layout
        options.saveLayout = saveLayout
        options.crs = crs
        options.layer = layer
        options.repair = repair
        options.dryRun = dryRun
        options.refusals = refusals
        options.person = by
        return options
    }

    /// Prints what became of the rows; status 1 when some were refused.
    func tellWhatBecame(_ report: ImportReport) throws {
        print(json ? String(decoding: report.json, as: UTF8.self) : report.summary)
        for line in report.messages { tell(line) }
        if report.refused > 0 { throw ExitCode(1) }
    }

    private func pairs(_ texts: [String], _ option: String) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for text in texts {
            // The last "=" of a mapping ends the column, whose name may hold one; a value may hold several.
            let cut = option == "--map" ? text.lastIndex(of: "=") : text.firstIndex(of: "=")
            guard let cut, cut != text.startIndex else {
                throw ValidationError(
                    say(
                        "\(option) : il faut nom=valeur, pas « \(text) »",
                        "\(option): name=value is needed, not '\(text)'"))
            }
            let name = String(text[..<cut])
            guard pairs.updateValue(String(text[text.index(after: cut)...]), forKey: name) == nil else {
                throw ValidationError(
                    say("\(option) : « \(name) » est donné deux fois", "\(option): '\(name)' is given twice"))
            }
        }
        return pairs
    }
}
