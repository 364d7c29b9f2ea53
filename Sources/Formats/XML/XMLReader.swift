/// Reads a small XML document whole: well-formedness of XML 1.0, and nothing else.
///
/// A document type declaration is refused before anything of it is looked at, so that there is no entity to expand and
/// no file to fetch. Names keep no namespace. Comments and processing instructions are passed over.
public enum XMLReader {
    /// How deep elements may stand in each other.
    static let depthLimit = 64

    /// The root element.
    /// - Parameter limit: the longest document, in bytes.
    /// - Throws: ``XMLError``
    public static func document(_ source: ByteSource, limit: Int = 1 << 24) throws(XMLError) -> XMLElement {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try source.readAll(limit: limit)
        } catch {
            throw XMLError(source: source.name, line: 1, reason: .unreadable(error))
        }
        guard let text = utf8(bytes) else {
            throw XMLError(source: source.name, line: 1, reason: .unknownEncoding(declaredEncoding(bytes) ?? "?"))
        }
        var cursor = XMLCursor(text, source: source.name)
        return try cursor.document()
    }

    /// The document in UTF-8, by its byte order mark, or else as its declaration says; nil when that is none of those
    /// that are read.
    private static func utf8(_ bytes: [UInt8]) -> [UInt8]? {
        if bytes.starts(with: TextEncoding.utf8.byteOrderMark) { return Array(bytes.dropFirst(3)) }
        if let wide = bytes.withUnsafeBufferPointer({ TextEncoding.utf16(startingWith: $0) }) {
            let units = bytes.starts(with: wide.byteOrderMark) ? bytes.dropFirst(2) : bytes[...]
            return utf16(units, littleEndian: wide == .utf16LittleEndian)
        }
        guard let name = declaredEncoding(bytes) else { return bytes }
        switch TextEncoding(named: name) {
        case .utf8: return bytes
        case .windows1252, .latin1:
            var text: [UInt8] = []
            let encoding = TextEncoding(named: name) ?? .latin1
            let isText = bytes.withUnsafeBufferPointer { encoding.appendSingleBytes($0, to: &text) }
            return isText ? text : nil
        case .utf16LittleEndian, .utf16BigEndian, nil: return nil
        }
    }

    private static func utf16(_ bytes: ArraySlice<UInt8>, littleEndian: Bool) -> [UInt8]? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let start = bytes.startIndex
        let units = stride(from: start, to: bytes.endIndex, by: 2).map { place in
            littleEndian
                ? UInt16(bytes[place + 1]) << 8 | UInt16(bytes[place])
                : UInt16(bytes[place]) << 8 | UInt16(bytes[place + 1])
        }
        return String(validating: units, as: UTF16.self).map { Array($0.utf8) }
    }

    /// The encoding that `<?xml … encoding="…"?>` names.
    private static func declaredEncoding(_ bytes: [UInt8]) -> String? {
        let head = String(decoding: bytes.prefix(200), as: UTF8.self)
        guard head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>") else { return nil }
        let declaration = head[..<end.lowerBound]
        guard let name = declaration.firstRange(of: "encoding") else { return nil }
        let rest = declaration[name.upperBound...].drop { $0 == " " || $0 == "=" }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
        return String(rest.dropFirst().prefix { $0 != quote })
    }
}

extension TextEncoding {
    /// The encoding that a name of the IANA registry means, among those that are read.
    public init?(named name: String) {
        switch ColumnName.normalized(name) {
        case "utf8", "usascii", "ascii": self = .utf8
        case "utf16le", "utf16": self = .utf16LittleEndian
        case "utf16be": self = .utf16BigEndian
        case "windows1252", "cp1252": self = .windows1252
        case "latin1", "iso88591", "l1": self = .latin1
        default: return nil
        }
    }
}
