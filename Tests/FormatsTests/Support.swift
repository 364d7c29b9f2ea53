import Formats
import Foundation
import Testing

/// The real files that tests read: `CAMPUS_ATLAS_CORPUS`, or `../shared/data` beside the package.
let corpus: URL = {
    if let named = ProcessInfo.processInfo.environment["CAMPUS_ATLAS_CORPUS"] { return URL(fileURLWithPath: named) }
    let here = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return root.deletingLastPathComponent().appendingPathComponent("shared/data")
}()

let corpusIsPresent = FileManager.default.fileExists(atPath: corpus.appendingPathComponent("json").path)
let corpusIsAbsent: Comment = "the corpus is absent: set CAMPUS_ATLAS_CORPUS"

func corpusFiles(_ folder: String, suffix: String) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(
        at: corpus.appendingPathComponent(folder), includingPropertiesForKeys: nil
    )
    .filter { $0.lastPathComponent.hasSuffix(suffix) }
    .sorted { $0.path < $1.path }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
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

/// A folder that disappears with the value.
final class TemporaryFolder {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("formats-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appendingPathComponent(name).path }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() }
}

func source(_ text: String) -> ByteSource { ByteSource(bytes: text.utf8, name: "test") }

/// The error that the body throws, of the type asked for.
func failure<Failure: Error, Value>(of body: () throws(Failure) -> Value) -> Failure? {
    do throws(Failure) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}

/// Every row of a delimited text, as strings.
func rows(_ reader: DelimitedTextReader) throws -> [[String]] {
    var rows: [[String]] = []
    var record = Record()
    while try reader.next(into: &record) { rows.append((0..<record.count).map { record.text($0) }) }
    return rows
}

func features(_ text: String, bufferSize: Int = 1 << 18) throws -> [Feature] {
    let reader = try GeoJSONReader(source(text), bufferSize: bufferSize)
    var features: [Feature] = []
    while let feature = try reader.next() { features.append(feature) }
    return features
}
