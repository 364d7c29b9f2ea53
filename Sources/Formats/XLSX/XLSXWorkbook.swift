/// A spreadsheet in the form of ECMA-376 (`.xlsx`, `.xlsm`): its sheets, read one row at a time.
///
/// Nothing outside the archive is ever opened, no formula is computed, and no entity is expanded; the archive is held to
/// the limits of ``ZIPReader``.
public struct XLSXWorkbook: Sendable {
    /// A sheet of cells.
    public struct Sheet: Hashable, Sendable {
        /// Its name, as the tab shows it.
        public let name: String
        /// True when the tab is not shown.
        public let isHidden: Bool
        let part: String
    }

    /// What the source calls itself.
    public let name: String
    /// The sheets, in the order of their tabs.
    public let sheets: [Sheet]
    let formats: [NumberFormat]
    let is1904: Bool
    let strings: SharedStrings
    private let archive: ZIPReader

    /// - Parameter source: a file, or bytes.
    /// - Throws: ``XLSXError``
    public init(_ source: ByteSource) throws(XLSXError) {
        name = source.name
        let fail = XLSXFailure(source: source.name)
        let archive = try fail.onFile { () throws(FileError) in
            if try source.prefix(8).starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return nil as ZIPReader? }
            return try ZIPReader(source, limits: ZIPLimits(entrySize: 1 << 31))
        }
        guard let archive else { throw fail(.legacyOrEncrypted) }
        self.archive = archive
        let parts = XLSXParts(archive, fail)
        if parts.has("mimetype"), parts.has("content.xml") { throw fail(.openDocument) }
        guard parts.has("[Content_Types].xml"), parts.has("_rels/.rels"),
            let main = try parts.relations(of: "").first(where: { $0.type == "officeDocument" })?.target
        else { throw fail(.notAWorkbook) }
        if main.hasSuffix(".bin") { throw fail(.binaryWorkbook) }
        let workbook = try parts.document(main)
        guard workbook.name == "workbook" else { throw fail(.notAWorkbook) }
        let relations = try parts.relations(of: main)
        is1904 = ["1", "true"].contains(workbook.first("workbookPr")?.attributes["date1904"])
        var sheets: [Sheet] = []
        for sheet in workbook.first("sheets")?.all("sheet") ?? [] {
            // A sheet of charts, or of macros, has no cells.
            guard let relation = relations.first(where: { $0.id == sheet.attributes["id"] }),
                relation.type == "worksheet"
            else { continue }
            sheets.append(
                Sheet(
                    name: sheet.attributes["name"] ?? "",
                    isHidden: sheet.attributes["state"] != nil
                        && sheet.attributes["state"] != "visible", part: relation.target))
        }
        guard !sheets.isEmpty else { throw fail(.noSheet) }
        self.sheets = sheets
        if let styles = relations.first(where: { $0.type == "styles" }) {
            formats = Self.formats(try parts.document(styles.target))
        } else {
            formats = []
        }
        if let strings = relations.first(where: { $0.type == "sharedStrings" }) {
            self.strings = try SharedStrings(try parts.source(strings.target), fail)
        } else {
            strings = SharedStrings()
        }
    }

    /// The sheet of a name; the first one when nil.
    /// - Throws: ``XLSXError/Reason/unknownSheet(_:known:)``
    public func sheet(_ name: String?) throws(XLSXError) -> Sheet {
        guard let name else { return sheets[0] }
        guard let sheet = sheets.first(where: { $0.name == name }) else {
            throw XLSXError(source: self.name, reason: .unknownSheet(name, known: sheets.map(\.name)))
        }
        return sheet
    }

    /// Reads a sheet from its first row; as often as asked.
    /// - Throws: ``XLSXError``
    public func reader(_ sheet: Sheet) throws(XLSXError) -> XLSXSheetReader {
        let fail = XLSXFailure(source: name)
        return try XLSXSheetReader(self, XLSXParts(archive, fail).source(sheet.part), fail)
    }

    /// The format of each style of cells (18.8.10).
    private static func formats(_ styles: XMLElement) -> [NumberFormat] {
        var custom: [Int: NumberFormat] = [:]
        for format in styles.first("numFmts")?.all("numFmt") ?? [] {
            guard let id = format.attributes["numFmtId"].flatMap({ Int($0) }) else { continue }
            custom[id] = NumberFormat(code: format.attributes["formatCode"] ?? "")
        }
        return (styles.first("cellXfs")?.all("xf") ?? []).map { style in
            let id = style.attributes["numFmtId"].flatMap { Int($0) } ?? 0
            return custom[id] ?? NumberFormat(builtIn: id)
        }
    }
}

/// The parts of the archive, and what they point to (ECMA-376 part 2).
struct XLSXParts {
    struct Relation {
        let id: String
        /// The last word of its type: `worksheet`.
        let type: String
        /// The part, from the root of the archive.
        let target: String
    }

    private let archive: ZIPReader
    private let fail: XLSXFailure

    init(_ archive: ZIPReader, _ fail: XLSXFailure) {
        self.archive = archive
        self.fail = fail
    }

