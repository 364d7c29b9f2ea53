import ArgumentParser
import CampusAtlas

struct LandBaselineCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "baseline",
            abstract: say(
                "Geler une référence, ou voir où l'on en est d'elle.",
                "Freeze a baseline, or see where things stand from it."),
            discussion: say(
                """
                EXEMPLE : campus-atlas land baseline ales.gpkg --on 2022-12-31 --freeze "RES 2023-2027" --by Camille
                          campus-atlas land baseline ales.gpkg

                Une référence gelée ne change plus : une correction ultérieure se voit comme un écart.
                """,
                """
                EXAMPLE: campus-atlas land baseline ales.gpkg --on 2022-12-31 --freeze "RES 2023-2027" --by Camille
                         campus-atlas land baseline ales.gpkg

                A frozen baseline never changes: a later correction shows as a difference.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @OptionGroup var day: DayOption
    @Option(help: ArgumentHelp(say("Geler, sous ce nom.", "Freeze, under this name."), valueName: "name"))
    var freeze: String?
    @Option(help: ArgumentHelp(say("Qui gèle (voir people).", "Who freezes (see people).")))
    var by: String?

    func validate() throws {
        guard freeze == nil || day.on != nil else {
            throw ValidationError(
                say("Dites à quelle date geler : --on AAAA-MM-JJ.", "Say which day to freeze: --on YYYY-MM-DD."))
        }
    }

    func run() throws {
        guard let freeze else { return try show(atlas.open(readOnly: true)) }
        let baseline = try atlas.open().freezeBaseline(freeze, on: day.day(), by: by)
        print(baseline.heading)
        for figure in baseline.figures where Self.shown.contains(figure.id) { print("  " + figure.line) }
    }

    private static let shown = ["land.sealed_area", "land.sealed_share", "land.total_area", "land.unclassified"]

    private func show(_ opened: Atlas) throws {
        let day = try day.day()
        for baseline in try opened.baselines() {
            let comparison = try opened.compareBaseline(baseline.name)
            print(baseline.heading)
            if comparison.isIntact {
                print(say("  ses lignes n'ont pas changé", "  its rows have not changed"))
                continue
            }
            print(
                red(
                    say(
                        "  ! ses lignes ont changé depuis (empreinte \(comparison.rowsSHA256.prefix(12))…)",
                        "  ! its rows have changed since (hash \(comparison.rowsSHA256.prefix(12))…)")))
            for frozen in baseline.figures where Self.shown.contains(frozen.id) {
                let now = comparison.figures.first { $0.perimeter == frozen.perimeter && $0.id == frozen.id }
                print("  " + frozen.line + " → " + (now.map(\.value) ?? say("inconnu", "unknown")))
            }
        }
        let report = try opened.progress(on: day)
        for standing in report.standings where standing.figure.indicator.id == "land.sealed_share" {
            print(standing.lines.joined(separator: "\n"))
        }
        let plan = try opened.whatIf(on: day)
        guard !plan.effects.isEmpty else {
            print(say("  aucuns travaux prévus", "  no works planned"))
            return
        }
        let now = plan.sealedNow.values.reduce(0, +)
        let then = plan.sealedThen.values.reduce(0, +)
        print(
            say(
                "  projection : \(NumberText.value(now, .squareMetre)) → \(NumberText.value(then, .squareMetre)) si les \(plan.effects.count) travaux prévus sont faits",
                "  projection: \(NumberText.value(now, .squareMetre)) → \(NumberText.value(then, .squareMetre)) if the \(plan.effects.count) planned works are done"
            ))
    }
}

extension Baseline {
    fileprivate var heading: String {
        say(
            "« \(name) » : référence au \(day), gelée le \(frozenAt)\(person.map { " par \($0)" } ?? "") ; \(NumberText.count(rowCount)) lignes, SHA-256 \(rowsSHA256.prefix(12))…",
            "'\(name)': baseline of \(day), frozen \(frozenAt)\(person.map { " by \($0)" } ?? ""); \(NumberText.count(rowCount)) rows, SHA-256 \(rowsSHA256.prefix(12))…"
        )
    }
}

extension FrozenFigure {
    fileprivate var value: String { NumberText.estimate(estimate, unit) }
    fileprivate var line: String { "\(perimeter.label[Speech.language]) · \(id) : \(value)" }
}

struct LandDefinitionsCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "definitions",
            abstract: say(
                "Six façons de dire combien un campus est imperméable, sur les mêmes lignes.",
                "Six ways to say how sealed a campus is, on the same rows."),
            discussion: say(
                "EXEMPLE : campus-atlas land definitions ales.gpkg --on 2026-12-31",
                "EXAMPLE: campus-atlas land definitions ales.gpkg --on 2026-12-31"))
    }

    @OptionGroup var atlas: AtlasOptions
    @OptionGroup var day: DayOption

    func run() throws {
        let opened = try atlas.open(readOnly: true)
        for (perimeter, definitions) in try opened.sealedDefinitions(on: day.day()) {
            print(perimeter.label[Speech.language])
            for definition in definitions {
                let value = NumberText.estimate(definition.estimate, definition.unit)
                print("  \(definition.label[Speech.language]) : \(value)")
                print("    \(definition.definition[Speech.language]) [\(definition.source)]")
            }
        }
    }
}

struct LandParkingCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "parking",
            abstract: say(
                "Le stationnement étanche depuis une référence : N1 nouveau, N2 nouvellement utilisé, N3 disparu.",
                "Sealed parking since a baseline: N1 newly sealed, N2 newly used, N3 lost."),
            discussion: say(
                "EXEMPLE : campus-atlas land parking ales.gpkg --since \"RES 2023-2027\" -o parking.geojson",
                "EXAMPLE: campus-atlas land parking ales.gpkg --since \"RES 2023-2027\" -o parking.geojson"))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(
        help: ArgumentHelp(
            say("Une date, ou le nom d'une référence gelée.", "A day, or the name of a frozen baseline.")))
    var since: String
    @OptionGroup var day: DayOption
    @Option(
        name: [.short, .customLong("output")],
        help: ArgumentHelp(
            say("Où écrire les morceaux, en GeoJSON.", "Where to write the pieces, as GeoJSON."),
            valueName: "geojson"))
    var output: String?

    func run() throws {
        let opened = try atlas.open(readOnly: true)
        let campuses = try opened.newSealedParking(since: opened.baselineDay(since), on: day.day())
        for (campus, parking) in campuses {
            print(campus)
            var table = TextTable(["", "m²"], right: [1])
            for (label, area) in [
                (say("N1 nouvellement étanche", "N1 newly sealed"), parking.newlySealed),
                (say("  dont inconnu avant", "  of which unknown before"), parking.unknownBefore),
                (say("N2 étanche avant, nouvellement stationné", "N2 sealed before, newly used"), parking.newlyUsed),
                (say("N3 stationnement disparu", "N3 parking lost"), parking.lost),
                (say("éclats mis à part", "slivers set apart"), parking.slivers),
            ] {
                table.add([label, NumberText.fixed(area, 2)])
            }
            print(table.lines.joined(separator: "\n"))
        }
        guard let output else { return }
        let features = campuses.flatMap { campus, parking in
            parking.pieces.map { piece in
                FoundFeature(
                    piece.geometry,
                    [
                        ("campus", .string(campus)), ("change", .string(piece.change.rawValue)),
                        ("surface", .string(piece.surface.uuid)),
                        ("surface_type", .string(piece.surface.type.code)), ("area_m2", .number(piece.area)),
                    ])
            }
        }
        let count = try opened.write(features, to: output)
        tell(say("\(count) morceaux écrits dans \(output)", "\(count) pieces written to \(output)"))
    }
}
