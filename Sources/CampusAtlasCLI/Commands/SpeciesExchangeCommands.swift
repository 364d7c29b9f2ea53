public import ArgumentParser
public import CampusAtlas

extension ObservationFormat: ExpressibleByArgument {}
extension DatasetMetadata.Licence: ExpressibleByArgument {}

struct SpeciesImport: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "import",
            abstract: say("Faire entrer des observations.", "Take observations in."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species import ales.gpkg observations-123456.csv --as inaturalist --dry-run
                          campus-atlas species import ales.gpkg archive.zip

                Lu : archive Darwin Core (ZIP ou dossier), GBIF, iNaturalist, GeoNature, SINP, tableur. Le format est \
                reconnu aux colonnes, et dit ; --as l'impose. Une observation aux coordonnées brouillées par sa source est \
                gardée sans lieu : elle ne tombe dans aucune parcelle. Le même fichier, envoyé deux fois, n'ajoute rien.
                """,
                """
                EXAMPLE: campus-atlas species import ales.gpkg observations-123456.csv --as inaturalist --dry-run
                         campus-atlas species import ales.gpkg archive.zip

                Read: Darwin Core Archive (ZIP or folder), GBIF, iNaturalist, GeoNature, SINP, plain sheet. The format is \
                told by the columns, and said; --as asks for one. An observation whose source obscured the coordinates is \
                kept without a place: it falls in no parcel. The same file sent twice adds nothing.
                """))
    }

    @OptionGroup var target: AtlasOptions
    @Argument(help: ArgumentHelp(say("Le fichier ou le dossier, ou -.", "The file or folder, or -.")))
    var file: String
    @Option(
        name: .customLong("as"),
        help: ArgumentHelp(ObservationFormat.allCases.map(\.rawValue).joined(separator: ", "), valueName: "format"))
    var format: ObservationFormat?
    @OptionGroup var importing: ImportArguments

    func run() throws {
        let options = try importing.options()
        let opened = try Atlas.open(target.atlas)
        let bar = ProgressBar(file)
        defer { bar.end() }
        let report = try opened.importObservations(from: file, as: format, options: options, progress: bar.show)
        bar.end()
        try importing.tellWhatBecame(report)
    }
}

struct SpeciesListCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list",
            abstract: say(
                "Les espèces d'une parcelle, d'un campus, de l'atlas.", "The species of a parcel, a campus, the atlas."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species list ales.gpkg --parcel AB-12
                          campus-atlas species list ales.gpkg --campus "Clavières" -o especes.csv
                """,
                """
                EXAMPLE: campus-atlas species list ales.gpkg --parcel AB-12
                         campus-atlas species list ales.gpkg --campus "Clavières" -o species.csv
                """))
    }

    @OptionGroup var target: AtlasOptions
    @Option(help: ArgumentHelp(say("Cette parcelle seulement.", "This parcel only.")))
    var parcel: String?
    @Option(help: ArgumentHelp(say("Ce campus seulement.", "This campus only.")))
    var campus: String?
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(say("Un fichier CSV, ou -.", "A CSV file, or -.")))
    var output: String?
    @Flag(
        help: ArgumentHelp(
            say("Avec les données sensibles, pour l'usage interne.", "With the sensitive records, for internal use.")))
    var sensitive = false

    func validate() throws {
        guard parcel != nil, campus != nil else { return }
        throw ValidationError(say("--parcel ou --campus, pas les deux", "--parcel or --campus, not both"))
    }

    func run() throws {
        let area = parcel.map(SpeciesArea.parcel) ?? campus.map(SpeciesArea.campus) ?? .everywhere
        let list = try Atlas.open(target.atlas, readOnly: true).speciesList(in: area, sensitive: sensitive)
        if let output {
            try list.write(to: output)
        } else {
            printTable(list)
        }
        tell(
            say(
                "\(NumberText.count(list.species.count)) taxons, \(NumberText.count(list.records)) observations",
                "\(NumberText.count(list.species.count)) taxa, \(NumberText.count(list.records)) records"))
        guard list.withheld > 0 else { return }
        let count = NumberText.count(list.withheld)
        tell(
            say(
                "\(count) données sensibles de l'atlas ne sont pas comptées (--sensitive pour l'usage interne)",
                "\(count) sensitive records of the atlas are not counted (--sensitive for internal use)"))
    }

    private func printTable(_ list: SpeciesList) {
        var table = TextTable(
            [
                say("groupe", "group"), say("nom scientifique", "scientific name"), say("nom français", "French name"),
                say("obs.", "records"), say("années", "years"), say("statuts", "statuses"),
            ], right: [3])
        for one in list.species {
            let years = [one.firstYear, one.lastYear].compactMap { $0 }.map(String.init)
            table.add([
                one.group ?? "", one.scientificName, one.vernacularName ?? "", NumberText.count(one.records),
                (years.first == years.last ? years.prefix(1) : years[...]).joined(separator: "–"),
                one.statuses.joined(separator: ", "),
            ])
        }
        for line in table.lines { print(line) }
    }
}

