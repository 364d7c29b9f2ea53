import Formats
import Foundation
import Geospatial
import Testing

@Suite struct GeoJSONReaderTests {
    @Test(.enabled(if: corpusIsPresent, corpusIsAbsent))
    func `every good file of geojsonhint is read without a problem, whatever the size of the buffer`() throws {
        let files = try corpusFiles("geojson/good", suffix: "json")
        #expect(files.count == 18)
        for file in files {
            for size in [16, 1 << 18] {
                let reader = try GeoJSONReader(ByteSource(file.path), bufferSize: size)
                var count = 0
                while let feature = try reader.next() {
                    count += 1
                    #expect(feature.geometryProblem == nil, "\(file.lastPathComponent)")
                    #expect((feature.geometry == nil) == file.lastPathComponent.hasPrefix("nullgeometry"))
                }
                #expect(count > 0)
            }
        }
    }

    /// Counts by `ogrinfo -so -al` of GDAL 3.6.2.
    @Test(
        .enabled(if: corpusIsPresent, corpusIsAbsent),
        arguments: [
            ("land/campus-rennes2-villejean/bati/Bati_2D.geojson", 97, "urn:ogc:def:crs:OGC:1.3:CRS84"),
            ("land/campus-rennes2-villejean/habillage/grass.geojson", 113, "urn:ogc:def:crs:OGC:1.3:CRS84"),
        ])
    func `real files give their features and their system`(path: String, count: Int, crs: String) throws {
        let reader = try GeoJSONReader(ByteSource(corpus.appendingPathComponent(path).path))
        #expect(reader.crs == crs)
        var found = 0
        while let feature = try reader.next() {
            found += 1
            #expect(feature.number == found)
            #expect(feature.geometryProblem == nil)
            #expect(feature.properties.count == reader.columns.count)
        }
        #expect(found == count)
    }

    @Test(.enabled(if: corpusIsPresent, corpusIsAbsent))
    func `the legacy system of a real file is named`() throws {
        let path = corpus.appendingPathComponent("land/geoclimate-poccarto/impervious.geojson").path
        #expect(try GeoJSONReader(ByteSource(path)).crs == "urn:ogc:def:crs:EPSG::32630")
    }

    @Test func `properties are fields, in columns of first appearance`() throws {
        let text = """
            {"type":"FeatureCollection","features":[
            {"type":"Feature","geometry":null,"properties":{"nom":"Chêne \\"vert\\"","h":7.50,"n":null,"ok":true}},
            {"properties":{"x":[1, {"a":2}],"h":1E3,"nom":"\\u00e9"},"geometry":null,"type":"Feature","id":12},
            {"type":"Feature","geometry":null,"properties":null,"id":"u-1"}
            ]}
            """
        for size in [16, 1 << 18] {
            let reader = try GeoJSONReader(source(text), bufferSize: size)
            var fields: [[String]] = []
            var ids: [String?] = []
            while let feature = try reader.next() {
                fields.append((0..<reader.columns.count).map { feature.properties.text($0) })
                ids.append(feature.id)
                #expect(feature.geometryProblem == nil)
            }
            #expect(reader.columns == ["nom", "h", "n", "ok", "x"])
            #expect(fields[0] == ["Chêne \"vert\"", "7.50", "", "true"])
            #expect(fields[1] == ["é", "1E3", "", "", "[1, {\"a\":2}]"])
            #expect(fields[2] == ["", "", "", "", ""])
            #expect(ids == [nil, "12", "u-1"])
        }
    }

    @Test func `a name that comes twice keeps its last value, and is told`() throws {
        let text = #"{"type":"Feature","geometry":null,"properties":{"a":1,"a":2,"b":3,"a":null}}"#
        let feature = try #require(try features(text).first)
        #expect(feature.properties.text(0) == "")
        #expect(feature.repeatedNames == ["a", "a"])
    }

