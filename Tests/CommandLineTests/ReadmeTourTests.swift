import Foundation
import Testing

/// The README shows what the program prints: these lines must stay true.
@Suite struct ReadmeTourTests {
    private static let readme = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(
            path: "README.md")

    /// The lines that the README shows after a command, up to the next one, without those that stand for more.
    private func shown(after command: String) throws -> [Substring] {
        let readme = try String(contentsOf: Self.readme, encoding: .utf8)
        let rest = try #require(readme.components(separatedBy: "$ campus-atlas \(command)\n").dropFirst().first)
        let block = rest.components(separatedBy: "\n```")[0].components(separatedBy: "\n$ ")[0]
        return block.split(separator: "\n").filter { $0.trimmingCharacters(in: .whitespaces) != "…" }
    }

    /// The README has plain spaces where the program has no-break ones.
    private func plain(_ text: String) -> String {
        text.replacing("\u{00A0}", with: " ").replacing("\u{202F}", with: " ")
    }

    @Test(
        "the tour's output is the program's",
        arguments: [
            ["progress", "--on", "2026-10-01"], ["explain", "land.new_sealed_parking", "--on", "2026-10-01"],
            ["export", "observations", "-o", "observations.geojson"],
            ["rain", "--depth", "10mm", "--on", "2026-10-01"], ["land partition", "--on", "2026-10-01"],
            ["land balance", "--from", "2022-12-31", "--to", "2026-10-01", "--by", "class"],
            ["land balance", "--from", "2022-12-31", "--to", "2026-10-01", "--by", "cause"],
            ["works what-if", "--all-planned", "--on", "2026-10-01"],
            ["species diversity", "--by", "campus", "--on", "2026-10-01"], ["species leak-audit"],
            ["waste year", "2025"], ["waste rates", "--year", "2025", "--between", "true,school-om-share"],
        ])
    func output(words: [String]) throws {
        let desk = try Desk(atlas: false)
        #expect(try desk.run("demo", "demo").status == 0)
        let command = words[0].split(separator: " ").map(String.init)
        let arguments = command + ["demo/atlas.gpkg"] + words.dropFirst()
        let lines = try shown(after: arguments.joined(separator: " "))
        #expect(lines.count > 1)
        let outcome = try Program.run(arguments, language: "fr", in: desk.folder)
        let printed = Set(plain(outcome.output + outcome.errors).split(separator: "\n"))
        for line in lines {
            let isPrinted = printed.contains(Substring(plain(String(line))))
            #expect(isPrinted, "\(line)")
        }
    }

    @Test("the tour's import from OpenStreetMap is the program's")
    func openStreetMap() throws {
        let desk = try Desk()
        let features = [
            #""amenity": "parking", "surface": "asphalt""#, #""landuse": "grass""#, #""surface": "paving_stones""#,
        ].enumerated().map { index, tags in
            let (west, east) = (4.08 + Double(index) * 0.001, 4.0805 + Double(index) * 0.001)
            let ring = "[[\(west),44.133],[\(east),44.133],[\(east),44.134],[\(west),44.134],[\(west),44.133]]"
            return #"{"type": "Feature", "properties": {\#(tags)}, "#
                + #""geometry": {"type": "Polygon", "coordinates": [\#(ring)]}}"#
        }
        try desk.write(
            "osm.geojson", #"{"type": "FeatureCollection", "features": [\#(features.joined(separator: ","))]}"#)
        let words = ["import", "surfaces", "ales.gpkg", "osm.geojson", "--set", "valid_from=2026-01-01"]
        for arguments in [words, words + ["--set", "type_of:surface:paving_stones=paving_open"]] {
            let lines = try shown(after: arguments.joined(separator: " "))
            #expect(!lines.isEmpty)
            let outcome = try Program.run(arguments, language: "fr", in: desk.folder)
            let printed = Set(plain(outcome.output + outcome.errors).split(separator: "\n"))
            for line in lines {
                let isPrinted = printed.contains(Substring(plain(String(line))))
                #expect(isPrinted, "\(line)")
            }
        }
    }
}
