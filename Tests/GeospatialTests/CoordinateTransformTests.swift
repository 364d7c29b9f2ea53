import Foundation
import Geospatial
import Languages
import Testing

@Suite("Coordinate transforms")
struct CoordinateTransformTests {
    private func lambert93() throws -> CoordinateTransform {
        try CoordinateTransform(from: .wgs84, to: CoordinateReferenceSystem("EPSG:2154"))
    }

    /// cs2cs EPSG:4326 EPSG:2154 (PROJ 9.1.1 of Debian 12): Alès, and the origin of the projection by its definition.
    @Test(
        "Longitude comes first and Lambert-93 agrees with cs2cs",
        arguments: [
            (Position(4.0805, 44.1333), Position(786457.428, 6337735.388)),
            (Position(3, 46.5), Position(700000, 6600000)),
        ])
    func forward(_ geographic: Position, _ projected: Position) throws {
        var positions = [geographic]
        try lambert93().transform(&positions)
        #expect(abs(positions[0].x - projected.x) < 0.0006)
        #expect(abs(positions[0].y - projected.y) < 0.0006)
        try lambert93().inverted().transform(&positions)
        #expect(abs(positions[0].x - geographic.x) < 1e-9)
        #expect(abs(positions[0].y - geographic.y) < 1e-9)
    }

    /// PROJ 9.1 inverts the authalic latitude of LAEA (EPSG:3035) by a short series, and the shift of NTF (EPSG:27572)
    /// through the centre of the Earth without heights: each comes back within a millimetre, the others exactly.
    @Test(
        "There and back is the same place, in systems of all kinds",
        arguments: [
            ("EPSG:2154", 1e-12), ("EPSG:3944", 1e-12), ("EPSG:32631", 1e-12), ("EPSG:3857", 1e-12),
            ("EPSG:3035", 1e-8), ("EPSG:27572", 1e-8),
        ])
    func roundTrip(_ code: String, _ degrees: Double) throws {
        var random = SplitMix64(seed: 7)
        let there = try CoordinateTransform(from: .wgs84, to: CoordinateReferenceSystem(code))
        let original = (0..<1000).map { _ in
            Position(
                .random(in: -1...7, using: &random), .random(in: 43...49, using: &random),
                .random(in: 0...200, using: &random))
        }
        var positions = original
        try there.transform(&positions)
        try there.inverted().transform(&positions)
        let misses = zip(positions, original).map { max(abs($0.x - $1.x), abs($0.y - $1.y)) }
        #expect(try #require(misses.max()) < degrees)
        #expect(positions.map(\.z) == original.map(\.z))
    }

    @Test("All parts of a geometry are moved, in their order")
    func geometries() throws {
        let transform = try lambert93()
        for seed: UInt64 in 0..<60 {
            var draw = GeometryDraw(seed: seed)
            let geometry = try draw.geometry().mapPositions {
                Position($0.x.truncatingRemainder(dividingBy: 5), 45, $0.z)
            }
            let expected = try geometry.mapPositions { position in
                var one = [position]
                try transform.transform(&one)
                return one[0]
            }
            #expect(try transform.transform(geometry) == expected)
        }
    }

    @Test("A position without image is named, and nothing is moved")
    func outside() throws {
        let transform = try lambert93()
        let original = [Position(4, 44), Position(4, -90), Position(.nan, 1)]
        var positions = original
        let error = #expect(throws: ProjectionError.self) { try transform.transform(&positions) }
        guard case .outside(1, Position(4, -90), "EPSG:4326", "EPSG:2154", _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(positions.prefix(2) == original.prefix(2))
        #expect(error?.message.fr.hasPrefix("La position n° 2, (4.0 -90.0)") == true)
        #expect(error?.message.en.hasPrefix("Position no. 2, (4.0 -90.0)") == true)
        #expect(throws: ProjectionError.self) { try transform.transform(.point(Position(500, 500))) }
        var fine = [Position(4, 44)]
        #expect(throws: Never.self) { try transform.transform(&fine) }
    }

    @Test("Nothing to move is moved")
    func empty() throws {
        var none: [Position] = []
        try lambert93().transform(&none)
        #expect(none.isEmpty)
        #expect(try lambert93().transform(.polygon(Polygon())) == .polygon(Polygon()))
    }

    @Test("Tasks that share a transform, or have their own, get the same answers")
    func concurrency() async throws {
        let shared = try lambert93()
        var random = SplitMix64(seed: 11)
        let points = (0..<2000).map { _ in
            Position(.random(in: -5...9, using: &random), .random(in: 41...51, using: &random))
        }
        var expected = points
        try shared.transform(&expected)
        let answers = try await withThrowingTaskGroup(of: [Position].self) { group in
            for task in 0..<16 {
                group.addTask {
                    let transform =
                        task.isMultiple(of: 2)
                        ? shared
                        : try CoordinateTransform(from: .wgs84, to: CoordinateReferenceSystem("EPSG:2154"))
                    var positions = points
                    try transform.transform(&positions)
                    return positions
                }
            }
            return try await group.reduce(into: [[Position]]()) { $0.append($1) }
        }
        #expect(answers.count == 16)
        #expect(answers.allSatisfy { $0 == expected })
    }
}

/// The cases of PROJ's own regression files that two coordinate reference systems can express.
@Suite("PROJ's gie cases", .enabled(if: Corpus.isPresent, Corpus.absence))
struct GieTests {
    struct Case {
        let operation: String
        let accepted: Position
        let expected: Position
        let tolerance: Double
    }

