import CampusAtlas
import Foundation
import GRDB
import Testing

/// A file of surfaces that say their tags and not their type, each on ground of its own.
enum TaggedGround {
    /// - Parameter rows: the tags of each row, by column.
    static func csv(_ rows: [[String: String]], extra: [String: String] = [:]) -> String {
        let columns = Set(rows.flatMap(\.keys)).sorted()
        func cell(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
        let header = (["name", "valid_from"] + extra.keys.sorted() + columns + ["geometry_wkt"]).map(cell)
        let lines = rows.enumerated().map { index, tags in
            let plot = Plot(Double(index) * 20, 0, Double(index) * 20 + 10, 10)
            let fixed = ["r\(index)", "2026-01-01"] + extra.keys.sorted().map { extra[$0] ?? "" }
            return (fixed + columns.map { tags[$0] ?? "" } + [plot.wkt]).map(cell).joined(separator: ";")
        }
        return ([header.joined(separator: ";")] + lines).joined(separator: "\n") + "\n"
    }
}

extension TemporaryFolder {
    func tagged(_ rows: [[String: String]], file name: String = "tagged.csv") throws -> String {
        try file(name, TaggedGround.csv(rows))
    }
}

extension ImportOptions {
    /// Coordinates of the file in EPSG:2154, and what a person says of it.
    static func metric(set constants: [String: String] = [:], map mapping: [String: String] = [:]) -> ImportOptions {
        var options = ImportOptions(set: constants, map: mapping)
        options.crs = "EPSG:2154"
        return options
    }
}

extension Atlas {
    /// The type and the use of each surface, by name.
    func grounds() throws -> [String: Meaning] {
        let rows = try rows("SELECT name, surface_type, land_use FROM surface ORDER BY fid")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0["name"], Meaning($0["surface_type"], $0["land_use"])) })
    }

    struct Meaning: Equatable {
        let type: String
        let use: String?

        init(_ type: String, _ use: String? = nil) {
            self.type = type
            self.use = use
        }
    }
}

/// A line of `geodata/surface_mapping.csv`, read apart from the program.
struct MappingLine {
    let scheme, key, value: String
    let types: [String]
    let use: String?
    let notes: [String]
    let source: String

    static let all: [MappingLine] = {
        let text =
            (try? String(contentsOf: packageRoot.appending(path: "geodata/surface_mapping.csv"), encoding: .utf8))
        return (text ?? "").split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            return MappingLine(
                scheme: cells[0], key: cells[1], value: cells[2],
                types: cells[4].split(separator: "|").map(String.init),
                use: cells[5].isEmpty ? nil : cells[5], notes: [cells[6], cells[7]], source: cells[8])
        }
    }()

    var tag: [String: String] { [key: value == "*" ? "whatever" : value] }
    var means: String? { types.count == 1 && types != ["none"] ? types[0] : nil }
    var candidates: [String] { types.count > 1 ? types : [] }
}
