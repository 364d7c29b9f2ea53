import ArgumentParser
import CampusAtlas
import Foundation

struct TaxaCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "taxa",
            abstract: say(
                "Les noms : TAXREF, synonymes, noms à confirmer.", "Names: TAXREF, synonyms, names to confirm."),
            discussion: say(
                """
                EXEMPLE : campus-atlas taxa load ales.gpkg TAXREFv18.txt
                          campus-atlas taxa find ales.gpkg "chene ver"
                """,
                """
                EXAMPLE: campus-atlas taxa load ales.gpkg TAXREFv18.txt
                         campus-atlas taxa find ales.gpkg "chene ver"
                """),
            subcommands: [
                TaxaLoadCommand.self, TaxaFindCommand.self, TaxaUpgradeCommand.self, TaxaMatchCommand.self,
                TaxaConfirmCommand.self,
            ])
    }
}

struct TaxaLoadCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "load",
            abstract: say("Charger un fichier de TAXREF.", "Load a file of TAXREF."),
            discussion: say(
                """
                EXEMPLE : campus-atlas taxa load ales.gpkg TAXREFv18.txt
                          campus-atlas taxa load ales.gpkg CDNOM_DISPARUS.txt
                          campus-atlas taxa load ales.gpkg TAXREF_LIENS.txt

                Versions 12 et suivantes, côte à côte. Le même fichier une seconde fois ne change rien. De TAXREF_LIENS, \
                seuls les identifiants du GBIF sont gardés.
                """,
                """
                EXAMPLE: campus-atlas taxa load ales.gpkg TAXREFv18.txt
                         campus-atlas taxa load ales.gpkg CDNOM_DISPARUS.txt
                         campus-atlas taxa load ales.gpkg TAXREF_LIENS.txt

                Versions from 12 on, side by side. The same file a second time changes nothing. Of TAXREF_LIENS, only the \
                ids of GBIF are kept.
                """))
    }

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("L'atlas.", "The atlas.")))
    var atlas: String
    @Argument(help: ArgumentHelp(say("Le fichier, ou -.", "The file, or -.")))
    var file: String
    @Option(
        help: ArgumentHelp(
            say("La version, si le nom du fichier ne la dit pas.", "The version, if the file's name does not say it.")))
    var taxrefVersion: String?
    @Option(help: ArgumentHelp(say("Fichier des lignes refusées.", "File of the refused rows.")))
    var refusals: String?
    @Option(help: ArgumentHelp(say("Qui charge.", "Who loads.")))
    var by: String?
    @Flag(help: ArgumentHelp(say("Tout montrer, ne rien écrire.", "Show all, write nothing.")))
    var dryRun = false

    func run() throws {
        let opened = try Atlas.open(atlas)
        let bar = ProgressBar(file)
        defer { bar.end() }
        let report = try opened.loadTaxref(
            from: file, version: taxrefVersion, by: by, refusals: refusals, dryRun: dryRun, progress: bar.show)
        bar.end()
        func n(_ value: Int) -> String { NumberText.count(value) }
        let version = report.version.map { " (TAXREF \($0))" } ?? ""
        let dry = dryRun ? say(" — essai, rien n'est écrit", " — dry run, nothing is written") : ""
        print(
            say(
                "\(report.file) → \(report.table)\(version) : \(n(report.rows)) lignes = \(n(report.accepted)) acceptées + "
                    + "\(n(report.refused)) refusées + \(n(report.known)) déjà connues\(dry)",
                "\(report.file) → \(report.table)\(version): \(n(report.rows)) rows = \(n(report.accepted)) accepted + "
                    + "\(n(report.refused)) refused + \(n(report.known)) already known\(dry)"))
        tell("  " + say("encodage : ", "encoding: ") + report.encoding)
        if report.passedOver > 0 {
            tell(
                "  "
                    + say(
                        "\(n(report.passedOver)) liens vers d'autres référentiels, non gardés",
                        "\(n(report.passedOver)) links to other references, not kept"))
        }
        if report.differing > 0 {
            tell(
                "  "
                    + say(
                        "\(n(report.differing)) noms déjà chargés avec un autre contenu, laissés tels quels",
                        "\(n(report.differing)) names loaded already with another content, left as they are"))
        }
        for problem in report.problems {
            tell("  " + say("ligne", "row") + " \(problem.row) : " + problem.sentence(in: Speech.language))
        }
        if let refusals = report.refusals { tell("  " + say("lignes refusées : ", "refused rows: ") + refusals) }
        if let inUse = try? opened.taxrefVersions().first {
            tell("  " + say("TAXREF en service : ", "TAXREF in use: ") + inUse)
        }
        if report.refused > 0 { throw ExitCode(1) }
    }
}

