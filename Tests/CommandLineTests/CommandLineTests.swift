import Foundation
import GRDB
import Testing

/// The program as a person runs it.
struct Program {
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String

        /// The messages, a line each.
        var complaints: [Substring] { errors.split(separator: "\n") }
        /// The results, read as JSON by Foundation.
        var json: [String: Any]? {
            (try? JSONSerialization.jsonObject(with: Data(output.utf8))) as? [String: Any]
        }
    }

    /// The executable that the tests were built with.
    static var executable: URL {
        Bundle.allBundles.map(\.bundleURL).map { $0.deletingLastPathComponent() }
            .map { $0.appending(path: "campus-atlas") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
            ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "campus-atlas")
    }

    /// - Parameters:
    ///   - language: of the locale.
    ///   - input: what standard input gives; nothing when nil.
    ///   - folder: where it is run.
    static func run(
        _ arguments: [String], language: String = "en", input: String? = nil, in folder: URL? = nil
    ) throws -> Outcome {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = ["LANG": language == "fr" ? "fr_FR.UTF-8" : "C.UTF-8", "PATH": "/usr/bin:/bin"]
        if let folder { process.currentDirectoryURL = folder }
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        let source = Pipe()
        process.standardInput = input == nil ? FileHandle.nullDevice : source
        try process.run()
        if let input {
            source.fileHandleForWriting.write(Data(input.utf8))
            try source.fileHandleForWriting.close()
        }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: complaint, as: UTF8.self))
    }
}

/// A folder to run the program in, with an atlas, removed with the value.
final class Desk {
    let folder: URL

    init(atlas: Bool = true) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "campus-atlas-desk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard atlas else { return }
        try FileManager.default.copyItem(at: Self.made.get(), to: folder.appending(path: "ales.gpkg"))
    }

    /// The atlas that tests start from, made once by the program.
    private static let made = Result {
        let desk = try Desk(atlas: false)
        let file = FileManager.default.temporaryDirectory.appending(path: "campus-atlas-desk-\(UUID().uuidString).gpkg")
        try #require(desk.run("init", "ales.gpkg", "--name", "École").status == 0)
        try FileManager.default.moveItem(at: desk.folder.appending(path: "ales.gpkg"), to: file)
        return file
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func run(_ arguments: String..., language: String = "en", input: String? = nil) throws -> Program.Outcome {
        try Program.run(arguments, language: language, input: input, in: folder)
    }

    func write(_ name: String, _ text: String) throws { try write(name, bytes: Array(text.utf8)) }

    func write(_ name: String, bytes: [UInt8]) throws {
        try Data(bytes).write(to: folder.appending(path: name))
    }

    func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    /// Does in a file what another program may do in it.
    func execute(_ sql: String, in name: String) throws {
        try DatabaseQueue(path: folder.appending(path: name).path).write { try $0.execute(sql: sql) }
    }

    func has(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: name).path)
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
