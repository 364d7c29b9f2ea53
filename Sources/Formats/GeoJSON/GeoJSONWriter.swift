public import Geospatial

/// Writes a FeatureCollection of RFC 7946, feature by feature.
///
/// Coordinates must be WGS 84 longitude and latitude. ``JSONWriter/geometry(_:decimals:)`` says how they are rounded.
///
/// ```swift
/// var writer = try GeoJSONWriter(try ByteSink("surfaces.geojson"), decimals: 8)
/// try writer.write(id: uuid, geometry: shape) { properties in
///     properties.key("surface_type")
///     properties.string("roof")
/// }
/// try writer.finish()
/// ```
public struct GeoJSONWriter {
    private let sink: ByteSink
    private let decimals: Int
    private var json = JSONWriter(reserving: 1 << 12)
    /// How many features were written.
    public private(set) var count = 0

    /// - Parameters:
    ///   - decimals: of longitudes and latitudes: 8 for areas (about 1 mm), 7 for the rest.
    ///   - bbox: the box around all features, when it is known beforehand.
    ///   - members: other members of the collection, such as `name`.
    /// - Throws: ``FileError``, ``JSONWriterError``, and what `members` throws.
    public init(
        _ sink: ByteSink, decimals: Int = 7, bbox: Envelope? = nil,
        members: (inout JSONWriter) throws -> Void = { _ in }
    ) throws {
        self.sink = sink
        self.decimals = decimals
        json.beginObject()
        json.key("type")
        json.string("FeatureCollection")
        try members(&json)
        if let bbox {
            json.key("bbox")
            json.beginArray()
            for edge in [bbox.minX, bbox.minY, bbox.maxX, bbox.maxY] { try json.number(edge, decimals: decimals) }
            json.endArray()
        }
        json.key("features")
        json.beginArray()
        try sink.write(json.bytes)
    }

    /// Writes one feature.
    /// - Parameter properties: writes the members of `properties`, a key then a value each.
    /// - Throws: ``FileError``, ``JSONWriterError``, and what `properties` throws; nothing of the feature is then written.
    public mutating func write(
        id: String? = nil, geometry: Geometry?, properties: (inout JSONWriter) throws -> Void
    ) throws {
        json.removeAll()
        try json.feature(id: id, geometry: geometry, decimals: decimals, properties: properties)
        try sink.write(count == 0 ? "\n" : ",\n")
        try sink.write(json.bytes)
        count += 1
    }

    /// Ends the collection and the file; see ``ByteSink/finish()``.
    /// - Throws: ``FileError``
    public func finish() throws(FileError) {
        try sink.write("\n]}\n")
        try sink.finish()
    }
}

extension JSONWriter {
    /// A feature: `geometry` and `properties` are always there (RFC 7946 section 3.2), null when there is none.
    /// - Throws: ``JSONWriterError``, and what `properties` throws.
    public mutating func feature(
        id: String? = nil, geometry: Geometry?, decimals: Int = 7, properties: (inout JSONWriter) throws -> Void
    ) throws {
        beginObject()
        key("type")
        string("Feature")
        if let id {
            key("id")
            string(id)
        }
        key("geometry")
        if let geometry { try self.geometry(geometry, decimals: decimals) } else { null() }
        key("properties")
        beginObject()
        try properties(&self)
        endObject()
        endObject()
    }

    /// A geometry object of RFC 7946: exterior rings counter-clockwise, holes clockwise.
    ///
    /// Coordinates are rounded first, then positions that have become equal to the one before are dropped, then rings
    /// are closed. A line or a ring that rounding would collapse is written with all its digits instead. Heights have
    /// three decimals.
    /// - Parameter decimals: 0 to 15.
    /// - Throws: ``JSONWriterError/notFinite(_:)``
    public mutating func geometry(_ geometry: Geometry, decimals: Int = 7) throws(JSONWriterError) {
        beginObject()
        key("type")
        switch geometry {
        case .point(let position):
            string(GeoJSONType.point.rawValue)
            key("coordinates")
            if let position {
                try write(position, decimals)
            } else {
                beginArray()
                endArray()
            }
        case .multiPoint(let positions):
            try coordinates(.multiPoint, positions) { json, position throws(JSONWriterError) in
                try json.write(position, decimals)
            }
        case .lineString(let line):
            string(GeoJSONType.lineString.rawValue)
            key("coordinates")
            try write(line.positions, decimals, minimum: 2)
        case .multiLineString(let lines):
            try coordinates(.multiLineString, lines) { json, line throws(JSONWriterError) in
                try json.write(line.positions, decimals, minimum: 2)
            }
        case .polygon(let polygon):
            string(GeoJSONType.polygon.rawValue)
            key("coordinates")
            try write(polygon, decimals)
        case .multiPolygon(let multi):
            try coordinates(.multiPolygon, multi.polygons) { json, polygon throws(JSONWriterError) in
                try json.write(polygon, decimals)
            }
        case .geometryCollection(let members):
            string(GeoJSONType.geometryCollection.rawValue)
            key("geometries")
            beginArray()
            for member in members { try self.geometry(member, decimals: decimals) }
            endArray()
        }
        endObject()
    }

