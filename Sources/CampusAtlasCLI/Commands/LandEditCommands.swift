import ArgumentParser
import CampusAtlas

/// What every change on the ground needs: the atlas, the day, whether the world changed or the drawing, who and why.
struct ChangeOptions: ParsableArguments {
    @OptionGroup var atlas: AtlasOptions
    @OptionGroup var day: DayOption
    @OptionGroup var author: AuthorOptions
    @Flag(
        help: ArgumentHelp(
            say(
                "Le dessin était faux : le terrain, lui, n'a pas changé.",
                "The drawing was wrong: the ground itself has not changed.")))
    var correction = false

    var kind: ChangeKind { correction ? .correction : .change }
}

/// How a drawing is read.
struct DrawingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            say("Système de coordonnées du fichier, s'il ne le dit pas.", "Reference system of the file, if unsaid."),
            valueName: "EPSG:2154"))
    var crs: String?
    @Option(help: ArgumentHelp(say("La couche d'un GeoPackage.", "The layer of a GeoPackage.")))
    var layer: String?
}

private func configuration(
    _ name: String, _ fr: String, _ en: String, example: String
) -> CommandConfiguration {
    CommandConfiguration(
        commandName: name, abstract: say(fr, en),
        discussion: say("EXEMPLE : campus-atlas land \(example)", "EXAMPLE: campus-atlas land \(example)"))
}

struct LandDrawCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CampusAtlasCLI.configuration(
            "draw", "Dessiner des surfaces à la place de ce qui est dessous.",
            "Draw surfaces in the place of what lies under them.",
            example: "draw ales.gpkg noue.geojson --type swale --on 2026-03-01 --by Camille")
    }

    @OptionGroup var change: ChangeOptions
    @Argument(help: ArgumentHelp(say("Le fichier des surfaces.", "The file of surfaces.")))
    var file: String
    @OptionGroup var drawing: DrawingOptions
    @Option(
        help: ArgumentHelp(
            say(
                "Le type, pour celles dont le fichier ne le dit pas (surface_type).",
                "The type, for those of which the file does not say it (surface_type).")))
    var type: String?
    @Option(help: ArgumentHelp(LandUse.allCases.map(\.rawValue).joined(separator: ", ")))
    var use: LandUse?
    @Flag(
        help: ArgumentHelp(
            say("Premier relevé : c'était déjà ainsi.", "First survey: it was so already.")))
    var survey = false

    func run() throws {
        let opened = try change.atlas.open()
        let surfaces = try opened.newSurfaces(file, drawing, type: type, use: use)
        let made = try opened.lay(
            surfaces, on: change.day.day(), as: survey ? .survey : change.kind, by: change.author.by,
            reason: change.author.reason)
        for uuid in made { print(uuid) }
    }
}

extension Atlas {
    /// The surfaces of a drawing, with what the file or the command says of them.
    func newSurfaces(
        _ file: String, _ drawing: DrawingOptions, type: String?, use: LandUse?
    ) throws -> [NewSurface] {
        try drawnSurfaces(from: file, crs: drawing.crs, layer: drawing.layer).map { shape, surface in
            guard let type = shape["surface_type"] ?? type else { throw WorksError.nothingPlanned }
            return NewSurface(
                surfaceType: type, geometry: surface, landUse: shape["land_use"].flatMap(LandUse.init) ?? use,
                outlet: shape["outlet"].flatMap(Outlet.init), name: shape["name"],
                accuracy: shape["accuracy_m"].flatMap { Double($0.replacing(",", with: ".")) },
                source: shape["source"])
        }
    }
}

