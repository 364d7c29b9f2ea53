import Formats
import Foundation
import Geospatial
import Testing

/// Files far larger than the buffers: what stays in memory is the window and one row.
@Suite struct StreamingTests {
    /// Writes the head, then the body until there are so many bytes, then the tail.
    private func generate(_ path: String, head: String, body: String, tail: String, bytes: Int) throws -> Int {
        let sink = try ByteSink(path)
        try sink.write(head)
        let piece = Array(body.utf8)
        var count = 0
        while sink.count < bytes {
            if count > 0, tail != "" { try sink.write(",") }
            try sink.write(piece)
            count += 1
        }
        try sink.write(tail)
        try sink.finish()
        return count
    }

    @Test func `50 MB of GeoJSON pass through a window of 256 KiB`() throws {
        let folder = try TemporaryFolder()
        let ring = (0..<200).map { "[\(4 + Double($0) / 1000),44.\(1000 + $0)]" }.joined(separator: ",")
        let body =
            #"{"type":"Feature","id":"u","geometry":{"type":"Polygon","coordinates":[[\#(ring),[4.0,44.1000]]]},"properties":{"a":"é","n":null}}"#
        let count = try generate(
            folder.path("big.geojson"), head: #"{"type":"FeatureCollection","features":["#, body: body, tail: "]}",
            bytes: 50_000_000)
        let reader = try GeoJSONReader(ByteSource(folder.path("big.geojson")))
        var read = 0
        while let feature = try reader.next() {
            read += 1
            if feature.geometryProblem != nil { Issue.record("\(feature)") }
        }
        #expect(read == count)
        #expect(reader.bufferCapacity == 1 << 18)
    }

    @Test func `50 MB of delimited text pass through a window of 256 KiB`() throws {
        let folder = try TemporaryFolder()
        let row = (0..<50).map { "champ \($0) \"\"é\"\"" }.joined(separator: "\";\"")
        let count = try generate(
            folder.path("big.csv"), head: (0..<50).map { "c\($0)" }.joined(separator: ";") + "\r\n",
            body: "\"\(row)\"\r\n", tail: "",
            bytes: 50_000_000)
        let reader = try DelimitedTextReader(ByteSource(folder.path("big.csv")))
        var record = Record()
        var read = 0
        while try reader.next(into: &record) {
            read += 1
            if record.defect != nil || record.count != 50 { Issue.record("row \(record.number)") }
        }
        #expect(read == count)
        #expect(record.text(0) == "")
        #expect(reader.bufferCapacity == 1 << 18)
    }
}