    func has(_ name: String) -> Bool { archive.entries.contains { $0.name == name } }

    func source(_ name: String) throws(XLSXError) -> ByteSource {
        guard let entry = archive.entries.first(where: { $0.name == name }) else { throw fail(.missingPart(name)) }
        return archive.source(entry)
    }

    func document(_ name: String) throws(XLSXError) -> XMLElement {
        let source = try source(name)
        do throws(XMLError) {
            return try XMLReader.document(source)
        } catch {
            throw fail(.xml(error))
        }
    }

    /// What a part points to inside the archive; addresses elsewhere, as of links, are passed over.
    func relations(of part: String) throws(XLSXError) -> [Relation] {
        let cut = part.lastIndex(of: "/").map { part.index(after: $0) } ?? part.startIndex
        let folder = part[..<cut]
        let name = "\(folder)_rels/\(part[cut...]).rels"
        guard has(name) else { return [] }
        var relations: [Relation] = []
        for element in try document(name).all("Relationship") where element.attributes["TargetMode"] != "External" {
            let type = element.attributes["Type"].flatMap { $0.split(separator: "/").last.map(String.init) } ?? ""
            guard ["officeDocument", "worksheet", "styles", "sharedStrings"].contains(type) else { continue }
            relations.append(
                Relation(
                    id: element.attributes["Id"] ?? "", type: type,
                    target: try resolve(element.attributes["Target"] ?? "", from: String(folder))))
        }
        return relations
    }

    private func resolve(_ target: String, from folder: String) throws(XLSXError) -> String {
        var path: [Substring] = target.hasPrefix("/") ? [] : folder.split(separator: "/")
        if target.isEmpty || target.contains(":") || target.contains("\\") { throw fail(.unsafeTarget(target)) }
        for step in target.split(separator: "/") where step != "." {
            if step != ".." {
                path.append(step)
            } else if path.popLast() == nil {
                throw fail(.unsafeTarget(target))
            }
        }
        return path.joined(separator: "/")
    }
}

/// Makes the errors of one workbook.
struct XLSXFailure {
    let source: String

    func callAsFunction(_ reason: XLSXError.Reason) -> XLSXError { XLSXError(source: source, reason: reason) }

    func onFile<Result>(_ body: () throws(FileError) -> Result) throws(XLSXError) -> Result {
        do throws(FileError) {
            return try body()
        } catch {
            throw self(.file(error))
        }
    }

    func onXML<Result>(_ body: () throws(XMLError) -> Result) throws(XLSXError) -> Result {
        do throws(XMLError) {
            return try body()
        } catch {
            throw self(.xml(error))
        }
    }
}

/// The texts that the cells of a workbook share, in one run of bytes.
struct SharedStrings: Sendable {
    /// The most bytes that they may take.
    static let limit = 1 << 28

    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init() {}

    init(_ source: ByteSource, _ fail: XLSXFailure) throws(XLSXError) {
        let scanner = try fail.onXML { () throws(XMLError) in try XMLScanner(source) }
        var rich = RichText()
        while true {
            let event = try fail.onXML { () throws(XMLError) in try scanner.next() }
            if event == .finished { return }
            rich.take(event, scanner)
            guard event == .end, scanner.isNamed("si") else { continue }
            bytes.append(contentsOf: rich.text)
            ends.append(bytes.count)
            rich.clear()
            if bytes.count + 8 * ends.count > Self.limit { throw fail(.tooManyStrings(limit: Self.limit)) }
        }
    }

    subscript(_ index: Int) -> ArraySlice<UInt8>? {
        guard ends.indices.contains(index) else { return nil }
        return bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
    }
}

/// A text in runs of their own looks (18.4.4, 18.4.8), without its reading aids for Japanese.
struct RichText {
    private(set) var text: [UInt8] = []
    private var isInText = false
    private var aids = 0

    mutating func clear() { text.removeAll(keepingCapacity: true) }

    mutating func take(_ event: XMLScanner.Event, _ scanner: XMLScanner) {
        switch event {
        case .start:
            if scanner.isNamed("rPh") { aids += 1 }
            isInText = scanner.isNamed("t") && aids == 0
        case .end:
            if scanner.isNamed("rPh") { aids -= 1 }
            if isInText, scanner.isNamed("t") {
                isInText = false
                unescape()
            }
        case .text: if isInText { text.append(contentsOf: scanner.text) }
        case .finished: break
        }
    }

    /// `_x000D_` is how a character that XML lacks is written (22.9.2.19).
    private mutating func unescape() {
        guard text.contains(UInt8(ascii: "_")) else { return }
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            let isEscape =
                index + 6 < text.count && text[index] == UInt8(ascii: "_") && text[index + 1] == UInt8(ascii: "x")
                && text[index + 6] == UInt8(ascii: "_")
            let digits = isEscape ? String(decoding: text[index + 2..<index + 6], as: UTF8.self) : ""
            if isEscape, let value = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(value) {
                UTF8Sequence.append(scalar.value, to: &result)
                index += 7
            } else {
                result.append(text[index])
                index += 1
            }
        }
        text = result
    }
}
