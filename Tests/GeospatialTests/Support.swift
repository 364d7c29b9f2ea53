import Foundation
import Geospatial
import Testing

/// Public files to run on, which are not in the repository: `CAMPUS_ATLAS_CORPUS`, or `../shared/data` beside it.
enum Corpus {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["CAMPUS_ATLAS_CORPUS"] { return URL(filePath: path) }
        let root = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.appending(path: "../shared/data").standardizedFileURL
    }()

    static let isPresent = FileManager.default.fileExists(atPath: folder.path)
    static let absence: Comment = "the corpus of public files is not here (CAMPUS_ATLAS_CORPUS)"

    static func text(_ path: String) throws -> String {
        try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    }
}

/// Expected numbers of other engines; see Oracles/README.md.
func oracle<Document: Decodable>(_ name: String, as type: Document.Type) throws -> Document {
    let file = Bundle.module.bundleURL.appending(path: "Oracles/\(name)")
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

/// Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Draws geometries of all types, with and without heights, empty now and then.
struct GeometryDraw {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func geometry(depth: Int = 0) throws -> Geometry {
        let isEmpty = Int.random(in: 0..<12, using: &random) == 0
        let count = isEmpty ? 0 : Int.random(in: 1...4, using: &random)
        switch Int.random(in: 0..<(depth < 3 ? 7 : 6), using: &random) {
        case 0: return .point(isEmpty ? nil : position())
        case 1: return .lineString(try line(isEmpty: isEmpty))
        case 2: return .polygon(try polygon(rings: count))
        case 3: return .multiPoint((0..<count).map { _ in position() })
        case 4: return .multiLineString(try (0..<count).map { _ in try line(isEmpty: false) })
        case 5: return .multiPolygon(MultiPolygon(try (0..<count).map { _ in try polygon(rings: 1) }))
        default: return .geometryCollection(try (0..<count).map { _ in try geometry(depth: depth + 1) })
        }
    }

    mutating func position() -> Position {
        let z: Double? = Bool.random(using: &random) ? Double.random(in: -10...3000, using: &random) : nil
        return Position(coordinate(), coordinate(), z)
    }

    private mutating func coordinate() -> Double {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: Double(Int.random(in: -5...5, using: &random))
        case 1: Double.random(in: -180...180, using: &random)
        case 2: Double.random(in: -1e-6...1e-6, using: &random)
        default: Double(Int.random(in: 0...9_000_000_000, using: &random)) / 1000
        }
    }

    private mutating func line(isEmpty: Bool) throws -> LineString {
        isEmpty
            ? LineString()
            : try LineString((0..<Int.random(in: 2...6, using: &random)).map { _ in position() })
    }

    private mutating func polygon(rings: Int) throws -> Polygon {
        Polygon(
            rings: try (0..<rings).map { _ in
                let open = (0..<Int.random(in: 3...7, using: &random)).map { _ in position() }
                return try LinearRing(open + open.prefix(1))
            })
    }
}

func multiPolygon(_ wkt: String) throws -> MultiPolygon {
    try #require(try Geometry(wkt: wkt).polygonal)
}

/// The bytes that hexadecimal digits write.
func bytes(_ hex: String) throws -> [UInt8] {
    let digits = Array(hex)
    return try stride(from: 0, to: digits.count, by: 2).map { start in
        try #require(UInt8(String(digits[start..<min(start + 2, digits.count)]), radix: 16))
    }
}
