import Geospatial
import Testing

@Suite("Spatial index")
struct SpatialIndexTests {
    @Test("Finds exactly what a look at every rectangle finds", arguments: [0, 1, 2, 15, 16, 17, 255, 256, 257, 5000])
    func agreesWithScan(_ count: Int) {
        var random = SplitMix64(seed: UInt64(count))
        func box(upTo size: Double) -> Envelope {
            let x = Double.random(in: 0...1000, using: &random)
            let y = Double.random(in: 0...1000, using: &random)
            return Envelope(
                minX: x, minY: y, maxX: x + .random(in: 0...size, using: &random),
                maxY: y + .random(in: 0...size, using: &random))
        }
        let boxes = (0..<count).map { _ in box(upTo: 20) }
        let index = SpatialIndex(boxes)
        for _ in 0..<100 {
            let query = box(upTo: 150)
            #expect(index.query(query) == boxes.indices.filter { boxes[$0].intersects(query) })
        }
        #expect(index.query(Envelope(minX: -1, minY: -1, maxX: 2000, maxY: 2000)) == Array(0..<count))
    }

    @Test("Rectangles that touch the query by an edge or a corner are found; equal ones each by their own rank")
    func edges() {
        let unit = Envelope(minX: 0, minY: 0, maxX: 1, maxY: 1)
        let index = SpatialIndex([unit, unit, Envelope(minX: 3, minY: 3, maxX: 4, maxY: 4)])
        #expect(index.query(Envelope(minX: 1, minY: 1, maxX: 3, maxY: 3)) == [0, 1, 2])
        #expect(index.query(Envelope(Position(2, 2))).isEmpty)
    }
}
