import GRDB
public import Languages

/// How what a protocol counts changed on a footprint, less how it changed on control places.
///
/// Each visit gives its counts, zeros among them: a visit in which nothing was seen is known here. A visit said not to have
/// looked for the whole list of its protocol is left out.
public struct IndicatorContrast: Sendable, Hashable {
    /// The code of the protocol.
    public let protocolCode: String
    /// The protocol as people say it.
    public let label: Bilingual
    /// The visits of each cell.
    public let visits: BeforeAfterControl<Int>
    /// The change of the individuals per visit, on the scale of logarithms.
    public let individuals: Contrast
    /// The change of the species per visit, on the scale of logarithms.
    public let species: Contrast
}

/// The visits of each protocol, by the four cells.
struct IndicatorGathering {
    private struct Counts {
        var individuals: [Int] = []
        var species: [Int] = []
    }

    private var cells: [String: [BeforeAfterSide: Counts]] = [:]

    /// - Parameter side: where a visit stands; nil for one outside the places or the period.
    init(_ db: Database, _ library: ProtocolLibrary, side: (Visit) throws -> BeforeAfterSide?) throws {
        for visit in try VisitReading(db, library: library).visits() where visit.details.isTargetListComplete != false {
            guard let side = try side(visit) else { continue }
            var counts = cells[visit.details.protocolCode, default: [:]][side, default: Counts()]
            counts.individuals.append(visit.sightings.reduce(0) { $0 + $1.quantity })
            counts.species.append(Set(visit.sightings.map(\.key)).count)
            cells[visit.details.protocolCode, default: [:]][side] = counts
        }
    }

    func contrasts(_ library: ProtocolLibrary) -> [IndicatorContrast] {
        library.protocols.compactMap { sheet in
            guard let found = cells[sheet.code] else { return nil }
            let counts = BeforeAfterControl.sides.map { found[$0] ?? Counts() }
            return IndicatorContrast(
                protocolCode: sheet.code, label: sheet.label, visits: counts.map(\.individuals.count),
                individuals: counts.map(\.individuals).logRatio, species: counts.map(\.species).logRatio)
        }
    }
}
