public import Atlas
public import Formats
public import Species

extension Atlas {
    /// Judges all that is alive on a day by the local rule: for the school then each campus, since the baseline of the
    /// target that binds it.
    public func localStandings(on day: CalendarDate) throws -> (report: LocalReport, standings: [LocalStanding]) {
        let report = try localReport(on: day)
        let targets = try targets()
        let perimeters = [.school] + Array(Set(report.campuses)).sorted().map(Perimeter.campus)
        let standings = perimeters.map { perimeter in
            report.standing(
                perimeter, since: targets.binding(SpeciesFigures.localShare.id, perimeter)?.baselineOn)
        }
        return (report, standings)
    }
}