    private mutating func coordinates<Part>(
        _ type: GeoJSONType, _ parts: [Part],
        _ write: (inout JSONWriter, Part) throws(JSONWriterError) -> Void
    ) throws(JSONWriterError) {
        string(type.rawValue)
        key("coordinates")
        beginArray()
        for part in parts { try write(&self, part) }
        endArray()
    }

    private mutating func write(_ polygon: Polygon, _ decimals: Int) throws(JSONWriterError) {
        beginArray()
        for (index, ring) in polygon.rings.enumerated() {
            let isExterior = index == 0
            let positions = ring.isCounterClockwise == isExterior ? ring.positions : ring.reversed().positions
            try write(positions, decimals, minimum: 4)
        }
        endArray()
    }

    private mutating func write(_ position: Position, _ decimals: Int) throws(JSONWriterError) {
        beginArray()
        try number(position.x, decimals: decimals)
        try number(position.y, decimals: decimals)
        if let z = position.z { try number(z, decimals: 3) }
        endArray()
    }

    /// The positions of a line or of a ring, in their order.
    private mutating func write(
        _ positions: [Position], _ decimals: Int, minimum: Int
    ) throws(JSONWriterError) {
        beginArray()
        if let rounded = RoundedLine(positions, decimals, minimum: minimum) {
            for index in rounded.kept {
                beginArray()
                fixed(rounded.scaled[2 * index], decimals: decimals)
                fixed(rounded.scaled[2 * index + 1], decimals: decimals)
                if let z = positions[index].z { try number(z, decimals: 3) }
                endArray()
            }
        } else {
            for position in positions {
                beginArray()
                try number(position.x)
                try number(position.y)
                if let z = position.z { try number(z) }
                endArray()
            }
        }
        endArray()
    }
}

/// A line whose coordinates were rounded, and which of its positions differ from the one before.
private struct RoundedLine {
    /// x and y in turn, in units of the last decimal.
    var scaled: [Int64] = []
    var kept: [Int] = []

    /// Nil when fewer than `minimum` positions are left, when a ring (four or more) keeps no area or turns over, or when
    /// a coordinate is too large to be rounded.
    init?(_ positions: [Position], _ decimals: Int, minimum: Int) {
        scaled.reserveCapacity(2 * positions.count)
        kept.reserveCapacity(positions.count)
        for (index, position) in positions.enumerated() {
            guard let x = FixedPoint.scaled(position.x, decimals: decimals),
                let y = FixedPoint.scaled(position.y, decimals: decimals)
            else { return nil }
            scaled.append(x)
            scaled.append(y)
            if let last = kept.last, scaled[2 * last] == x, scaled[2 * last + 1] == y,
                positions[last].z == position.z || index == positions.count - 1
            {
                continue
            }
            kept.append(index)
        }
        if positions.isEmpty { return }
        if kept.count < minimum { return nil }
        if minimum == 4, !keepsItsTurn(positions) { return nil }
    }

    private func keepsItsTurn(_ positions: [Position]) -> Bool {
        var before = 0.0
        var after = 0.0
        for index in positions.indices.dropLast() {
            let (a, b, origin) = (positions[index], positions[index + 1], positions[0])
            before += (a.x - origin.x) * (b.y - origin.y) - (b.x - origin.x) * (a.y - origin.y)
            let (ax, ay) = (Double(scaled[2 * index] - scaled[0]), Double(scaled[2 * index + 1] - scaled[1]))
            let (bx, by) = (Double(scaled[2 * index + 2] - scaled[0]), Double(scaled[2 * index + 3] - scaled[1]))
            after += ax * by - bx * ay
        }
        return before * after > 0
    }
}
