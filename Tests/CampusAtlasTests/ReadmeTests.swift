import CampusAtlas
import Foundation
import Testing

// The example of the README, compiled: ``ReadmeTests`` checks that the two are the same to the letter.
// example
func sealedShare(of path: String) throws -> Double? {
    let atlas = try Atlas.open(path)
    let report = try atlas.progress(on: .today)
    let standing = report.standings.first { $0.figure.indicator.id == "land.sealed_share" }
    return standing?.figure.estimate?.value
}
// end of example

@Suite struct ReadmeTests {
    @Test("the README's example is the code above, and works")
    func example() throws {
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let example = try #require(
            source.components(separatedBy: "// example\n").dropFirst().first?.components(
                separatedBy: "// end of example"
            )
            .first)
        let readme = try String(contentsOf: packageRoot.appending(path: "README.md"), encoding: .utf8)
        #expect(readme.contains("```swift\nimport CampusAtlas\n\n\(example)```"))

        let folder = try TemporaryFolder()
        _ = try Atlas.demonstration(at: folder.path("demo.gpkg"), lists: lists)
        #expect(try sealedShare(of: folder.path("demo.gpkg")) != nil)
    }

    @Test("every command that the README names exists")
    func commands() throws {
        let readme = try String(contentsOf: packageRoot.appending(path: "README.md"), encoding: .utf8)
        let named = readme.matches(of: /campus-atlas ([a-z]+)/).map { String($0.1) }
        let known: Set = [
            "init", "import", "progress", "explain", "export", "check", "log", "people", "attach", "lists", "demo",
            "serve", "rain", "land", "works", "species", "taxa", "checklist", "visits", "plants",
            "waste", "weigh",
        ]
        #expect(Set(named).subtracting(known).isEmpty)
        #expect(named.count > 10)
    }
}
