import Formats
import Foundation
import Languages
import Testing

@Suite struct FileTests {
    @Test func `a file appears whole, or not at all`() throws {
        let folder = try TemporaryFolder()
        try Data("old".utf8).write(to: folder.url.appendingPathComponent("out.csv"))
        do {
            let sink = try ByteSink(folder.path("out.csv"))
            try sink.write(String(repeating: "new", count: 200_000))
            #expect(try String(contentsOfFile: folder.path("out.csv"), encoding: .utf8) == "old")
        }
        #expect(folder.names == ["out.csv"])
        let sink = try ByteSink(folder.path("out.csv"))
        try sink.write("new")
        try sink.finish()
        #expect(try String(contentsOfFile: folder.path("out.csv"), encoding: .utf8) == "new")
        #expect(folder.names == ["out.csv"])
    }

    @Test func `what cannot be opened says why`() throws {
        let folder = try TemporaryFolder()
        let absent = folder.path("absent.csv")
        #expect(failure { () throws(FileError) in try ByteSource(absent).readAll(limit: 9) } == .notFound(path: absent))
        #expect(throws: FileError.isDirectory(path: folder.url.path)) {
            try ByteSource(folder.url.path).readAll(limit: 9)
        }
        #expect(throws: FileError.notFound(path: folder.path("no/out"))) { try ByteSink(folder.path("no/out")) }
        #expect(throws: FileError.isDirectory(path: folder.url.path)) { try ByteSink(folder.url.path) }
        #expect(
            failure { () throws(DelimitedTextError) in try DelimitedTextReader(ByteSource(absent)) }?.reason
                == .unreadable(.notFound(path: absent)))
        let geoJSON = failure { () throws(GeoJSONError) in try GeoJSONReader(ByteSource(absent)) }
        #expect(geoJSON?.message.fr.contains("fichier introuvable") == true)
        #expect(throws: FileError.tooLarge(name: "x", limit: 3)) {
            try ByteSource(bytes: [1, 2, 3, 4], name: "x").readAll(limit: 3)
        }
    }

    @Test func `what flows once is spooled, and the copy goes away`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let writer = Thread {
            if let file = fopen(path, "w") {
                fputs("a,b\n1,2\n", file)
                fclose(file)
            }
        }
        writer.start()
        #expect(!ByteSource(path).canBeReadAgain)
        let copy = try ByteSource(path).spooled()
        #expect(copy.canBeReadAgain)
        #expect(copy.name == path)
        for _ in 0..<2 { #expect(try rows(DelimitedTextReader(copy)) == [["1", "2"]]) }
    }
}
