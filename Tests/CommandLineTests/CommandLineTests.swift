import Foundation
import Testing

/// The program as a person runs it.
struct Program {
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The executable that the tests were built with.
    static var executable: URL {
        Bundle.allBundles.map(\.bundleURL).map { $0.deletingLastPathComponent() }
            .map { $0.appending(path: "campus-atlas") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
            ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "campus-atlas")
    }

    static func run(_ arguments: [String], language: String = "en") throws -> Outcome {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ["LANG": language == "fr" ? "fr_FR.UTF-8" : "C.UTF-8", "PATH": "/usr/bin:/bin"]
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: complaint, as: UTF8.self))
    }
}

@Suite struct CommandLineTests {
    @Test("help and version succeed, a misuse is status 2")
    func statuses() throws {
        #expect(try Program.run(["--help"]).status == 0)
        #expect(try Program.run(["--version"]).output == "0.1.0\n")
        let misuse = try Program.run(["progress"])
        #expect(misuse.status == 2)
        #expect(!misuse.errors.isEmpty && misuse.output.isEmpty)
    }

    @Test("a missing file is one clear line on standard error, in French or English, and status 2")
    func missingFile() throws {
        let english = try Program.run(["progress", "/nowhere/atlas.gpkg"])
        let french = try Program.run(["progress", "/nowhere/atlas.gpkg"], language: "fr")
        #expect(english.status == 2 && french.status == 2)
        #expect(english.output.isEmpty && french.output.isEmpty)
        #expect(english.errors.contains("/nowhere/atlas.gpkg") && french.errors.contains("/nowhere/atlas.gpkg"))
        #expect(english.errors != french.errors)
        #expect(english.errors.split(separator: "\n").count == 1)
    }
}