    /// Forward cases of one-step operations: `operation`, `tolerance`, then `accept` and `expect` pairs.
    private func cases(of projection: String) throws -> [Case] {
        var (operation, tolerance, isForward) = ("", 0.0005, true)
        var accepted: Position?
        var cases: [Case] = []
        let text = try Corpus.text("crs/gie/builtins.gie").replacingOccurrences(of: "\\\n", with: " ")
        for line in text.split(whereSeparator: \.isNewline) {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace).map(String.init)
            switch words.first {
            case "operation":
                (operation, tolerance, isForward) = (words.dropFirst().joined(separator: " "), 0.0005, true)
            case "direction": isForward = words[1] == "forward"
            case "tolerance":
                let unit = ["mm": 0.001, "cm": 0.01, "m": 1, "um": 1e-6, "nm": 1e-9][words.count > 2 ? words[2] : "m"]
                tolerance = (Double(words[1]) ?? 0) * (unit ?? 1)
            case "accept": accepted = position(words)
            case "expect":
                let name = operation.split(separator: " ").first { $0.hasPrefix("+proj=") || $0.hasPrefix("proj=") }
                guard isForward, name?.hasSuffix("proj=\(projection)") == true, let accepted,
                    let expected = position(words)
                else { continue }
                cases.append(
                    Case(operation: operation, accepted: accepted, expected: expected, tolerance: tolerance))
            default: break
            }
        }
        return cases
    }

    private func position(_ words: [String]) -> Position? {
        guard words.count >= 3, let x = Double(words[1]), let y = Double(words[2]) else { return nil }
        return Position(x, y)
    }

    /// Lambert-93 and the nine CC zones are `lcc`; the others are the families of UTM, LAEA Europe and their kin.
    @Test(
        "Each projection family agrees within the tolerance of the file",
        arguments: [
            ("lcc", 16), ("utm", 4), ("tmerc", 20), ("laea", 10), ("merc", 8), ("aea", 8), ("cass", 4), ("sterea", 4),
        ])
    func agrees(_ projection: String, _ atLeast: Int) throws {
        let ellipsoid = ["ellps", "a", "b", "R", "rf", "f", "datum"]
        var transforms: [String: CoordinateTransform] = [:]
        var checked = 0
        for one in try cases(of: projection) {
            let shape = one.operation.split(separator: " ").filter { word in
                ellipsoid.contains { word.hasPrefix("+\($0)=") || word.hasPrefix("\($0)=") }
            }
            guard !shape.isEmpty else { continue }
            let transform =
                try transforms[one.operation]
                ?? CoordinateTransform(
                    from: CoordinateReferenceSystem("+proj=longlat \(shape.joined(separator: " "))"),
                    to: CoordinateReferenceSystem(one.operation))
            transforms[one.operation] = transform
            var positions = [one.accepted]
            try transform.transform(&positions)
            let miss =
                ((positions[0].x - one.expected.x) * (positions[0].x - one.expected.x)
                + (positions[0].y - one.expected.y) * (positions[0].y - one.expected.y)).squareRoot()
            #expect(miss <= max(one.tolerance, 1e-6), "\(one.operation) \(one.accepted)")
            checked += 1
        }
        #expect(checked >= atLeast)
    }
}
