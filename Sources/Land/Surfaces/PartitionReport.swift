public import Atlas
public import Formats
import GRDB
public import Geospatial

/// Ground that the book does not account for once and once only: no surface lies there, or several.
public struct LandProblem: Sendable {
    /// What is wrong.
    public enum Kind: String, Sendable {
        /// No surface.
        case gap
        /// A surface under another.
        case overlap
    }

    /// What is wrong.
    public let kind: Kind
    /// Geodesic, m².
    public let area: Double
    /// Twice the area over the perimeter, in metres: the width of a thin piece.
    public let meanWidth: Double
    /// Where, in the working reference system: one polygon.
    public let geometry: MultiPolygon
    /// The surface beneath; nil for a gap.
    public let hidden: Surface?
    /// The surface above; nil for a gap.
    public let above: Surface?

    /// Thinner than what two drawings of the same edge leave: 0.30 m, or under 1 m².
    public var isSliver: Bool { area < Sliver.area || meanWidth < Sliver.width }
}

/// The partition of a campus on a day, and where it is not one.
public struct CampusPartition: Sendable {
    /// The campus.
    public let campus: String
    /// What is seen.
    public let partition: Partition
    /// Gaps and overlaps, the largest first.
    public let problems: [LandProblem]
    /// Pieces too small to list, under 1 cm²: how many, and how much together, m². They are in the totals.
    public let dust: (count: Int, area: Double)

    /// The area of the problems that are slivers, m².
    public var sliverArea: Double { problems.filter(\.isSliver).reduce(0) { $0 + $1.area } }

    /// Under this a problem is counted and not listed, m².
    static let listed = 0.0001
}

extension Atlas {
    /// The partition of each campus on a day: outline = seen + unclassified, and what overlaps.
    ///
    /// - Throws: ``WorksError/noOutline`` when no campus has an outline that day.
    public func landPartitions(on day: CalendarDate) throws -> [CampusPartition] {
        let campuses = try campuses(on: day)
        guard !campuses.isEmpty else { throw WorksError.noOutline }
        let history = try pool.read { try SurfaceHistory($0) }
        let measure = try GeodesicMeasure(crs: crs)
        return try campuses.map { campus in
            let partition = try Partition(of: history, on: day, in: campus.outline, measure: measure)
            return try CampusPartition(campus.name, partition, measure)
        }
    }
}

extension CampusPartition {
    init(_ campus: String, _ partition: Partition, _ measure: GeodesicMeasure) throws {
        var problems: [LandProblem] = []
        var dust = (count: 0, area: 0.0)
        func add(_ kind: LandProblem.Kind, _ shape: MultiPolygon, _ hidden: Surface?, _ above: Surface?) throws {
            for polygon in shape.polygons {
                let piece = MultiPolygon([polygon])
                let area = try measure.area(piece)
                guard area >= Self.listed else {
                    dust = (dust.count + 1, dust.area + area)
                    continue
                }
                problems.append(
                    LandProblem(
                        kind: kind, area: area, meanWidth: 2 * area / (try measure.perimeter(piece)), geometry: piece,
                        hidden: hidden, above: above))
            }
        }
        try add(.gap, partition.gaps, nil, nil)
        for overlap in partition.overlaps { try add(.overlap, overlap.geometry, overlap.hidden, overlap.above) }
        self.init(
            campus: campus, partition: partition, problems: problems.sorted { $0.area > $1.area }, dust: dust)
    }
}
