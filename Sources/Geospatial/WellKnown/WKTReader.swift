extension Geometry {
    /// Reads well-known text (OGC 06-103r4 clause 7) in any case, with or without Z; a leading `SRID=…;` is passed over.
    ///
    /// A third number is a height even where Z is not written, as PostGIS has it; a height of NaN is none.
    ///
    /// - Throws: ``WKTError``, with the column.
    public init(wkt: String) throws(WKTError) {
        var reader = WKTReader(wkt)
        self = try reader.wholeText()
    }
}

private struct WKTReader {
    private let bytes: [UInt8]
    private var offset = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    mutating func wholeText() throws(WKTError) -> Geometry {
        skipReferenceSystem()
        let geometry = try geometry(depth: 0)
        skipSpace()
        guard offset == bytes.count else { throw unexpected(.end) }
        return geometry
    }

    private mutating func geometry(depth: Int) throws(WKTError) -> Geometry {
        skipSpace()
        let start = offset
        var type = word()
        for suffix in ["ZM", "M", "Z"] where type.hasSuffix(suffix) && type != suffix {
            guard suffix == "Z" else { throw .measured(column: start + 1) }
            type.removeLast()
        }
        skipSpace()
        try skipDimension()
        switch type {
        case "POINT": return .point(try point())
        case "LINESTRING": return .lineString(try line())
        case "POLYGON": return .polygon(try polygon())
        case "MULTIPOINT":
            let points = try list { reader throws(WKTError) in try reader.multiPointMember() }
            return .multiPoint(points.compactMap(\.self))
        case "MULTILINESTRING":
            return .multiLineString(try list { reader throws(WKTError) in try reader.line() })
        case "MULTIPOLYGON":
            return .multiPolygon(MultiPolygon(try list { reader throws(WKTError) in try reader.polygon() }))
        case "GEOMETRYCOLLECTION":
            guard depth < Geometry.nestingLimit else { throw .tooDeep(column: start + 1) }
            return .geometryCollection(
                try list { reader throws(WKTError) in try reader.geometry(depth: depth + 1) })
        default:
            offset = start
            throw unexpected(.geometryType)
        }
    }

    private mutating func skipDimension() throws(WKTError) {
        let start = offset
        switch word() {
        case "Z": break
        case "M", "ZM": throw .measured(column: start + 1)
        default: offset = start
        }
    }

    private mutating func takeEmpty() -> Bool {
        skipSpace()
        let start = offset
        if word() == "EMPTY" { return true }
        offset = start
        return false
    }

    private mutating func point() throws(WKTError) -> Position? {
        if takeEmpty() { return nil }
        guard take("(") else { throw unexpected(.openingParenthesis) }
        let position = try position()
        guard take(")") else { throw unexpected(.closingParenthesis) }
        return position
    }

    /// `EMPTY`, or elements between parentheses and commas.
    private mutating func list<Element>(
        _ element: (inout WKTReader) throws(WKTError) -> Element
    ) throws(WKTError) -> [Element] {
        if takeEmpty() { return [] }
        guard take("(") else { throw unexpected(.openingParenthesis) }
        var elements = [try element(&self)]
        while take(",") { elements.append(try element(&self)) }
        guard take(")") else { throw unexpected(.commaOrClosingParenthesis) }
        return elements
    }

    private mutating func line() throws(WKTError) -> LineString {
        skipSpace()
        let column = offset + 1
        let positions = try list { reader throws(WKTError) in try reader.position() }
        do { return try LineString(positions) } catch { throw .malformed(error, column: column) }
    }

    private mutating func polygon() throws(WKTError) -> Polygon {
        Polygon(rings: try list { reader throws(WKTError) in try reader.ring() })
    }

    private mutating func ring() throws(WKTError) -> LinearRing {
        skipSpace()
        let column = offset + 1
        let positions = try list { reader throws(WKTError) in try reader.position() }
        do { return try LinearRing(positions) } catch { throw .malformed(error, column: column) }
    }

    /// Both `MULTIPOINT ((1 2), (3 4))` and the older `MULTIPOINT (1 2, 3 4)` are written.
    private mutating func multiPointMember() throws(WKTError) -> Position? {
        skipSpace()
        guard offset < bytes.count, bytes[offset] != UInt8(ascii: "("), !isLetter(bytes[offset]) else {
            return try point()
        }
        return try position()
    }

    private mutating func position() throws(WKTError) -> Position {
        let x = try number(nanAllowed: false)
        let y = try number(nanAllowed: false)
        guard startsNumber() else { return Position(x, y) }
        let z = try number(nanAllowed: true)
        guard !startsNumber() else { throw .measured(column: offset + 1) }
        return Position(x, y, z.isNaN ? nil : z)
    }

    private mutating func startsNumber() -> Bool {
        skipSpace()
        guard offset < bytes.count else { return false }
        return isNumeral(bytes[offset]) || isLetter(bytes[offset])
    }

    private mutating func number(nanAllowed: Bool) throws(WKTError) -> Double {
        skipSpace()
        let start = offset
        if nanAllowed, word() == "NAN" { return .nan }
        offset = start
        while offset < bytes.count, isNumeral(bytes[offset]) { offset += 1 }
        let end = offset
        guard let value = Double(String(decoding: bytes[start..<end], as: UTF8.self)), value.isFinite else {
            offset = start
            throw unexpected(.number)
        }
        return value
    }

    private mutating func skipReferenceSystem() {
        skipSpace()
        guard word() == "SRID", take("=") else {
            offset = 0
            return
        }
        skipSpace()
        while offset < bytes.count, isNumeral(bytes[offset]) { offset += 1 }
        if !take(";") { offset = 0 }
    }

    private mutating func word() -> String {
        let start = offset
        while offset < bytes.count, isLetter(bytes[offset]) { offset += 1 }
        return String(decoding: bytes[start..<offset], as: UTF8.self).uppercased()
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: character) else { return false }
        offset += 1
        return true
    }

    private mutating func skipSpace() {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    }

    private func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

    /// A digit, a sign, a point or an exponent.
    private func isNumeral(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// The word or the character at the place, at most twenty bytes of it.
    private func unexpected(_ expectation: WKTError.Expectation) -> WKTError {
        let rest = bytes[offset...]
        let word = rest.prefix(20).prefix { !" \t\r\n(),;".utf8.contains($0) }
        let found = String(decoding: word.isEmpty ? rest.prefix(1) : word, as: UTF8.self)
        return .unexpected(found: found, expected: expectation, column: offset + 1)
    }
}
