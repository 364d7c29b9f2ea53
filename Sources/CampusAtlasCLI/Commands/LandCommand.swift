public import ArgumentParser
public import CampusAtlas

struct LandCommand: ParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "land",
            abstract: say(
                "Le livre du sol : chaque m², à chaque date, avec la preuve.",
                "The land book: every square metre, at every date, with proof."),
            discussion: say(
                """
                EXEMPLE : campus-atlas land partition ales.gpkg --on 2025-06-30
                          campus-atlas land balance   ales.gpkg --from 2022-12-31 --to 2026-12-31 --by cause
                """,
                """
                EXAMPLE: campus-atlas land partition ales.gpkg --on 2025-06-30
                         campus-atlas land balance   ales.gpkg --from 2022-12-31 --to 2026-12-31 --by cause
                """),
            subcommands: [
                LandPartitionCommand.self, LandBalanceCommand.self, LandDefinitionsCommand.self,
                LandBaselineCommand.self, LandParkingCommand.self, LandDrawCommand.self, LandRetypeCommand.self,
                LandRedrawCommand.self, LandSplitCommand.self, LandMergeCommand.self, LandCloseCommand.self,
                AuditCommand.self,
            ])
    }
}

extension LandUse: ExpressibleByArgument {}
extension Outlet: ExpressibleByArgument {}

extension Account {
    /// The type's label, or what stands in its place.
    func label(_ types: [String: SurfaceType]) -> String {
        switch self {
        case .type(let code): types[code]?.label[Speech.language] ?? code
        case .unclassified: say("non classé", "unclassified")
        case .outside: say("hors du campus", "outside the campus")
        }
    }
}
