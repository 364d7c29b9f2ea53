import ArgumentParser
import AtlasServer
import CampusAtlas

struct ServeCommand: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "serve",
            abstract: say(
                "Publier l'atlas en lecture (OGC API - Features).",
                "Publish the atlas for reading (OGC API - Features)."),
            discussion: say(
                """
                EXEMPLE : campus-atlas serve ales.gpkg --port 8080

                Les données sensibles n'y sont pas. Ctrl-C arrête, après les réponses en cours.
                """,
                """
                EXAMPLE: campus-atlas serve ales.gpkg --port 8080

                Sensitive records are left out. Ctrl-C stops, once the answers under way are sent.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(
        help: ArgumentHelp(
            say(
                "L'adresse où écouter ; 0.0.0.0 ouvre à tout le réseau.",
                "The address to listen on; 0.0.0.0 opens to the whole network.")))
    var host = "127.0.0.1"
    @Option(help: ArgumentHelp(say("Le port.", "The port.")))
    var port = 8080

    func validate() throws {
        guard !(1...65_535).contains(port) else { return }
        throw ValidationError(say("--port : de 1 à 65535", "--port: from 1 to 65535"))
    }

    func run() async throws {
        let opened = try atlas.open()
        let publication = try Publication(of: opened, language: Speech.language)
        try await publication.serve(host: host, port: port) { address in
            tell(say("« \(opened.name) » est publié à \(address)", "'\(opened.name)' is published at \(address)"))
        }
    }
}
