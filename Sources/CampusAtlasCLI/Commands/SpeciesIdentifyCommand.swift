import ArgumentParser
import CampusAtlas

struct SpeciesIdentifyCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "identify",
            abstract: say(
                "Redire ce qu'est une observation, ou si c'est sûr ; rien d'ancien n'est perdu.",
                "Say again what an observation is, or how sure that is; nothing of before is lost."),
            discussion: say(
                """
                EXEMPLE : campus-atlas species identify ales.gpkg 01890a5d-ac96-7a1b-9c3e-2b6f0d5c8e11 "Quercus pubescens Willd." \
                --identified-by "Zoé Durand" --status certain --remark "revu sur photo" --by Camille
                          campus-atlas species identify ales.gpkg 01890a5d-ac96-7a1b-9c3e-2b6f0d5c8e11 --status invalid --by Camille
                          campus-atlas species identify ales.gpkg 01890a5d-ac96-7a1b-9c3e-2b6f0d5c8e11

                Sans nom ni --status, montre ce qui a été dit. Une identification invalide n'est comptée nulle part.
                """,
                """
                EXAMPLE: campus-atlas species identify ales.gpkg 01890a5d-ac96-7a1b-9c3e-2b6f0d5c8e11 "Quercus pubescens Willd." \
                --identified-by "Zoé Durand" --status certain --remark "seen again on the photo" --by Camille
                         campus-atlas species identify ales.gpkg 01890a5d-ac96-7a1b-9c3e-2b6f0d5c8e11 --status invalid --by Camille
                         campus-atlas species identify ales.gpkg 01890a5d-ac96-7a1b-9c3e-2b6f0d5c8e11

                Without a name or --status, shows what was said. An invalid identification is counted nowhere.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(
        help: ArgumentHelp(
            say("L'observation : son uuid ou son occurrence_id.", "The observation: its uuid or its occurrence_id.")))
    var observation: String
    @Argument(help: ArgumentHelp(say("Le nom scientifique.", "The scientific name.")))
    var name: String?
    @Option(help: ArgumentHelp(say("CD_NOM de TAXREF.", "CD_NOM of TAXREF.")))
    var cdNom: Int64?
    @Option(help: ArgumentHelp(say("Qui l'a identifiée.", "Who identified it."), valueName: "name"))
    var identifiedBy: String?
    @Option(
        help: ArgumentHelp(
            "\(say("Avis : ", "Opinion: "))\(IdentificationStatus.allCases.map(\.rawValue).joined(separator: ", "))",
            valueName: "status"))
    var status: String?
    @Option(help: ArgumentHelp(say("Pourquoi.", "Why.")))
    var remark: String?
    @OptionGroup var day: DayOption
    @OptionGroup var author: AuthorOptions

    func validate() throws {
        guard let status, IdentificationStatus(rawValue: status) == nil else { return }
        let known = IdentificationStatus.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError(say("--status : \(known)", "--status: \(known)"))
    }

    func run() throws {
        let isQuestion = name == nil && cdNom == nil && status == nil
        let opened = try atlas.open(readOnly: isQuestion)
        if !isQuestion {
            try opened.identify(
                observation,
                NewIdentification(
                    name, cdNom: cdNom, identifiedBy: identifiedBy, on: day.day(),
                    status: status.flatMap(IdentificationStatus.init(rawValue:)), remarks: remark),
                by: author.by, reason: author.reason)
        }
        var table = TextTable([
            "", say("nom", "name"), "CD_NOM", say("identifiée par", "identified by"), say("le", "on"),
            say("avis", "opinion"), say("remarque", "remark"),
        ])
        for one in try opened.identifications(of: observation) {
            table.add([
                one.isCurrent ? say("vaut", "stands") : say("avant", "before"), one.scientificName,
                one.cdNom.map(String.init) ?? "", one.identifiedBy ?? "", one.dateIdentified ?? "",
                one.verificationStatus ?? "", one.remarks ?? "",
            ])
        }
        for line in table.lines { print(line) }
    }
}
