import Foundation
import Formats
import Testing

@Suite struct DarwinCoreArchiveTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "dwca-\(UUID().uuidString)")

    /// Writes an archive as a folder.
    private func archive(_ files: [String: String]) throws -> String {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
        return folder.path
    }

    private func descriptor(_ core: String, _ extensions: String = "") -> String {
        "<archive xmlns=\"http://rs.tdwg.org/dwc/text/\">\(core)\(extensions)</archive>"
    }

    private func core(_ attributes: String = "", _ fields: String, location: String = "o.txt") -> String {
        "<core \(attributes) rowType=\"http://rs.tdwg.org/dwc/terms/Occurrence\"><files><location>\(location)</location></files>"
            + fields + "</core>"
    }

    private let name = "<field index=\"1\" term=\"http://rs.tdwg.org/dwc/terms/scientificName\"/>"

    private func rows(_ path: String, _ table: (DarwinCoreArchive) -> ArchiveDescriptor.Table = { $0.descriptor.core })
        throws -> [[String]]
    {
        let archive = try DarwinCoreArchive(path)
        let rows = try archive.rows(of: table(archive))
        var found: [[String]] = []
        var record = Record()
        while try rows.next(into: &record) {
            #expect(record.defect == nil)
            found.append((0..<record.count).map { record.text($0) })
        }
        return found
    }

    private func reason(_ files: [String: String]) throws -> DarwinCoreArchiveError.Reason? {
        let path = try archive(files)
        return #expect(throws: DarwinCoreArchiveError.self) { try DarwinCoreArchive(path) }?.reason
    }

    // MARK: The text guide

    @Test func `without attributes, commas part the fields, quotation marks enclose them and no line is a header`()
        throws
    {
        let path = try archive([
            "meta.xml": descriptor(core("", "<id index=\"0\"/>" + name)), "o.txt": "1,\"Quercus, ilex\"\n2,Apus apus\n",
        ])
        let table = try DarwinCoreArchive(path).descriptor.core
        #expect(table.encoding == .utf8 && table.headerLines == 0 && table.dialect.isQuoted)
        #expect(try rows(path) == [["1", "Quercus, ilex"], ["2", "Apus apus"]])
    }

    @Test func `a table without a row type holds simple Darwin Core records`() throws {
        let path = try archive([
            "meta.xml": descriptor(
                core("", name).replacing(" rowType=\"http://rs.tdwg.org/dwc/terms/Occurrence\"", with: "")),
            "o.txt": "1,Apus apus\n",
        ])
        #expect(try DarwinCoreArchive(path).descriptor.core.name == "SimpleDarwinRecord")
    }

    @Test func `tabs, other quotation marks, other encodings and several header lines are as declared`() throws {
        let attributes =
            "encoding=\"ISO-8859-1\" fieldsTerminatedBy=\"\\t\" linesTerminatedBy=\"\\r\\n\" fieldsEnclosedBy=\"'\" ignoreHeaderLines=\"2\""
        let path = try archive(["meta.xml": descriptor(core(attributes, "<id index=\"0\"/>" + name))])
        let bytes = Array("a\tb\r\nc\td\r\n1\t'Ch".utf8) + [0xEA] + Array("ne\t''vert'''\r\n".utf8)
        try Data(bytes).write(to: folder.appending(path: "o.txt"))
        #expect(try rows(path) == [["1", "Chêne\t'vert'"]])
    }

    @Test func `a default stands for a column that is absent, and for an empty cell`() throws {
        let fields =
            "<id index=\"0\"/><field index=\"1\" default=\"x\" term=\"http://rs.tdwg.org/dwc/terms/locality\"/>"
            + "<field default=\"Plantae\" term=\"http://rs.tdwg.org/dwc/terms/kingdom\"/>"
            + "<field term=\"http://purl.org/dc/terms/rights\"/>"
        let path = try archive(["meta.xml": descriptor(core("", fields)), "o.txt": "1,\n2,Alès\n"])
        #expect(try rows(path) == [["1", "x", "Plantae"], ["2", "Alès", "Plantae"]])
        let archive = try DarwinCoreArchive(path)
        #expect(try archive.rows(of: archive.descriptor.core).columns == ["id", "locality", "kingdom"])
    }

    @Test func `a table may lie in several files, each with its header`() throws {
        let meta = core("ignoreHeaderLines=\"1\"", "<id index=\"0\"/>" + name)
            .replacing("</location>", with: "</location><location>p.txt</location>")
        let path = try archive(["meta.xml": descriptor(meta), "o.txt": "id,n\n1,a\n", "p.txt": "id,n\n2,b\n"])
        #expect(try rows(path) == [["1", "a"], ["2", "b"]])
    }

    @Test func `a core without an identifier is read, and lists say what parts them`() throws {
        let list = "<field index=\"0\" delimitedBy=\"|\" term=\"http://rs.tdwg.org/dwc/terms/recordedBy\"/>"
        let path = try archive(["meta.xml": descriptor(core("", list)), "o.txt": "A|B\n"])
        let archive = try DarwinCoreArchive(path)
        #expect(try archive.rows(of: archive.descriptor.core).keyColumn == nil)
        #expect(archive.descriptor.core.fields[0].delimitedBy == "|")
        #expect(try rows(path) == [["A|B"]])
    }

    @Test func `a row that is shorter than the descriptor says is a defect`() throws {
        let path = try archive(["meta.xml": descriptor(core("", "<id index=\"0\"/>" + name)), "o.txt": "1\n"])
        let archive = try DarwinCoreArchive(path)
        let rows = try archive.rows(of: archive.descriptor.core)
        var record = Record()
        #expect(try rows.next(into: &record))
        #expect(record.defect == .tooFewFields(expected: 2, found: 1))
    }

    // MARK: What is refused

    @Test(arguments: ["../o.txt", "/etc/passwd", "C:/o.txt", "a\\b", "http://example.org/o.txt", "a/../../o.txt"])
    func `a location outside the archive is refused`(location: String) throws {
        #expect(try reason(["meta.xml": descriptor(core("", name, location: location))]) == .unsafeLocation(location))
    }

    @Test func `a link that leads out of the folder is refused`() throws {
        let path = try archive(["meta.xml": descriptor(core("", name))])
        try FileManager.default.createSymbolicLink(atPath: path + "/o.txt", withDestinationPath: "/etc/hostname")
        #expect(throws: DarwinCoreArchiveError.self) { try DarwinCoreArchive(path) }
    }

    @Test func `descriptors that cannot be followed are refused with the line`() throws {
        let data = ["o.txt": "1,a\n"]
        func reason(_ meta: String) throws -> DarwinCoreArchiveError.Reason? {
            try self.reason(data.merging(["meta.xml": meta]) { $1 })
        }
        #expect(try reason("<eml/>") == .unexpectedElement("eml"))
        #expect(try reason("<archive/>") == .coreCount(0))
        #expect(try reason(descriptor(core("", name), core("", name))) == .coreCount(2))
        #expect(try reason(descriptor("<core>\(name)</core>")) == .noLocation)
        #expect(try reason(descriptor(core("encoding=\"MacRoman\"", name))) == .unknownEncoding("MacRoman"))
        #expect(
            try reason(descriptor(core("fieldsTerminatedBy=\"||\"", name)))
                == .unsupported(attribute: "fieldsTerminatedBy", found: "||"))
        #expect(
            try reason(descriptor(core("linesTerminatedBy=\";\"", name)))
                == .unsupported(attribute: "linesTerminatedBy", found: ";"))
        #expect(
            try reason(descriptor(core("ignoreHeaderLines=\"-1\"", name)))
                == .notANumber(attribute: "ignoreHeaderLines", found: "-1"))
        #expect(try reason(descriptor(core("", name, location: "p.txt"))) == .missingFile("p.txt"))
        #expect(try reason(descriptor(core("", "<field index=\"0\"/>"))) == .fieldWithoutTerm)
    }

    @Test func `a document type declaration in the descriptor is refused`() throws {
        let bomb = "<!DOCTYPE archive [<!ENTITY a \"aaaa\">]>" + descriptor(core("", name))
        let path = try archive(["meta.xml": bomb, "o.txt": "1,a\n"])
        let error = #expect(throws: XMLError.self) { try DarwinCoreArchive(path) }
        #expect(error?.reason == .documentType)
    }

    @Test func `the whole of an archive has a limit, and so has each entry`() throws {
        let sink = ByteSink()
        let zip = try ZIPWriter(sink)
        for name in ["a", "b"] {
            try zip.begin(name)
            try zip.write([UInt8](repeating: 7, count: 600_000))
        }
        try zip.finish()
        let source = ByteSource(bytes: sink.bytes, name: "a.zip")
        #expect(try ZIPReader(source).entries.map(\.size) == [600_000, 600_000])
        let error = #expect(throws: FileError.self) { try ZIPReader(source, limits: ZIPLimits(totalSize: 1_000_000)) }
        guard case .archive(let refusal) = error else { return #expect(Bool(false)) }
        #expect(refusal.reason == .tooLargeAltogether(limit: 1_000_000))
    }

    @Test func `what the ZIP writer writes, the ZIP reader reads, whatever the bytes`() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<20 {
            let sink = ByteSink()
            let zip = try ZIPWriter(sink)
            var content: [(String, [UInt8])] = []
            for index in 0..<Int.random(in: 0...4, using: &random) {
                let bytes = (0..<Int.random(in: 0...200_000, using: &random)).map { _ in
                    UInt8.random(in: 0...9, using: &random)
                }
                content.append(("é\(index).txt", bytes))
                try zip.begin("é\(index).txt")
                try zip.write(Array(bytes.prefix(1000)))
                try zip.write(Array(bytes.dropFirst(1000)))
            }
            try zip.finish()
            let back = try ZIPReader(ByteSource(bytes: sink.bytes))
            #expect(back.entries.map(\.name) == content.map(\.0))
            for (name, bytes) in content { #expect(try back.source(name).readAll(limit: 1 << 24) == bytes) }
        }
    }

    // MARK: The corpus

    /// Rows of the core, and of each extension, as python-dwca-reader 0.17.1 counts them (rows of extensions that belong to
    /// a row of the core, and orphans).
    private static let counts: [(String, Int, [String: Int])] = [
        ("dwca-gbif-dwca-io/multiline-header", 2, [:]),
        ("dwca-gbif-dwca-io/simplest-archive", 2, [:]),
        ("dwca-python-reader/dwca-2extensions.zip", 4, ["Description": 3, "VernacularName": 4]),
        ("dwca-python-reader/dwca-csv-quote-dir", 2, [:]),
        ("dwca-python-reader/dwca-default-metadata-filename.zip", 2, [:]),
        ("dwca-python-reader/dwca-ids.zip", 4, ["Description": 3, "VernacularName": 4]),
        ("dwca-python-reader/dwca-meta-default-values", 2, [:]),
        ("dwca-python-reader/dwca-metadata-windows1252-encoding", 4, [:]),
        ("dwca-python-reader/dwca-noheaders-1.zip", 2, [:]),
        ("dwca-python-reader/dwca-noheaders-2.zip", 2, [:]),
        ("dwca-python-reader/dwca-nometadata.zip", 2, [:]),
        ("dwca-python-reader/dwca-orphaned-rows.zip", 4, ["Description": 6, "VernacularName": 5]),
        ("dwca-python-reader/dwca-partial-default.zip", 2, [:]),
        ("dwca-python-reader/dwca-simple-dir", 4, [:]),
        ("dwca-python-reader/dwca-simple-subdir.zip", 2, [:]),
        ("dwca-python-reader/dwca-simple-test-archive-enclosed.zip", 2, [:]),
        ("dwca-python-reader/dwca-simple-test-archive.zip", 2, [:]),
        ("dwca-python-reader/dwca-star-test-archive.zip", 4, ["VernacularName": 4]),
        ("dwca-python-reader/dwca-test-default.zip", 2, [:]),
        ("dwca-python-reader/dwca-utf8-eol-test.zip", 1, [:]),
        ("dwca-python-reader/gbif-results-lacks-s-metadata.zip", 158, [:]),
        ("dwca-python-reader/gbif-results-whitespace-in-xml.zip", 158, [:]),
        ("dwca-python-reader/gbif-results.zip", 158, [:]),
    ]

    private func count(_ archive: DarwinCoreArchive, _ table: ArchiveDescriptor.Table) throws -> Int {
        let rows = try archive.rows(of: table)
        var record = Record()
        var count = 0
        while try rows.next(into: &record) { count += 1 }
        return count
    }

    @Test(.enabled(if: corpusIsPresent, corpusIsAbsent), arguments: counts.indices)
    func `every archive of the corpus that another reader reads has the same rows`(index: Int) throws {
        let (name, rows, extensions) = Self.counts[index]
        let archive = try DarwinCoreArchive(corpus.appendingPathComponent("occurrences/\(name)").path)
        #expect(try count(archive, archive.descriptor.core) == rows, "\(name)")
        for table in archive.descriptor.extensions {
            #expect(try count(archive, table) == extensions[table.name, default: 0], "\(name) \(table.name)")
        }
    }

    /// python-dwca-reader gives up on these: a metadata file is missing, a field is beyond the last column, macOS's files
    /// stand beside the one folder. The rows are the lines of the files after the header, by `wc -l`.
    @Test(
        .enabled(if: corpusIsPresent, corpusIsAbsent),
        arguments: [
            ("dwca-python-reader/dwca-invalid-lacks-metadata", 2), ("dwca-python-reader/dwca-malformed-descriptor", 4),
            ("dwca-gbif-dwca-io/meta-xml-variants/dwca-id-with-term", 2), ("dwca-gbif-dwca-io/archive-tax.zip", 3248),
        ])
    func `archives that another reader gives up on are read`(name: String, rows: Int) throws {
        let archive = try DarwinCoreArchive(corpus.appendingPathComponent("occurrences/\(name)").path)
        #expect(try count(archive, archive.descriptor.core) == rows)
    }

    @Test(.enabled(if: corpusIsPresent, corpusIsAbsent))
    func `the archives of the corpus that are refused say why`() throws {
        func reason(_ name: String) -> DarwinCoreArchiveError.Reason? {
            let path = corpus.appendingPathComponent("occurrences/\(name)").path
            return #expect(throws: DarwinCoreArchiveError.self) { try DarwinCoreArchive(path) }?.reason
        }
        #expect(reason("dwca-python-reader/dwca-simple-test-archive.tgz") == .compressedTape)
        #expect(reason("dwca-gbif-dwca-io/archive-tax.tar.gz") == .compressedTape)
        #expect(reason("dwca-python-reader/dwca-missing-extension-details") == .noLocation)
        #expect(reason("dwca-gbif-dwca-io/meta") == .missingFile("DarwinCore.txt"))
        #expect(reason("dwca-python-reader/dwca-invalid-simple-two.zip") == .noDescriptor)
        #expect(reason("dwca-python-reader/dwca-simple-csv.zip") == .noDescriptor)
    }

    /// Every archive there is, and its end: read whole, or a typed refusal.
    @Test(.enabled(if: corpusIsPresent, corpusIsAbsent))
    func `no archive of the corpus does worse than a refusal`() throws {
        var (read, refused) = (0, 0)
        for place in [
            "dwca-python-reader", "dwca-gbif-dwca-io", "dwca-gbif-dwca-io/plazi", "dwca-gbif-dwca-io/meta-xml-variants",
        ] {
            let root = corpus.appendingPathComponent("occurrences/\(place)").path
            for name in try FileManager.default.contentsOfDirectory(atPath: root).sorted() {
                do {
                    let archive = try DarwinCoreArchive("\(root)/\(name)")
                    for table in archive.tables { _ = try count(archive, table) }
                    read += 1
                } catch is DarwinCoreArchiveError {
                    refused += 1
                } catch is FileError {
                    refused += 1
                }
            }
        }
        print("Darwin Core corpus: \(read) archives read, \(refused) files and folders refused")
        #expect(read == 35)
    }
}
