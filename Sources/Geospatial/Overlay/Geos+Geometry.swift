import CGEOS

/// Values into GEOS. The makers return nil when GEOS refuses, having destroyed what they made.
extension Geos {
    func make(_ geometry: Geometry) throws(TopologyError) -> OpaquePointer {
        guard let shape = shape(geometry) else { throw failure }
        return shape
    }

    func shape(_ position: Position) -> OpaquePointer? {
        guard position.z != nil else { return GEOSGeom_createPointFromXY_r(handle, position.x, position.y) }
        return sequence([position]).flatMap { GEOSGeom_createPoint_r(handle, $0) }
    }

    private func shape(_ geometry: Geometry) -> OpaquePointer? {
        switch geometry {
        case .point(let position): position.map { shape($0) } ?? GEOSGeom_createEmptyPoint_r(handle)
        case .lineString(let line): shape(line)
        case .polygon(let polygon): shape(polygon)
        case .multiPoint(let positions): collection(GEOS_MULTIPOINT, positions.map { shape($0) })
        case .multiLineString(let lines): collection(GEOS_MULTILINESTRING, lines.map { shape($0) })
        case .multiPolygon(let multi): collection(GEOS_MULTIPOLYGON, multi.polygons.map { shape($0) })
        case .geometryCollection(let members): collection(GEOS_GEOMETRYCOLLECTION, members.map { shape($0) })
        }
    }

    private func shape(_ line: LineString) -> OpaquePointer? {
        sequence(line.positions).flatMap { GEOSGeom_createLineString_r(handle, $0) }
    }

    private func shape(_ polygon: Polygon) -> OpaquePointer? {
        guard !polygon.rings.isEmpty else { return GEOSGeom_createEmptyPolygon_r(handle) }
        let rings = polygon.rings.map { ring in
            sequence(ring.positions).flatMap { GEOSGeom_createLinearRing_r(handle, $0) }
        }
        guard var owned = complete(rings) else { return nil }
        let exterior = owned.removeFirst()
        return GEOSGeom_createPolygon_r(handle, exterior, &owned, UInt32(owned.count))
    }

    /// GEOS owns the members from here on.
    private func collection(_ type: GEOSGeomTypes, _ members: [OpaquePointer?]) -> OpaquePointer? {
        guard var owned = complete(members) else { return nil }
        return GEOSGeom_createCollection_r(handle, Int32(type.rawValue), &owned, UInt32(owned.count))
    }

    /// The shapes, or nil when one could not be made: the others are then destroyed.
    private func complete(_ shapes: [OpaquePointer?]) -> [OpaquePointer?]? {
        guard shapes.contains(nil) else { return shapes }
        for shape in shapes { destroy(shape) }
        return nil
    }

    private func sequence(_ positions: [Position]) -> OpaquePointer? {
        let hasZ = positions.contains { $0.z != nil }
        let width = hasZ ? 3 : 2
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: positions.count * width) { numbers in
            for (index, position) in positions.enumerated() {
                numbers.initializeElement(at: index * width, to: position.x)
                numbers.initializeElement(at: index * width + 1, to: position.y)
                if hasZ { numbers.initializeElement(at: index * width + 2, to: position.z ?? .nan) }
            }
            return GEOSCoordSeq_copyFromBuffer_r(
                handle, numbers.baseAddress, UInt32(positions.count), hasZ ? 1 : 0, 0)
        }
    }
}

/// Values out of GEOS, which keeps what it is asked about.
extension Geos {
    func read(_ shape: OpaquePointer) throws(TopologyError) -> Geometry {
        switch GEOSGeomTypeId_r(handle, shape) {
        case Int32(GEOS_POINT.rawValue): return .point(try positions(shape).first)
        case Int32(GEOS_LINESTRING.rawValue), Int32(GEOS_LINEARRING.rawValue): return .lineString(try line(shape))
        case Int32(GEOS_POLYGON.rawValue): return .polygon(try polygon(shape))
        case Int32(GEOS_MULTIPOINT.rawValue):
            return .multiPoint(
                try members(shape) { geos, member throws(TopologyError) in try geos.positions(member) }.flatMap(\.self))
        case Int32(GEOS_MULTILINESTRING.rawValue):
            return .multiLineString(
                try members(shape) { geos, member throws(TopologyError) in try geos.line(member) })
        case Int32(GEOS_MULTIPOLYGON.rawValue):
            return .multiPolygon(
                MultiPolygon(
                    try members(shape) { geos, member throws(TopologyError) in try geos.polygon(member) }))
        case Int32(GEOS_GEOMETRYCOLLECTION.rawValue):
            return .geometryCollection(
                try members(shape) { geos, member throws(TopologyError) in try geos.read(member) })
        default: throw failure
        }
    }

    private func members<Member>(
        _ shape: OpaquePointer, read: (borrowing Geos, OpaquePointer) throws(TopologyError) -> Member
    ) throws(TopologyError) -> [Member] {
        var members: [Member] = []
        for index in 0..<GEOSGetNumGeometries_r(handle, shape) {
            guard let member = GEOSGetGeometryN_r(handle, shape, index) else { throw failure }
            members.append(try read(self, member))
        }
        return members
    }

    private func line(_ shape: OpaquePointer) throws(TopologyError) -> LineString {
        LineString(unchecked: try positions(shape))
    }

    private func polygon(_ shape: OpaquePointer) throws(TopologyError) -> Polygon {
        guard GEOSisEmpty_r(handle, shape) == 0 else { return Polygon() }
        guard let exterior = GEOSGetExteriorRing_r(handle, shape) else { throw failure }
        var rings = [LinearRing(unchecked: try positions(exterior))]
        for index in 0..<GEOSGetNumInteriorRings_r(handle, shape) {
            guard let hole = GEOSGetInteriorRingN_r(handle, shape, index) else { throw failure }
            rings.append(LinearRing(unchecked: try positions(hole)))
        }
        return Polygon(rings: rings)
    }

    private func positions(_ shape: OpaquePointer) throws(TopologyError) -> [Position] {
        var count: UInt32 = 0
        guard let sequence = GEOSGeom_getCoordSeq_r(handle, shape),
            GEOSCoordSeq_getSize_r(handle, sequence, &count) == 1
        else { throw failure }
        let hasZ = GEOSHasZ_r(handle, shape) == 1
        let width = hasZ ? 3 : 2
        let total = Int(count)
        let positions = withUnsafeTemporaryAllocation(of: Double.self, capacity: total * width) { numbers in
            guard GEOSCoordSeq_copyToBuffer_r(handle, sequence, numbers.baseAddress, hasZ ? 1 : 0, 0) == 1 else {
                return [Position]?.none
            }
            return (0..<total).map { index in
                let z = hasZ ? numbers[index * width + 2] : .nan
                return Position(numbers[index * width], numbers[index * width + 1], z.isNaN ? nil : z)
            }
        }
        guard let positions else { throw failure }
        return positions
    }
}
