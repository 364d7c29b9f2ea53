import ArgumentParser
import CampusAtlas

struct WasteImportCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import",
            abstract: say(
                "Faire entrer le fichier d'un collecteur, ou le cahier du bac.",
                "Take in the file of a hauler, or the notebook of the bin."),
            discussion: say(
                """
                EXEMPLE : campus-atlas waste import ales.gpkg registre-2026.xlsx --map "Code déchet=low_code" --unit t --date-order dmy --save-layout hauler-2026
                          campus-atlas waste import ales.gpkg registre-2027.xlsx --layout hauler-2026 --dry-run
                          campus-atlas waste import ales.gpkg cahier.csv --header-row 3 --carry date --set stream=OM --unit kg

                Tout défaut est dit, et rien n'est corrigé en silence : code de déchet devenu date (rétabli, et dit), jour ou \
                mois d'abord (demandé), ligne de total (refusée), case vide (reprise d'au-dessus si --carry le dit), « idem », \
                NA, zéro, livres, doute, ligne répétée. Les lignes refusées vont dans un fichier, corrigible et rejouable.
                """,
                """
                EXAMPLE: campus-atlas waste import ales.gpkg register-2026.xlsx --map "Waste code=low_code" --unit t --date-order dmy --save-layout hauler-2026
                         campus-atlas waste import ales.gpkg register-2027.xlsx --layout hauler-2026 --dry-run
                         campus-atlas waste import ales.gpkg notebook.csv --header-row 3 --carry date --set stream=OM --unit kg

                Every defect is told, and nothing is corrected in silence: a waste code made a date (restored, and told), day \
                or month first (asked), row of totals (refused), blank cell (taken from above if --carry says so), ditto \
                marks, NA, zero, pounds, doubt, repeated row. The refused rows go to a file, to correct and to send again.
                """))
    }

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("L'atlas.", "The atlas.")))
    var atlas: String
    @Argument(help: ArgumentHelp(say("Le fichier (CSV, XLSX), ou -.", "The file (CSV, XLSX), or -.")))
    var file: String
    @Option(
        help: ArgumentHelp(
            say("Unité des masses qui n'en ont pas : g, kg ou t.", "Unit of the masses that have none: g, kg or t."),
            valueName: "kg"))
    var unit: String?
    @OptionGroup var importing: ImportArguments

    func run() throws {
        var options = try importing.options()
        if let unit { options.constants["unit"] = unit }
        let opened = try Atlas.open(atlas)
        let bar = ProgressBar(file)
        defer { bar.end() }
        let report = try opened.importWeighings(from: file, options: options, progress: bar.show)
        bar.end()
        try importing.tellWhatBecame(report)
    }
}
