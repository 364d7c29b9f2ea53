/// What a Darwin Core Archive says of its own files (Darwin Core text guide, http://rs.tdwg.org/dwc/terms/guides/text/):
/// the `meta.xml`, with every default of the guide filled in.
public struct ArchiveDescriptor: Hashable, Sendable {
    /// A column of a table, or a value that all its rows share.
    public struct Field: Hashable, Sendable {
        /// The place of the column, from 0; nil when ``defaultValue`` stands for the whole table.
        public let index: Int?
        /// The URI of the term.
        public let term: String
        /// What an empty cell, or a column that is absent, means.
        public let defaultValue: String?
        /// What separates the values of a list in one cell.
        public let delimitedBy: String?

        /// The term without the address of its vocabulary: `scientificName`.
        public var name: String { ArchiveDescriptor.localName(term) }
    }

    /// A table of the archive: the core, or an extension.
    public struct Table: Hashable, Sendable {
        /// The URI of the class whose instances the rows are.
        public let rowType: String
        /// Where the rows are, in one file or several, each within the archive.
        public let files: [String]
        /// How the text is laid out.
        public let dialect: DelimitedDialect
        /// How the text is encoded.
        public let encoding: TextEncoding
        /// How many lines at the head of each file are no rows.
        public let headerLines: Int
        /// The column that tells the rows of the core apart, or that says to which of them a row of an extension belongs.
        public let idIndex: Int?
        /// The columns and the constants.
        public let fields: [Field]

        /// The class without the address of its vocabulary: `Occurrence`.
        public var name: String { ArchiveDescriptor.localName(rowType) }
    }

    /// The rows that the archive is about.
    public let core: Table
    /// The rows that belong to those of the core.
    public let extensions: [Table]
    /// Where the metadata are.
    public let metadata: String?

    /// Reads a `meta.xml`.
    /// - Throws: ``XMLError``, ``DarwinCoreArchiveError``
    public init(_ source: ByteSource) throws {
        let root = try XMLReader.document(source)
        let reader = DescriptorReader(source: source.name)
        guard root.name == "archive" else { throw reader.fail(root, .unexpectedElement(root.name)) }
        guard root.all("core").count == 1, let core = root.first("core") else {
            throw reader.fail(root, .coreCount(root.all("core").count))
        }
        self.core = try reader.table(core, key: "id")
        extensions = try root.all("extension").map { try reader.table($0, key: "coreid") }
        metadata = root.attributes["metadata"].flatMap { $0.isEmpty ? nil : $0 }
    }

    static func localName(_ uri: String) -> String {
        uri.lastIndex { $0 == "/" || $0 == "#" }.map { String(uri[uri.index(after: $0)...]) } ?? uri
    }
}

/// Reads the elements of a `meta.xml`.
private struct DescriptorReader {
    let source: String

    func fail(_ element: XMLElement, _ reason: DarwinCoreArchiveError.Reason) -> DarwinCoreArchiveError {
        DarwinCoreArchiveError(source: source, line: element.line, reason: reason)
    }

    func table(_ element: XMLElement, key: String) throws(DarwinCoreArchiveError) -> ArchiveDescriptor.Table {
        let files = (element.first("files")?.all("location") ?? []).map { trimmed($0.text) }
        guard !files.isEmpty else { throw fail(element, .noLocation) }
        for file in files where !Self.isWithin(file) { throw fail(element, .unsafeLocation(file)) }
        let encodingName = element.attributes["encoding"] ?? "UTF-8"
        guard let encoding = TextEncoding(named: encodingName) else {
            throw fail(element, .unknownEncoding(encodingName))
        }
        var fields: [ArchiveDescriptor.Field] = []
        for field in element.all("field") {
            guard let term = field.attributes["term"], !term.isEmpty else { throw fail(field, .fieldWithoutTerm) }
            fields.append(
                ArchiveDescriptor.Field(
                    index: try number("index", of: field), term: term,
                    defaultValue: field.attributes["default"].flatMap { $0.isEmpty ? nil : $0 },
                    delimitedBy: field.attributes["delimitedBy"].map(unescaped)))
        }
        return ArchiveDescriptor.Table(
            rowType: element.attributes["rowType"]
                ?? "http://rs.tdwg.org/dwc/xsd/simpledarwincore/SimpleDarwinRecord",
            files: files, dialect: try dialect(of: element), encoding: encoding,
            headerLines: try number("ignoreHeaderLines", of: element) ?? 0,
            idIndex: try idIndex(of: element.first(key)), fields: fields)
    }

    private func idIndex(of element: XMLElement?) throws(DarwinCoreArchiveError) -> Int? {
        guard let element else { return nil }
        return try number("index", of: element)
    }

    private func dialect(of element: XMLElement) throws(DarwinCoreArchiveError) -> DelimitedDialect {
        let terminator = unescaped(element.attributes["fieldsTerminatedBy"] ?? ",")
        guard terminator.utf8.count == 1, let delimiter = terminator.utf8.first else {
            throw fail(element, .unsupported(attribute: "fieldsTerminatedBy", found: terminator))
        }
        let enclosure = unescaped(element.attributes["fieldsEnclosedBy"] ?? "\"")
        guard enclosure.utf8.count < 2 else {
            throw fail(element, .unsupported(attribute: "fieldsEnclosedBy", found: enclosure))
        }
        let line = unescaped(element.attributes["linesTerminatedBy"] ?? "\n")
        guard let ending = DelimitedDialect.LineEnding(rawValue: line) else {
            throw fail(element, .unsupported(attribute: "linesTerminatedBy", found: line))
        }
        var dialect = DelimitedDialect(
            delimiter: delimiter, isQuoted: !enclosure.isEmpty, hasHeader: false, lineEnding: ending)
        if let mark = enclosure.utf8.first { dialect.quotationMark = mark }
        return dialect
    }

    private func number(_ name: String, of element: XMLElement) throws(DarwinCoreArchiveError) -> Int? {
        guard let text = element.attributes[name] else { return nil }
        guard let number = Int(trimmed(text)), (0..<100_000).contains(number) else {
            throw fail(element, .notANumber(attribute: name, found: text))
        }
        return number
    }

    /// `\t`, `\n`, `\r` and `\\`, as the guide writes them.
    private func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                switch character {
                case "t": result += "\t"
                case "n": result += "\n"
                case "r": result += "\r"
                case "\\": result += "\\"
                default: result += "\\\(character)"
                }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return isEscaped ? result + "\\" : result
    }

    private func trimmed(_ text: String) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// True of a path that stays in the archive: no address, no drive, no way up, no root.
    private static func isWithin(_ path: String) -> Bool {
        !path.isEmpty && !path.hasPrefix("/") && !path.contains("\\") && !path.contains(":")
            && !path.split(separator: "/", omittingEmptySubsequences: false).contains("..")
            && !path.utf8.contains { $0 < ASCII.space }
    }
}