struct TaxaFindCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "find",
            abstract: say("Chercher un taxon, en latin ou en français.", "Find a taxon, in Latin or in French."),
            discussion: say(
                """
                EXEMPLE : campus-atlas taxa find ales.gpkg "chene ver"

                Sans accents, par le début des mots, une ou deux fautes admises ; un synonyme donne le nom retenu.
                """,
                """
                EXAMPLE: campus-atlas taxa find ales.gpkg "chene ver"

                Without accents, by the start of words, a slip or two allowed; a synonym gives the accepted name.
                """))
    }

    @OptionGroup var common: CommonOptions
    @Argument(help: ArgumentHelp(say("L'atlas.", "The atlas.")))
    var atlas: String
    @Argument(help: ArgumentHelp(say("Ce que l'on cherche.", "What is looked for.")))
    var words: [String]
    @Option(help: ArgumentHelp(say("Combien de noms.", "How many names.")))
    var limit = 10
    @Option(
        help: ArgumentHelp(
            say(
                "La version de TAXREF (celle en service si absente).",
                "The version of TAXREF (the one in use if absent).")))
    var taxrefVersion: String?
    @Flag(help: ArgumentHelp(say("Réponse en JSON.", "Answer as JSON.")))
    var json = false

    func run() throws {
        let text = words.joined(separator: " ")
        let hits = try Atlas.open(atlas, readOnly: true).findTaxa(text, limit: max(1, limit), version: taxrefVersion)
        if json {
            print(String(decoding: hits.json, as: UTF8.self))
        } else if hits.isEmpty {
            tell(say("Rien qui ressemble à « \(text) ».", "Nothing like '\(text)'."))
        } else {
            var table = TextTable(
                [
                    say("nom", "name"), "CD_NOM", "CD_REF", say("nom retenu", "accepted name"),
                    say("français", "French"),
                    say("rang", "rank"), say("métropole", "France"), "TAXREF",
                ], right: [1, 2])
            for hit in hits { table.add(hit.cells) }
            for line in table.lines { print(line) }
        }
    }
}

extension TaxonHit {
    fileprivate var cells: [String] {
        let taxon = accepted ?? name
        return [
            name.fullName, String(name.cdNom), String(name.cdRef),
            name.isAccepted ? "=" : taxon.isAccepted ? taxon.fullName : taxon.acceptedName ?? "",
            taxon.vernacularNames ?? name.vernacularNames ?? "", name.rank ?? "", taxon.statusText, name.version,
        ]
    }
}

extension TaxrefName {
    fileprivate var statusText: String {
        guard let status else { return "" }
        guard let label = BiogeographicStatus(rawValue: status)?.label else { return status }
        return "\(status), \(label[Speech.language])"
    }
}

extension [TaxonHit] {
    fileprivate var json: [UInt8] {
        var json = JSONWriter()
        json.beginArray()
        for hit in self {
            let taxon = hit.accepted ?? hit.name
            json.beginObject()
            for (key, text) in [
                ("name", hit.name.name), ("authority", hit.name.authority), ("rank", hit.name.rank),
                ("accepted_name", taxon.isAccepted ? taxon.fullName : taxon.acceptedName),
                ("vernacular_names", taxon.vernacularNames), ("fr", taxon.status),
                ("fr_label", taxon.status.flatMap { BiogeographicStatus(rawValue: $0)?.label[Speech.language] }),
                ("taxref_version", hit.name.version), ("fit", String(describing: hit.fit)),
            ] {
                json.key(key)
                if let text { json.string(text) } else { json.null() }
            }
            for (key, number) in [
                ("cd_nom", hit.name.cdNom), ("cd_ref", hit.name.cdRef), ("distance", Int64(hit.distance)),
            ] {
                json.key(key)
                json.integer(Int(number))
            }
            json.endObject()
        }
        json.endArray()
        return json.bytes
    }
}