struct LandRetypeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CampusAtlasCLI.configuration(
            "retype", "Donner à une surface un autre type, un autre usage, un autre exutoire.",
            "Give a surface another type, use or outlet.",
            example: "retype ales.gpkg 3f2b… --type gravel_grass --on 2026-03-01")
    }

    @OptionGroup var change: ChangeOptions
    @Argument(help: ArgumentHelp(say("L'identité (uuid) de la surface.", "The identity (uuid) of the surface.")))
    var surface: String
    @Option(help: ArgumentHelp(say("Le nouveau type.", "The new type.")))
    var type: String?
    @Option(help: ArgumentHelp(LandUse.allCases.map(\.rawValue).joined(separator: ", ")))
    var use: LandUse?
    @Option(help: ArgumentHelp(Outlet.allCases.map(\.rawValue).joined(separator: ", ")))
    var outlet: Outlet?

    func validate() throws {
        guard type == nil, use == nil, outlet == nil else { return }
        throw ValidationError(
            say("Dites ce qui change : --type, --use ou --outlet.", "Say what changes: --type, --use or --outlet."))
    }

    func run() throws {
        print(
            try change.atlas.open().retype(
                surface, to: type, landUse: use, outlet: outlet, on: change.day.day(), as: change.kind,
                by: change.author.by, reason: change.author.reason))
    }
}

struct LandRedrawCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CampusAtlasCLI.configuration(
            "redraw", "Donner à une surface un autre contour.", "Give a surface another shape.",
            example: "redraw ales.gpkg 3f2b… contour.geojson --on 2026-03-01 --correction")
    }

    @OptionGroup var change: ChangeOptions
    @Argument(help: ArgumentHelp(say("L'identité (uuid) de la surface.", "The identity (uuid) of the surface.")))
    var surface: String
    @Argument(help: ArgumentHelp(say("Le fichier du contour.", "The file of the shape.")))
    var file: String
    @OptionGroup var drawing: DrawingOptions

    func run() throws {
        let opened = try change.atlas.open()
        let shapes = try opened.drawnSurfaces(from: file, crs: drawing.crs, layer: drawing.layer)
        print(
            try opened.redraw(
                surface, as: MultiPolygon(shapes.flatMap(\.surface.polygons)), on: change.day.day(), as: change.kind,
                by: change.author.by, reason: change.author.reason))
    }
}

struct LandSplitCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CampusAtlasCLI.configuration(
            "split", "Couper une surface le long d'une ligne ; le sol reste ce qu'il était.",
            "Cut a surface along a line; the ground stays what it was.",
            example: "split ales.gpkg 3f2b… ligne.geojson --on 2026-03-01")
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp(say("L'identité (uuid) de la surface.", "The identity (uuid) of the surface.")))
    var surface: String
    @Argument(help: ArgumentHelp(say("Le fichier de la ligne.", "The file of the line.")))
    var file: String
    @OptionGroup var day: DayOption
    @OptionGroup var drawing: DrawingOptions
    @OptionGroup var author: AuthorOptions

    func run() throws {
        let opened = try atlas.open()
        let line = try opened.drawnLine(from: file, crs: drawing.crs)
        for uuid in try opened.split(surface, along: line, on: day.day(), by: author.by, reason: author.reason) {
            print(uuid)
        }
    }
}

struct LandMergeCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CampusAtlasCLI.configuration(
            "merge", "Réunir des surfaces de même type et de même usage.", "Make one surface of several alike.",
            example: "merge ales.gpkg 3f2b… 8c1d… --on 2026-03-01")
    }

    @OptionGroup var atlas: AtlasOptions
    @Argument(help: ArgumentHelp(say("Les identités (uuid).", "The identities (uuid).")))
    var surfaces: [String]
    @OptionGroup var day: DayOption
    @OptionGroup var author: AuthorOptions

    func run() throws {
        print(
            try atlas.open().merge(surfaces, on: day.day(), by: author.by, reason: author.reason))
    }
}

struct LandCloseCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CampusAtlasCLI.configuration(
            "close", "Mettre fin à une surface : ce qui est dessous apparaît, ou le sol n'est plus classé.",
            "End a surface: what lies beneath is seen, or the ground is unclassified.",
            example: "close ales.gpkg 3f2b… --on 2026-03-01 --correction")
    }

    @OptionGroup var change: ChangeOptions
    @Argument(help: ArgumentHelp(say("L'identité (uuid) de la surface.", "The identity (uuid) of the surface.")))
    var surface: String

    func run() throws {
        try change.atlas.open().close(
            surface, on: change.day.day(), as: change.kind, by: change.author.by, reason: change.author.reason)
    }
}
