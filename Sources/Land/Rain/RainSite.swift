import Atlas
import Formats
import Geospatial

/// The ground at every date and what it needs to meet a rain on a day.
struct RainSite {
    let day: CalendarDate
    let depth: RainDepth
    let history: SurfaceHistory
    let coefficients: RunoffCoefficients
    /// Of every date.
    let devices: [RainDevice]
    let measure: GeodesicMeasure

    /// What subtracting two sums of areas leaves: a square centimetre.
    private static let noise = 1e-4

    /// - Parameter outline: nil to take the surfaces as they are, and all devices.
    func balance(_ perimeter: RainPerimeter, in outline: MultiPolygon?) throws -> RainBalance {
        let partition = try Partition(of: history, on: day, in: outline, measure: measure)
        let serving = devices.filter { $0.serves(on: day) }
        let inside = try outline.map { outline in
            let prepared = try PreparedPolygon(outline)
            return try serving.filter { try prepared.intersects($0.position) }
        }
        return RainBalance(
            perimeter, depth, ground: ground(partition), outlets: outlets(partition), devices: inside ?? serving)
    }

    private func ground(_ partition: Partition) -> [RainGround] {
        var areas: [String?: Double] = [:]
        for (type, area) in partition.areaByType { areas[type] = area }
        areas[nil] = partition.unclassifiedArea
        return ground(areas)
    }

    private func ground(_ areas: [String?: Double]) -> [RainGround] {
        areas.filter { $0.key != nil || $0.value > Self.noise }.map { type, area in
            RainGround(type: type, area: area, coefficient: type.flatMap { coefficients[$0] })
        }.sorted(by: RainGround.precedes)
    }

    private func outlets(_ partition: Partition) -> OutletAreas {
        let unclassified = partition.unclassifiedArea ?? 0
        return partition.pieces.reduce(OutletAreas(unclassified > Self.noise ? unclassified : 0, to: nil)) {
            $0 + OutletAreas($1.area, to: $1.surface.outlet)
        }
    }

    // MARK: works

    /// Works as they will be, or as they are once done, with what they bring.
    ///
    /// Before they are done on the day, what they bring is the overlay of the planned surfaces on the ground of the day;
    /// afterwards, it is the transfers that the ledger books to them.
    func balance(_ works: Works) throws -> RainBalance {
        let perimeter = RainPerimeter.works(works.number, name: works.name)
        let footprint = try works.footprint
        let done = works.done.flatMap { $0 <= day ? $0 : nil }
        let prepared = try PreparedPolygon(footprint)
        let devices = try devices.filter { device in
            if device.works == works.number { return device.serves(on: day) || done == nil }
            return try device.serves(on: day) && prepared.intersects(device.position)
        }
        guard let done else {
            var areas: [String?: Double] = [:]
            var outlets = OutletAreas(0, to: nil)
            for surface in works.surfaces {
                let area = try measure.area(surface.geometry)
                areas[surface.surfaceType, default: 0] += area
                outlets = outlets + OutletAreas(area, to: surface.outlet)
            }
            return RainBalance(
                perimeter, depth, ground: ground(areas), outlets: outlets, devices: devices,
                declared: works.details.storageLitres,
                gain: RainGain(try plannedChanges(works), depth, isPlanned: true))
        }
        let partition = try Partition(of: history, on: day, in: footprint, measure: measure)
        return RainBalance(
            perimeter, depth, ground: ground(partition), outlets: outlets(partition), devices: devices,
            declared: works.details.storageLitres,
            gain: RainGain(try bookedChanges(works, in: footprint, done: done), depth, isPlanned: false))
    }

    private func plannedChanges(_ works: Works) throws -> [RainChange] {
        try works.surfaces.flatMap { surface in
            let before = try Partition(of: history, on: day, in: surface.geometry, measure: measure)
            return ground(before).map { ground in
                RainChange(from: ground.type, to: surface.surfaceType, area: ground.area, coefficients)
            }
        }
    }

    private func bookedChanges(
        _ works: Works, in footprint: MultiPolygon, done: CalendarDate
    ) throws -> [RainChange] {
        let ledger = try LandLedger(
            of: history, from: done.advanced(by: -1) ?? done, to: done,
            in: OutlineTimeline(name: works.name, always: footprint), measure: measure)
        return ledger.transfers.filter { $0.cause == .works(works.number) }.map { transfer in
            RainChange(from: transfer.from.type, to: transfer.to.type, area: transfer.area, coefficients)
        }
    }
}
