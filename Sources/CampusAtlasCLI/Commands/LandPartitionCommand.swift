import ArgumentParser
import CampusAtlas

struct LandPartitionCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "partition",
            abstract: say(
                "Chaque m² du contour a un type et un seul : ce qui manque, ce qui se recouvre, et où.",
                "Each m² of the outline has one type: what is missing, what overlaps, and where."),
            discussion: say(
                "EXEMPLE : campus-atlas land partition ales.gpkg --on 2025-06-30 -o problemes.geojson",
                "EXAMPLE: campus-atlas land partition ales.gpkg --on 2025-06-30 -o problems.geojson"))
    }

    @OptionGroup var atlas: AtlasOptions
    @OptionGroup var day: DayOption
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            say("Où écrire les problèmes, en GeoJSON.", "Where to write the problems, as GeoJSON."),
            valueName: "geojson"))
    var output: String?
    @Option(
        help: ArgumentHelp(
            say("Où écrire les morceaux visibles, en GeoJSON.", "Where to write the visible pieces, as GeoJSON."),
            valueName: "geojson"))
    var pieces: String?

    func run() throws {
        let opened = try atlas.open(readOnly: true)
        let day = try day.day()
        let campuses = try opened.landPartitions(on: day)
        for campus in campuses { print(campus.lines(on: day).joined(separator: "\n")) }
        if let output {
            let count = try opened.write(campuses.flatMap(\.problemFeatures), to: output)
            tell(say("\(count) problèmes écrits dans \(output)", "\(count) problems written to \(output)"))
        }
        if let pieces {
            let count = try opened.write(campuses.flatMap(\.pieceFeatures), to: pieces)
            tell(say("\(count) morceaux écrits dans \(pieces)", "\(count) pieces written to \(pieces)"))
        }
    }
}

extension CampusPartition {
    fileprivate func lines(on day: CalendarDate) -> [String] {
        let outline = partition.outlineArea ?? 0
        func share(_ area: Double) -> String { outline > 0 ? NumberText.value(area / outline, .ratio) : "" }
        var table = TextTable(["", "m²", "%"], right: [1, 2])
        for (label, area) in [
            (say("contour", "outline"), outline),
            (say("classé", "classified"), partition.classifiedArea),
            (say("non classé (trous)", "unclassified (gaps)"), partition.unclassifiedArea ?? 0),
            (say("recouvert (compté une fois)", "overlapped (counted once)"), partition.overlapArea),
            (say("dont éclats (< 1 m² ou < 30 cm)", "of which slivers (< 1 m² or < 30 cm)"), sliverArea),
        ] {
            table.add([label, NumberText.fixed(area, 2), share(area)])
        }
        var lines = [say("\(campus), le \(day)", "\(campus), on \(day)")] + table.lines
        if let defects = partition.defects, defects > Partition.toleratedDefects {
            lines.append(
                red(
                    say(
                        "  ! trous et recouvrements : \(NumberText.value(defects, .ratio)) du campus, plus de 0,5 % : chiffres à confirmer",
                        "  ! gaps and overlaps: \(NumberText.value(defects, .ratio)) of the campus, over 0.5%: figures to be confirmed"
                    )))
        }
        for problem in problems.prefix(Self.shown) { lines.append("  · " + problem.line) }
        if problems.count > Self.shown {
            lines.append(
                say(
                    "  · … et \(problems.count - Self.shown) autres : -o les écrit tous",
                    "  · … and \(problems.count - Self.shown) more: -o writes them all"))
        }
        if dust.count > 0 {
            lines.append(
                say(
                    "  · \(dust.count) éclats de moins de 1 cm², \(NumberText.fixed(dust.area * 10000, 1)) cm² en tout",
                    "  · \(dust.count) pieces under 1 cm², \(NumberText.fixed(dust.area * 10000, 1)) cm² in all"))
        }
        return lines
    }

    private static let shown = 10

    fileprivate var problemFeatures: [FoundFeature] {
        problems.map { problem in
            FoundFeature(
                problem.geometry,
                [
                    ("campus", .string(campus)), ("problem", .string(problem.kind.rawValue)),
                    ("area_m2", .number(problem.area)), ("mean_width_m", .number(problem.meanWidth)),
                    ("sliver", .bool(problem.isSliver)),
                    ("hidden", problem.hidden.map { .string($0.uuid) } ?? .null),
                    ("above", problem.above.map { .string($0.uuid) } ?? .null),
                ])
        }
    }

    fileprivate var pieceFeatures: [FoundFeature] {
        partition.pieces.map { piece in
            FoundFeature(
                piece.visible,
                [
                    ("campus", .string(campus)), ("uuid", .string(piece.surface.uuid)),
                    ("surface_type", .string(piece.surface.type.code)),
                    ("sealing_class", .string(piece.surface.type.sealingClass.rawValue)),
                    ("area_m2", .number(piece.area)),
                ])
        }
    }
}

extension LandProblem {
    fileprivate var line: String {
        let size =
            "\(NumberText.fixed(area, 2))\u{00A0}m²"
            + say(
                ", \(NumberText.fixed(meanWidth, 2)) m de large en moyenne",
                ", \(NumberText.fixed(meanWidth, 2)) m wide on average")
        guard let hidden, let above else { return say("trou de ", "gap of ") + size }
        return say("recouvrement de ", "overlap of ") + size
            + " : \(above.type.code) \(above.uuid) / \(hidden.type.code) \(hidden.uuid)"
    }
}
