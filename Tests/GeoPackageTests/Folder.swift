import Foundation

/// A folder that lasts as long as the value.
final class Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("gpkg-" + UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { path + "/" + name }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// Real files to read: CAMPUS_ATLAS_CORPUS, or the folder shared/data beside the package.
enum Corpus {
    static let root: URL = {
        if let given = ProcessInfo.processInfo.environment["CAMPUS_ATLAS_CORPUS"] { return URL(fileURLWithPath: given) }
        return URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("../shared/data").standardizedFileURL
    }()

    static func path(_ name: String) -> String { root.appendingPathComponent(name).path }

    static let isPresent = FileManager.default.fileExists(atPath: path("gpkg/gdal_sample.gpkg"))
}

/// Numbers that are the same at each run (SplitMix64, Steele, Lea, Flood 2014).
struct SeededGenerator: RandomNumberGenerator {
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
