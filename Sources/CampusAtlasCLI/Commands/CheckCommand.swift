import ArgumentParser
import CampusAtlas

struct CheckCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check",
            abstract: say("Trouver ce qui ne va pas dans l'atlas.", "Find what is wrong in the atlas."),
            discussion: say(
                "EXEMPLE : campus-atlas check ales.gpkg      (0 : rien ; 1 : des anomalies)",
                "EXAMPLE: campus-atlas check ales.gpkg      (0: nothing; 1: faults)"))
    }

    @OptionGroup var atlas: AtlasOptions

    func run() throws {
        let findings = try atlas.open(readOnly: true).check()
        for finding in findings {
            let severity = finding.severity == .error ? say("erreur", "error") : say("attention", "warning")
            let place = [finding.table, finding.fid.map { "fid \($0)" }].compactMap { $0 }.joined(separator: " ")
            print("\(severity) [\(finding.rule)] \(place) : \(finding.message[Speech.language])")
        }
        guard findings.contains(where: { $0.severity == .error }) else {
            print(say("\(atlas.atlas) : rien à signaler.", "\(atlas.atlas): nothing to report."))
            return
        }
        throw ExitCode(1)
    }
}
