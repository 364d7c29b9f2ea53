public import Atlas
public import Formats
import GRDB
public import Geospatial

/// Ground that works turn from one type into another.
public struct WorksTransfer: Sendable {
    /// What it was.
    public let from: Account
    /// What it becomes.
    public let to: Account
    /// Geodesic, m².
    public let area: Double
    /// Where, in the working reference system.
    public let geometry: MultiPolygon
}

/// What works do, or did, to the ground: by overlay, never from typing.
public struct WorksEffect: Sendable {
    /// The works.
    public let works: Works
    /// The day on which the ground is looked at: that of completion, or the one asked for.
    public let day: CalendarDate
    /// What becomes what; ground that keeps its type is not among them.
    public let transfers: [WorksTransfer]
    /// Sealed ground that stops being so, m².
    public let desealed: Double
    /// Ground that becomes sealed, m².
    public let newlySealed: Double
    /// Ground of no vegetation that becomes vegetated (lawn, meadow, bed, shrub, trees, garden, swale), m².
    public let newlyPlanted: Double
    /// Each passage from a type to another, with the runoff coefficients in force on the day.
    private let changes: [RainChange]
    private let isPlanned: Bool

    /// The rain of a depth that stays on site and did not before.
    public func rainGain(_ depth: RainDepth) -> RainGain { RainGain(changes, depth, isPlanned: isPlanned) }

    /// Net sealed area lost, m².
    public var sealedLost: Double { desealed - newlySealed }
    /// Cents of a euro for each m² desealed, net; nil without a cost or without desealing.
    public var centsPerSquareMetre: Double? {
        guard let cents = works.cents, sealedLost > 0 else { return nil }
        return Double(cents) / sealedLost
    }
}

extension Atlas {
    /// What works do to the ground as it is on a day, or did on the day they were completed.
    ///
    /// - Throws: ``WorksError/unknown(_:)``
    public func effect(ofWorks number: Int64, on day: CalendarDate = .today) throws -> WorksEffect {
        let works = try works(number)
        let ground = try pool.read { db in
            (
                history: try SurfaceHistory(db, near: Geometry.multiPolygon(works.footprint).envelope),
                types: try SurfaceType.all(db), runoff: try RunoffCoefficients(on: day, db)
            )
        }
        let eve = works.done.flatMap { $0.advanced(by: -1) } ?? day
        let measure = try GeodesicMeasure(crs: crs)
        let before = try Partition(of: ground.history, on: eve, in: works.footprint, measure: measure)
        return try WorksEffect(
            works, on: works.done ?? day, over: GroundState(before), types: ground.types, runoff: ground.runoff,
            measure: measure)
    }
}

/// What is seen of the ground, piece by piece, as it would be after some works.
struct GroundState {
    struct Piece {
        let account: Account
        let shape: MultiPolygon
    }

    private(set) var pieces: [Piece] = []

    /// No ground.
    init() {}

    init(_ partition: Partition) throws {
        let gaps = try partition.gaps.polygons.map { Piece(account: .unclassified, shape: MultiPolygon([$0])) }
        pieces = partition.pieces.map { Piece(account: .type($0.surface.type.code), shape: $0.visible) } + gaps
    }

    /// What of the ground lies where some shapes do.
    func beneath(_ shape: MultiPolygon) throws -> [Piece] {
        let index = PieceIndex(pieces.map(\.shape))
        return try index.ranks(near: shape).compactMap { rank in
            let common = try pieces[rank].shape.intersection(shape, grid: MultiPolygon.measuringGrid)
            return common.isEmpty ? nil : Piece(account: pieces[rank].account, shape: common)
        }
    }

    mutating func join(_ other: GroundState) { pieces += other.pieces }

    /// The ground once these surfaces are laid on it.
    mutating func lay(_ surfaces: [NewSurface]) throws {
        let cover = PieceIndex(surfaces.map(\.geometry))
        pieces = try pieces.compactMap { piece in
            let left = try cover.remove(from: piece.shape)
            return left.isEmpty ? nil : Piece(account: piece.account, shape: left)
        }
        pieces += surfaces.map { Piece(account: .type($0.surfaceType), shape: $0.geometry) }
    }
}

extension WorksEffect {
    init(
        _ works: Works, on day: CalendarDate, over ground: GroundState, types: [String: SurfaceType],
        runoff: RunoffCoefficients, measure: GeodesicMeasure
    ) throws {
        var sums: [[Account]: (area: Double, polygons: [Polygon])] = [:]
        for surface in works.surfaces {
            for piece in try ground.beneath(surface.geometry) where piece.account != .type(surface.surfaceType) {
                let line = [piece.account, .type(surface.surfaceType)]
                sums[line, default: (0, [])].area += try measure.area(piece.shape)
                sums[line, default: (0, [])].polygons += piece.shape.polygons
            }
        }
        let transfers = sums.map { line, moved in
            WorksTransfer(
                from: line[0], to: line[1], area: moved.area, geometry: MultiPolygon(moved.polygons))
        }.sorted { ($0.from.code, $0.to.code) < ($1.from.code, $1.to.code) }
        func type(_ account: Account) -> SurfaceType? { account.type.flatMap { types[$0] } }
        func sum(_ counts: (SurfaceType?, SurfaceType?) -> Bool) -> Double {
            transfers.reduce(0) { $0 + (counts(type($1.from), type($1.to)) ? $1.area : 0) }
        }
        self.init(
            works: works, day: day, transfers: transfers,
            desealed: sum { $0?.sealingClass == .sealed && $1?.sealingClass != .sealed },
            newlySealed: sum { $0?.sealingClass != .sealed && $1?.sealingClass == .sealed },
            newlyPlanted: sum { $0?.isVegetated != true && $1?.isVegetated == true },
            changes: transfers.map { RainChange(from: $0.from.type, to: $0.to.type, area: $0.area, runoff) },
            isPlanned: works.done == nil)
    }
}
