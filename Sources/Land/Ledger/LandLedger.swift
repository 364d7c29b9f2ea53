import Formats
import Geospatial

/// The transfers of a perimeter between two days: for each day on which a surface begins or ends, or the outline moves,
/// what the ground was there the day before and what it became.
///
/// Only the ground that a day touches is looked at, so that the ledger is computed apart from the stocks it must explain.
struct LandLedger {
    /// In order of days.
    let transfers: [Transfer]

    /// - Parameters:
    ///   - first: the day of the opening stock; what changes on it is in that stock already.
    ///   - last: the day of the closing stock.
    init(
        of history: SurfaceHistory, from first: CalendarDate, to last: CalendarDate, in timeline: OutlineTimeline,
        measure: GeodesicMeasure
    ) throws {
        guard let box = timeline.envelope else {
            transfers = []
            return
        }
        var changing: [CalendarDate: [Int]] = [:]
        for place in history.places(near: box) {
            let surface = history.surfaces[place]
            for day in [surface.validFrom, surface.validTo].compactMap({ $0 }) where first < day && day <= last {
                changing[day, default: []].append(place)
            }
        }
        let moves = Set(timeline.days.filter { first < $0 && $0 <= last })
        var transfers: [Transfer] = []
        for day in Set(changing.keys).union(moves).sorted() {
            guard let eve = day.advanced(by: -1) else { continue }
            var day = LedgerDay(day: day, eve: eve, history: history, measure: measure)
            let before = try timeline.outline(on: eve)
            if let before {
                let touched = (changing[day.day] ?? []).map { history.surfaces[$0].geometry }
                try day.bookGround(touched, in: before)
            }
            if moves.contains(day.day) { try day.bookOutline(from: before, to: timeline.outline(on: day.day)) }
            transfers += try day.transfers()
        }
        self.transfers = transfers
    }
}

/// What one day moved.
private struct LedgerDay {
    private struct Line: Hashable {
        let from: Account
        let to: Account
        let cause: TransferCause
    }

    private struct Moved {
        var area = 0.0
        var pieces: [MultiPolygon] = []
        var accuracy = 0.0
        var isAccuracyKnown = true
    }

    let day: CalendarDate
    let eve: CalendarDate
    let history: SurfaceHistory
    let measure: GeodesicMeasure
    private var lines: [Line: Moved] = [:]

    init(day: CalendarDate, eve: CalendarDate, history: SurfaceHistory, measure: GeodesicMeasure) {
        self.day = day
        self.eve = eve
        self.history = history
        self.measure = measure
    }

    /// The pieces of a line may be neighbours: joined, they are one valid shape.
    func transfers() throws -> [Transfer] {
        try lines.map { line, moved in
            Transfer(
                day: day, from: line.from, to: line.to, cause: line.cause, area: moved.area,
                geometry: try MultiPolygon.union(of: moved.pieces, grid: MultiPolygon.measuringGrid),
                accuracy: moved.isAccuracyKnown ? moved.accuracy : nil)
        }.sorted {
            ($0.from.code, $0.to.code, $0.cause.code, $0.area) < ($1.from.code, $1.to.code, $1.cause.code, $1.area)
        }
    }

    /// - Parameter drawn: the surfaces whose edges bound what moved.
    private mutating func book(
        _ moved: MultiPolygon, from: Account, to: Account, _ cause: TransferCause, drawn: [Surface] = []
    ) throws {
        guard !moved.isEmpty else { return }
        let line = Line(from: from, to: to, cause: cause)
        var sum = lines[line] ?? Moved()
        sum.area += try measure.area(moved)
        sum.pieces.append(moved)
        for surface in drawn {
            sum.accuracy = max(sum.accuracy, surface.accuracy ?? 0)
            if surface.accuracy == nil { sum.isAccuracyKnown = false }
        }
        lines[line] = sum
    }

    /// Books what became of the ground under the surfaces that begin or end on the day.
    mutating func bookGround(_ touched: [MultiPolygon], in outline: MultiPolygon) throws {
        let region = try PieceIndex(touched).common(with: outline)
        guard !region.isEmpty else { return }
        let before = try Partition(of: history, on: eve, in: region, measure: measure)
        let after = try Partition(of: history, on: day, in: region, measure: measure)
        let index = PieceIndex(after.pieces.map(\.visible))
        for old in before.pieces {
            for place in index.ranks(near: old.visible) {
                let new = after.pieces[place]
                guard old.surface.type != new.surface.type, try old.visible.sharesInterior(with: new.visible) else {
                    continue
                }
                try book(
                    old.visible.intersection(new.visible, grid: MultiPolygon.measuringGrid),
                    from: .type(old.surface.type.code), to: .type(new.surface.type.code),
                    cause(of: new.surface, after: old.surface), drawn: [old.surface, new.surface])
            }
        }
        let bare = try PieceIndex(before.gaps.polygons.map { MultiPolygon([$0]) })
        for new in after.pieces {
            try book(
                bare.common(with: new.visible), from: .unclassified, to: .type(new.surface.type.code),
                cause(of: new.surface, after: nil), drawn: [new.surface])
        }
        let bared = try PieceIndex(after.gaps.polygons.map { MultiPolygon([$0]) })
        for old in before.pieces {
            try book(
                bared.common(with: old.visible), from: .type(old.surface.type.code), to: .unclassified,
                TransferCause(old.surface.endKind ?? .change), drawn: [old.surface])
        }
    }

    /// Books what came in and what went out when the outline moved, as the ground is on the day.
    mutating func bookOutline(from before: MultiPolygon?, to after: MultiPolygon?) throws {
        let nothing = MultiPolygon([])
        let (before, after) = (before ?? nothing, after ?? nothing)
        let gained = try after.difference(before, grid: MultiPolygon.measuringGrid)
        let lost = try before.difference(after, grid: MultiPolygon.measuringGrid)
        for (region, isGain) in [(gained, true), (lost, false)] where !region.isEmpty {
            let ground = try Partition(of: history, on: day, in: region, measure: measure)
            let stock =
                ground.pieces.map { (Account.type($0.surface.type.code), $0.visible) }
                + [(Account.unclassified, try ground.gaps)]
            for (account, shape) in stock {
                try book(shape, from: isGain ? .outside : account, to: isGain ? account : .outside, .outline)
            }
        }
    }

    /// A surface that begins on the day says why; one that comes to be seen does so because another one ended.
    private func cause(of new: Surface, after old: Surface?) -> TransferCause {
        if new.validFrom == day {
            return new.worksID.map(TransferCause.works) ?? TransferCause(new.changeKind)
        }
        return TransferCause(old?.endKind ?? .change)
    }
}