struct SpeciesMetadata: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "metadata",
            abstract: say(
                "Dire une fois qui publie les observations, et sous quelle licence.",
                "Say once who publishes the observations, and under which licence."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species metadata ales.gpkg --title "Le vivant du campus" --creator "École" --contact "Zoé Durand" --email atlas@example.org --licence CC-BY --abstract "Observations du campus."

                Sans option, ce qui est dit est affiché. GBIF ne publie que sous CC0, CC BY et CC BY-NC.
                """,
                """
                EXAMPLE: campus-atlas species metadata ales.gpkg --title "What lives on campus" --creator "School" --contact "Zoé Durand" --email atlas@example.org --licence CC-BY --abstract "Observations of the campus."

                Without an option, what is said is shown. GBIF publishes under CC0, CC BY and CC BY-NC only.
                """))
    }

    @OptionGroup var target: AtlasOptions
    @Option(help: ArgumentHelp(say("Titre.", "Title.")))
    var title: String?
    @Option(
        help: ArgumentHelp(
            say("Ce que sont ces données, en quelques phrases.", "What the data are, in a few sentences.")))
    var abstract: String?
    @Option(help: ArgumentHelp(say("L'organisme qui les a faites.", "The organisation that made them.")))
    var creator: String?
    @Option(help: ArgumentHelp(say("Qui répond aux questions.", "Who answers questions.")))
    var contact: String?
    @Option(help: ArgumentHelp(say("Son courriel.", "Their e-mail address.")))
    var email: String?
    @Option(help: ArgumentHelp(DatasetMetadata.Licence.allCases.map(\.rawValue).joined(separator: ", ")))
    var licence: DatasetMetadata.Licence?
    @Option(
        help: ArgumentHelp(
            say("Le lieu, en mots (les campus si absent).", "The place, in words (the campuses if absent).")))
    var place: String?
    @Option(help: ArgumentHelp(say("Langue des données : fra ou eng.", "Language of the data: fra or eng.")))
    var dataLanguage: String?
    @Option(help: ArgumentHelp(say("Qui l'inscrit (voir people).", "Who records it (see people).")))
    var by: String?

    func run() throws {
        var said = DatasetMetadata()
        said.title = title
        said.abstract = abstract
        said.creator = creator
        said.contact = contact
        said.email = email
        said.licence = licence
        said.place = place
        said.language = dataLanguage
        let whole =
            said == DatasetMetadata()
            ? try Atlas.open(target.atlas, readOnly: true).datasetMetadata()
            : try Atlas.open(target.atlas).describeDataset(said, by: by)
        for (name, value) in [
            ("title", whole.title), ("abstract", whole.abstract), ("creator", whole.creator),
            ("contact", whole.contact), ("email", whole.email), ("licence", whole.licence?.rawValue),
            ("place", whole.place), ("data-language", whole.language),
        ] {
            print("\(name): \(value ?? "—")")
        }
    }
}

struct CheckArchive: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check-archive",
            abstract: say(
                "Ce qu'un publieur refuserait d'une archive Darwin Core.",
                "What a publisher would refuse of a Darwin Core Archive."),
            discussion: say(
                "EXEMPLE : campus-atlas species check-archive archive.zip",
                "EXAMPLE: campus-atlas species check-archive archive.zip"))
    }

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("L'archive : ZIP ou dossier.", "The archive: ZIP or folder.")))
    var archive: String
    @Flag(help: ArgumentHelp(say("En JSON.", "As JSON.")))
    var json = false

    func run() throws { try Self.tellFindings(of: archive, json: json) }

    /// Prints what is wrong with an archive; status 1 when something is.
    static func tellFindings(of path: String, json: Bool) throws {
        let (findings, rows) = try ArchiveCheck.run(path)
        if json {
            print(String(decoding: Self.json(findings, rows: rows), as: UTF8.self))
        } else {
            for finding in findings { print(line(finding)) }
        }
        tell(
            say(
                "\(NumberText.count(rows)) lignes, \(NumberText.count(findings.reduce(0) { $0 + $1.count })) défauts",
                "\(NumberText.count(rows)) rows, \(NumberText.count(findings.reduce(0) { $0 + $1.count })) faults"))
        if !findings.isEmpty { throw ExitCode(1) }
    }

    /// File, rows, column, reason.
    private static func line(_ finding: ArchiveFinding) -> String {
        var place = finding.file
        if !finding.rows.isEmpty {
            let rows =
                finding.rows.map(String.init).joined(separator: ", ") + (finding.count > finding.rows.count ? "…" : "")
            let count = NumberText.count(finding.count)
            place +=
                finding.count > 1
                ? say(", \(count) lignes : \(rows)", ", \(count) rows: \(rows)")
                : say(", ligne \(rows)", ", row \(rows)")
        }
        if let column = finding.column { place += say(", colonne \(column)", ", column \(column)") }
        let found = finding.found.isEmpty ? "" : say(" (« \(finding.found) »)", " ('\(finding.found)')")
        return place + say(" : ", ": ") + finding.message[Speech.language] + found
    }

    private static func json(_ findings: [ArchiveFinding], rows: Int) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("rows")
        json.integer(rows)
        json.key("findings")
        json.beginArray()
        for finding in findings {
            json.beginObject()
            for (key, text) in [
                ("file", finding.file), ("column", finding.column), ("message", finding.message[Speech.language]),
                ("found", finding.found),
            ] {
                json.key(key)
                if let text { json.string(text) } else { json.null() }
            }
            json.key("count")
            json.integer(finding.count)
            json.key("rows")
            json.beginArray()
            for row in finding.rows { json.integer(row) }
            json.endArray()
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes
    }
}