    @Test func `the seven types, with members in any order`() throws {
        let square = "[[0,0],[1,0],[1,1],[0,0]]"
        let cases: [(String, Geometry)] = [
            (#"{"coordinates":[1,2],"type":"Point"}"#, .point(Position(1, 2))),
            (#"{"type":"Point","coordinates":[1,2,3.5]}"#, .point(Position(1, 2, 3.5))),
            (#"{"type":"Point","coordinates":[]}"#, .point(nil)),
            (#"{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}"#, .multiPoint([Position(1, 2), Position(3, 4)])),
            (
                #"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#,
                .lineString(try LineString([Position(1, 2), Position(3, 4)]))
            ),
            (#"{"type":"MultiLineString","coordinates":[]}"#, .multiLineString([])),
            (
                #"{"type":"Polygon","coordinates":[\#(square)]}"#,
                .polygon(Polygon(exterior: try ring([(0, 0), (1, 0), (1, 1), (0, 0)])))
            ),
            (
                #"{"type":"MultiPolygon","coordinates":[[\#(square),\#(square)],[],[\#(square)]]}"#,
                .multiPolygon(
                    MultiPolygon([
                        Polygon(
                            exterior: try ring([(0, 0), (1, 0), (1, 1), (0, 0)]),
                            holes: [try ring([(0, 0), (1, 0), (1, 1), (0, 0)])]), Polygon(),
                        Polygon(exterior: try ring([(0, 0), (1, 0), (1, 1), (0, 0)])),
                    ]))
            ),
            (
                #"{"geometries":[{"type":"Point","coordinates":[1,2]},{"type":"GeometryCollection","geometries":[]}],"type":"GeometryCollection"}"#,
                .geometryCollection([.point(Position(1, 2)), .geometryCollection([])])
            ),
        ]
        for (text, expected) in cases {
            let bare = try features(text)
            #expect(bare.map(\.geometry) == [expected], "\(text)")
            #expect(bare[0].geometryProblem == nil)
            let held = try features(#"{"geometry":\#(text),"type":"Feature","properties":{}}"#, bufferSize: 16)
            #expect(held.map(\.geometry) == [expected])
        }
    }

    private func ring(_ pairs: [(Double, Double)]) throws -> LinearRing {
        try LinearRing(pairs.map { Position($0.0, $0.1) })
    }

    @Test(arguments: [
        (
            #"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}"#,
            GeometryProblem.malformed(.ringTooShort(count: 3))
        ),
        (
            #"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#,
            .malformed(.ringNotClosed(first: Position(0, 0), last: Position(0, 1)))
        ),
        (#"{"type":"Polygon","coordinates":[[]]}"#, .malformed(.ringTooShort(count: 0))),
        (#"{"type":"LineString","coordinates":[[0,0]]}"#, .malformed(.lineTooShort)),
        (#"{"type":"Point","coordinates":[1]}"#, .positionOf(count: 1)),
        (#"{"type":"Point","coordinates":[1,2,3,4]}"#, .positionOf(count: 4)),
        (#"{"type":"MultiPoint","coordinates":[[1,2],[]]}"#, .positionOf(count: 0)),
        (#"{"type":"Point","coordinates":["1",2]}"#, .notANumber(.string)),
        (#"{"type":"Point","coordinates":[null,2]}"#, .notANumber(.null)),
        (#"{"type":"Point","coordinates":{"x":1}}"#, .notANumber(.object)),
        (#"{"type":"Point","coordinates":[[1,2]]}"#, .wrongNesting(type: "Point")),
        (#"{"type":"Polygon","coordinates":[[0,0],[1,0],[1,1],[0,0]]}"#, .wrongNesting(type: "Polygon")),
        (#"{"type":"LineString","coordinates":[[0,0],[[1,0]]]}"#, .wrongNesting(type: "LineString")),
        (#"{"type":"LineString","coordinates":[[0,0,[1,0]]]}"#, .wrongNesting(type: "LineString")),
        (#"{"type":"MultiPolygon","coordinates":[[[[[0,0]]]]]}"#, .wrongNesting(type: "MultiPolygon")),
        (#"{"type":"Circle","coordinates":[0,0]}"#, .unknownType("Circle")),
        (#"{"type":"point","coordinates":[0,0]}"#, .unknownType("point")),
        (#"{"coordinates":[0,0]}"#, .noType),
        (#"{"type":"Point"}"#, .noCoordinates(type: "Point")),
        (#"{"type":"GeometryCollection","geometries":[null]}"#, .notAnObject(.null)),
        (#"{"type":"GeometryCollection"}"#, .noCoordinates(type: "GeometryCollection")),
        (#"[0,0]"#, .notAnObject(.array)),
        (#"{"type":"Point","coordinates":[1e400,0]}"#, .malformed(.notFinite(Position(.infinity, 0)))),
        (
            #"{"type":"Point","coordinates":[0,0],"crs":{"type":"name","properties":{"name":"EPSG:2154"}}}"#,
            .otherCRS("EPSG:2154")
        ),
    ])
    func `a malformed geometry is a problem of its row, and the next one is read`(
        geometry: String, problem: GeometryProblem
    ) throws {
        let text =
            #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":\#(geometry),"properties":{"a":1}},"#
            + #"{"type":"Feature","geometry":{"type":"Point","coordinates":[3,4]},"properties":{"a":2}}]}"#
        for size in [16, 1 << 18] {
            let found = try features(text, bufferSize: size)
            #expect(found.map(\.geometryProblem) == [problem, nil])
            #expect(found.map(\.geometry) == [nil, .point(Position(3, 4))])
            #expect(found.map { $0.properties.text(0) } == ["1", "2"])
        }
    }

    @Test(arguments: ["1", "null", "[]", #"{"type":"Point","coordinates":[0,0]}"#, "{}"])
    func `an element that is no feature is a problem of its row`(element: String) throws {
        let found = try features(#"{"type":"FeatureCollection","features":[\#(element)]}"#)
        #expect(found.count == 1)
        guard case .notAFeature = found[0].geometryProblem else {
            Issue.record("\(String(describing: found[0].geometryProblem))")
            return
        }
    }

    @Test(arguments: [
        #"{"type":"FeatureCollection","features":[{"type":"Feature""#,
        #"{"type":"FeatureCollection","features":[]"#,
        #"{"type":"FeatureCollection","features":[{}}]"#,
        #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[NaN,0]}}]}"#,
        #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[0,0}]}}]}"#,
        #"{"type":"FeatureCollection","features":[]} x"#,
        #"{"type":"FeatureCollection","features":[]}{"type":"FeatureCollection","features":[]}"#,
        #"{"type":"Feature","geometry":null,"properties":{}},{"type":"Feature"}"#,
    ])
    func `malformed or truncated JSON ends the reading with its place`(text: String) {
        for size in [16, 1 << 18] {
            let error = #expect(throws: GeoJSONError.self) { try features(text, bufferSize: size) }
            guard case .json(let reason) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(reason.place.line == 1)
        }
    }

    @Test func `a file cut anywhere is refused`() throws {
        let text =
            #"{"type":"FeatureCollection","features":[{"type":"Feature","id":"é","geometry":{"type":"Point","coordinates":[1.5,-2e3]},"properties":{"a":"b\n"}}]}"#
        let bytes = Array(text.utf8)
        for length in 0..<bytes.count {
            #expect(throws: GeoJSONError.self) {
                let reader = try GeoJSONReader(ByteSource(bytes: bytes[..<length]), bufferSize: 16)
                while try reader.next() != nil {}
            }
        }
    }

    @Test(arguments: [
        "[]", "12", "\"x\"", "{}", #"{"type":"Topology"}"#, #"{"features":[]}"#, #"{"type":"FeatureCollection"}"#,
        #"{"type":"FeatureCollection","features":[],"type":"Other"}"#, "", "  \n",
    ])
    func `what is not GeoJSON is refused`(text: String) {
        #expect(throws: GeoJSONError.self) { try features(text) }
    }

    @Test func `a hundred levels are refused clearly`() {
        let deep = String(repeating: "[", count: 100) + String(repeating: "]", count: 100)
        let error = #expect(throws: GeoJSONError.self) {
            try features(#"{"type":"Feature","geometry":{"type":"Polygon","coordinates":\#(deep)},"properties":{}}"#)
        }
        guard case .json(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.reason == .tooDeep(limit: 64))
    }

    @Test func `text sequences, features one per line, and a byte order mark`() throws {
        let one = #"{"type":"Feature","geometry":null,"properties":{"a":1}}"#
        let two = #"{"type":"Feature","geometry":null,"properties":{"b":2}}"#
        for text in [
            "\u{1E}\(one)\n\u{1E}\(two)\n", "\(one)\n\(two)\n", "\u{FEFF}\(one)\r\n\r\n\(two)", "\(one)\(two)",
        ] {
            for size in [16, 1 << 18] {
                let reader = try GeoJSONReader(source(text), bufferSize: size)
                var numbers: [Int] = []
                while let feature = try reader.next() { numbers.append(feature.number) }
                #expect(numbers == [1, 2])
                #expect(reader.columns == ["a", "b"])
            }
        }
    }

    private let collection = #""features":[{"type":"Feature","geometry":null,"properties":{"crs":"no"}}]"#
    private let crs = #""crs":{"type":"name","properties":{"name":"EPSG:2154"}}"#

    @Test func `the system is found before the features or after them`() throws {
        for text in [
            "{\"type\":\"FeatureCollection\",\(crs),\(collection)}",
            "{\"type\":\"FeatureCollection\",\(collection),\(crs)}",
        ] {
            for size in [16, 1 << 18] {
                let reader = try GeoJSONReader(source(text), bufferSize: size)
                #expect(reader.crs == "EPSG:2154")
                #expect(try reader.next()?.number == 1)
                #expect(try reader.next() == nil)
            }
        }
        #expect(try GeoJSONReader(source("{\"type\":\"FeatureCollection\",\(collection)}")).crs == nil)
        let code = #"{"type":"Point","coordinates":[0,0],"crs":{"type":"EPSG","properties":{"code":27572}}}"#
        #expect(try GeoJSONReader(source(code)).crs == "EPSG:27572")
    }

    @Test func `a system that comes too late in a pipe is an error, not a guess`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let text = "{\"type\":\"FeatureCollection\",\(collection),\(crs)}"
        let writer = Thread { if let file = fopen(path, "w") { fputs(text, file); fclose(file) } }
        writer.start()
        let reader = try GeoJSONReader(ByteSource(path))
        #expect(reader.crs == nil)
        #expect(throws: GeoJSONError.crsAfterFeatures(source: path, crs: "EPSG:2154")) {
            while try reader.next() != nil {}
        }
    }

    @Test(arguments: [
        #"{"type":"link","properties":{"href":"x"}}"#, #"{"type":"name"}"#,
        #"{"type":"name","properties":{"name":""}}"#,
        #""EPSG:2154""#, "{}",
    ])
    func `a system that has no name is refused`(crs: String) {
        #expect(throws: GeoJSONError.unreadableCRS(source: "test")) {
            try features(#"{"type":"FeatureCollection","crs":\#(crs),"features":[]}"#)
        }
    }

    @Test func `endless new properties are refused`() throws {
        let members = (0...5000).map { "\"p\($0)\":0" }.joined(separator: ",")
        #expect(throws: GeoJSONError.tooManyColumns(source: "test", limit: 4096)) {
            try features(
                #"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{\#(members)}}]}"#
            )
        }
    }
}
