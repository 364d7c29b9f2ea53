import Formats
import Foundation
import Geospatial
import Testing

@Suite struct GeoJSONWriterTests {
    private func text(_ geometry: Geometry, decimals: Int = 7) throws -> String {
        var json = JSONWriter()
        try json.geometry(geometry, decimals: decimals)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    private func ring(_ pairs: [(Double, Double)]) throws -> LinearRing {
        try LinearRing(pairs.map { Position($0.0, $0.1) })
    }

    @Test func `exterior rings turn counter-clockwise, holes clockwise (RFC 7946 section 3.1.6)`() throws {
        let clockwise = try ring([(0, 0), (0, 4), (4, 4), (4, 0), (0, 0)])
        let hole = try ring([(1, 1), (2, 1), (2, 2), (1, 2), (1, 1)])
        let written = try text(.polygon(Polygon(exterior: clockwise, holes: [hole])))
        #expect(
            written
                == #"{"type":"Polygon","coordinates":[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[1,2],[2,2],[2,1],[1,1]]]}"#
        )
    }

    @Test func `positions that rounding makes equal are written once, and the ring stays closed`() throws {
        let shape = try ring([
            (0, 0), (1, 0), (1.00000001, 0.00000002), (1, 1), (0, 1), (0.00000004, 0.00000003), (0, 0),
        ])
        #expect(
            try text(.polygon(Polygon(exterior: shape)))
                == #"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}"#)
        let line = try LineString([Position(0, 0), Position(0.00000001, 0), Position(1, 0)])
        #expect(try text(.lineString(line)) == #"{"type":"LineString","coordinates":[[0,0],[1,0]]}"#)
    }

    @Test func `a ring that rounding would collapse keeps all its digits`() throws {
        let tiny = try ring([(4, 44), (4.00000002, 44), (4.00000002, 44.00000002), (4, 44)])
        let written = try text(.polygon(Polygon(exterior: tiny)))
        #expect(
            written == #"{"type":"Polygon","coordinates":[[[4,44],[4.00000002,44],[4.00000002,44.00000002],[4,44]]]}"#)
        #expect(try features(written).first?.geometry == .polygon(Polygon(exterior: tiny)))
    }

    @Test func `empty geometries, heights, and what JSON cannot say`() throws {
        #expect(try text(.point(nil)) == #"{"type":"Point","coordinates":[]}"#)
        #expect(try text(.polygon(Polygon())) == #"{"type":"Polygon","coordinates":[]}"#)
        #expect(try text(.geometryCollection([])) == #"{"type":"GeometryCollection","geometries":[]}"#)
        #expect(try text(.point(Position(1, 2, 3.14159))) == #"{"type":"Point","coordinates":[1,2,3.142]}"#)
        #expect(throws: JSONWriterError.self) { try text(.point(Position(.nan, 2))) }
    }

    @Test func `geometry and properties are always there, null when there is none`() throws {
        let sink = try ByteSinkToMemory()
        var writer = try GeoJSONWriter(sink.sink, bbox: Envelope(minX: 4, minY: 44, maxX: 5, maxY: 45)) {
            $0.key("name")
            $0.string("essai")
        }
        try writer.write(id: "u-1", geometry: nil) { _ in }
        try writer.write(geometry: .point(Position(4.5, 44.5))) { properties in
            properties.key("é")
            properties.string("\"")
        }
        try writer.finish()
        #expect(
            sink.text == """
                {"type":"FeatureCollection","name":"essai","bbox":[4,44,5,45],"features":[
                {"type":"Feature","id":"u-1","geometry":null,"properties":{}},
                {"type":"Feature","geometry":{"type":"Point","coordinates":[4.5,44.5]},"properties":{"é":"\\""}}
                ]}

                """)
    }

    @Test func `a property that fails leaves nothing of its feature`() throws {
        struct Refused: Error {}
        let sink = try ByteSinkToMemory()
        var writer = try GeoJSONWriter(sink.sink)
        #expect(throws: Refused.self) { try writer.write(geometry: nil) { _ in throw Refused() } }
        try writer.write(geometry: nil) { _ in }
        try writer.finish()
        #expect(try features(sink.text).count == 1)
    }

    @Test func `geometries of every type come back as they were`() throws {
        var random = SeededGenerator(seed: 7946)
        let sink = try ByteSinkToMemory()
        var writer = try GeoJSONWriter(sink.sink, decimals: 7)
        var geometries: [Geometry?] = []
        for _ in 0..<500 {
            let geometry = try random.geometry(depth: 0)
            geometries.append(geometry)
            try writer.write(geometry: geometry) { _ in }
        }
        try writer.finish()
        #expect(try features(sink.text).map(\.geometry) == geometries)
        #expect(try features(sink.text, bufferSize: 16).map(\.geometry) == geometries)
        let other = try JSONSerialization.jsonObject(with: Data(sink.text.utf8)) as? [String: Any]
        #expect((other?["features"] as? [Any])?.count == 500)
    }
}

/// A sink in memory, and its text.
struct ByteSinkToMemory {
    let sink = ByteSink()

    init() throws {}

    var text: String { String(decoding: sink.bytes, as: UTF8.self) }
}

extension SeededGenerator {
    /// A coordinate with seven decimals, as the nearest double.
    private mutating func coordinate(_ limit: Int) -> Double {
        Double(Int.random(in: -limit * 10_000_000...limit * 10_000_000, using: &self)) / 1e7
    }

    private mutating func position() -> Position {
        let z = Bool.random(using: &self) ? Double(Int.random(in: 0...9_000_000, using: &self)) / 1000 : nil
        return Position(coordinate(180), coordinate(90), z)
    }

    private mutating func line() throws -> LineString {
        try LineString((0..<Int.random(in: 2...6, using: &self)).map { _ in position() })
    }

    /// Around a centre, counter-clockwise, so that it comes back as it was.
    private mutating func polygon() throws -> Polygon {
        let centre = (Int.random(in: -1000...1000, using: &self), Int.random(in: -1000...1000, using: &self))
        func ring(_ radius: Int) throws -> LinearRing {
            let corners = [(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]
            return try LinearRing(
                corners.map { Position(Double(centre.0 + $0.0 * radius) / 1e7, Double(centre.1 + $0.1 * radius) / 1e7) }
            )
        }
        let hasHole = Bool.random(using: &self)
        return Polygon(exterior: try ring(500), holes: hasHole ? [try ring(100).reversed()] : [])
    }

    fileprivate mutating func geometry(depth: Int) throws -> Geometry {
        switch Int.random(in: 0..<(depth < 2 ? 7 : 6), using: &self) {
        case 0: return .point(Bool.random(using: &self) ? position() : nil)
        case 1: return .multiPoint((0..<Int.random(in: 0...4, using: &self)).map { _ in position() })
        case 2: return .lineString(try line())
        case 3: return .multiLineString(try (0..<Int.random(in: 0...3, using: &self)).map { _ in try line() })
        case 4: return .polygon(try polygon())
        case 5:
            return .multiPolygon(MultiPolygon(try (0..<Int.random(in: 0...3, using: &self)).map { _ in try polygon() }))
        default:
            return .geometryCollection(
                try (0..<Int.random(in: 0...3, using: &self)).map { _ in try geometry(depth: depth + 1) })
        }
    }
}
