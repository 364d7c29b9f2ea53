/// Reads an XML document of any size piece after piece: tags and text, in bounded memory.
///
/// As ``XMLReader``, it refuses a document type declaration before anything of it is looked at, and keeps no namespace.
final class XMLScanner {
    enum Event {
        /// An element begins: its name is ``name``, its attributes are asked by ``attribute(_:)``.
        case start
        /// The element called ``name`` ends.
        case end
        /// A piece of text directly inside the element open last, in ``text``; an element may have several.
        case text
        /// The document is over.
        case finished
    }

    /// The longest tag or piece of text, in bytes.
    static let pieceLimit = 1 << 20

    private(set) var text: [UInt8] = []
    private var tag: [UInt8] = []
    private var localName = 0..<0
    private var attributes: [(name: Range<Int>, value: Range<Int>)] = []
    /// The full names of the open elements, one after another, and where each starts.
    private var path: [UInt8] = []
    private var starts: [Int] = []
    private var endsItself = false
    private var hasRoot = false
    private var input: InputBuffer
    private let source: String
    private var line = 1

    init(_ source: ByteSource) throws(XMLError) {
        self.source = source.name
        do throws(FileError) {
            input = InputBuffer(try source.open(), size: 1 << 16)
            try input.slide(to: 0)
        } catch {
            throw XMLError(source: source.name, line: 1, reason: .unreadable(error))
        }
        let head = input.bytes(0, min(input.end, 4))
        if TextEncoding.utf16(startingWith: head) != nil { throw fail(.unknownEncoding("UTF-16")) }
        if head.starts(with: TextEncoding.utf8.byteOrderMark) { input.position = 3 }
    }

    // MARK: What was read

    func isNamed(_ name: StaticString) -> Bool { equal(localName, name) }

    /// The value of an attribute of the element that began last.
    func attribute(_ name: StaticString) -> ArraySlice<UInt8>? {
        for attribute in attributes where equal(attribute.name, name) { return tag[attribute.value] }
        return nil
    }

    private func equal(_ range: Range<Int>, _ name: StaticString) -> Bool {
        guard range.count == name.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count where tag[range.lowerBound + offset] != name.utf8Start[offset] { return false }
        return true
    }

    // MARK: Reading

    func next() throws(XMLError) -> Event {
        if endsItself {
            endsItself = false
            close()
            return .end
        }
        while true {
            guard let byte = try peek() else {
                guard starts.isEmpty, hasRoot else { throw fail(.truncated) }
                return .finished
            }
            if byte != UInt8(ascii: "<") {
                if try readText() { return .text }
                continue
            }
            input.position += 1
            switch try need() {
            case UInt8(ascii: "?"): try readInstruction()
            case UInt8(ascii: "!"): if try readDeclaration() { return .text }
            case UInt8(ascii: "/"):
                input.position += 1
                try readEnd()
                return .end
            default:
                try readStart()
                return .start
            }
        }
    }

    /// Text up to the next tag; false for the blanks between elements outside the root.
    private func readText() throws(XMLError) -> Bool {
        text.removeAll(keepingCapacity: true)
        while let byte = try peek(), byte != UInt8(ascii: "<") {
            if byte == UInt8(ascii: "&") {
                input.position += 1
                try readReference(into: &text)
            } else {
                try take(byte, into: &text)
            }
        }
        try check(text)
        if !starts.isEmpty { return true }
        guard text.allSatisfy({ $0 <= ASCII.space }) else { throw fail(.unexpected(expected: "<")) }
        return false
    }

    private func readReference(into output: inout [UInt8]) throws(XMLError) {
        var name: [UInt8] = []
        while try need() != ASCII.semicolon {
            guard name.count < 32 else { throw fail(.unexpected(expected: "&amp;")) }
            name.append(try need())
            input.position += 1
        }
        input.position += 1
        if let problem = XMLText.append(reference: String(decoding: name, as: UTF8.self), to: &output) {
            throw fail(problem)
        }
    }

    /// `<?xml …?>`, whose encoding can only be UTF-8, and other instructions, passed over.
    private func readInstruction() throws(XMLError) {
        var content: [UInt8] = []
        while !content.hasSuffix("?>") { try take(try need(), into: &content) }
        let words = String(decoding: content.filter { $0 != ASCII.quote && $0 != UInt8(ascii: "'") }, as: UTF8.self)
        guard words.hasPrefix("?xml "), let mark = words.firstRange(of: "encoding=") else { return }
        let name = String(words[mark.upperBound...].prefix { $0 != " " && $0 != "?" })
        guard TextEncoding(named: name) == .utf8 else { throw fail(.unknownEncoding(name)) }
    }

    /// A comment, passed over; or a CDATA section, which is text. Anything else is a document type declaration.
    private func readDeclaration() throws(XMLError) -> Bool {
        var content: [UInt8] = []
        while content.count < 3 || (content.starts(with: "![C".utf8) && content.count < 8) {
            try take(try need(), into: &content)
        }
        if content.starts(with: "!--".utf8) {
            while !content.hasSuffix("--") || content.count < 5 {
                if content.count > 4096 { content.removeSubrange(3..<content.count - 2) }
                try take(try need(), into: &content)
            }
            guard try need() == UInt8(ascii: ">") else { throw fail(.unexpected(expected: "-->")) }
            input.position += 1
            return false
        }
        guard content.elementsEqual("![CDATA[".utf8), !starts.isEmpty else { throw fail(.documentType) }
        text.removeAll(keepingCapacity: true)
        while !text.hasSuffix("]]>") { try take(try need(), into: &text) }
        text.removeLast(3)
        try check(text)
        return true
    }

    private func readEnd() throws(XMLError) {
        tag.removeAll(keepingCapacity: true)
        while try need() != UInt8(ascii: ">") { try take(try need(), into: &tag) }
        input.position += 1
        while let last = tag.last, last <= ASCII.space { tag.removeLast() }
        guard let start = starts.last, path[start...].elementsEqual(tag) else {
            let expected = starts.last.map { String(decoding: path[$0...], as: UTF8.self) } ?? ""
            throw fail(.endTag(found: String(decoding: tag, as: UTF8.self), expected: expected))
        }
        localName = local(0..<tag.count)
        close()
    }

    private func close() {
        guard let start = starts.popLast() else { return }
        path.removeSubrange(start...)
    }

    private func readStart() throws(XMLError) {
        tag.removeAll(keepingCapacity: true)
        attributes.removeAll(keepingCapacity: true)
        if starts.isEmpty, hasRoot { throw fail(.unexpected(expected: "EOF")) }
        hasRoot = true
        let name = try readName()
        while true {
            let hadBlank = try passBlank()
            switch try need() {
            case UInt8(ascii: ">"):
                input.position += 1
                try open(name)
                return
            case ASCII.slash:
                input.position += 1
                guard try need() == UInt8(ascii: ">") else { throw fail(.unexpected(expected: "/>")) }
                input.position += 1
                endsItself = true
                try open(name)
                return
            default:
                guard hadBlank else { throw fail(.unexpected(expected: "blank, > or />")) }
                try readAttribute()
            }
        }
    }

    private func open(_ name: Range<Int>) throws(XMLError) {
        guard starts.count < XMLReader.depthLimit else { throw fail(.tooDeep(limit: XMLReader.depthLimit)) }
        try check(tag)
        localName = local(name)
        starts.append(path.count)
        path.append(contentsOf: tag[name])
    }

    private func readAttribute() throws(XMLError) {
        let name = try readName()
        try passBlank()
        guard try need() == UInt8(ascii: "=") else { throw fail(.unexpected(expected: "=")) }
        input.position += 1
        try passBlank()
        let quote = try need()
        guard quote == ASCII.quote || quote == UInt8(ascii: "'") else { throw fail(.unexpected(expected: "\"")) }
        input.position += 1
        let start = tag.count
        while try need() != quote {
            switch try need() {
            case UInt8(ascii: "<"): throw fail(.unexpected(expected: "&lt;"))
            case UInt8(ascii: "&"):
                input.position += 1
                try readReference(into: &tag)
            case let byte: try take(byte, into: &tag)
            }
        }
        input.position += 1
        let isRepeated = attributes.contains { tag[$0.name].elementsEqual(tag[local(name)]) }
        // `xml:space` beside `space` would be two; no part of a spreadsheet has both.
        if isRepeated { throw fail(.repeatedAttribute(String(decoding: tag[name], as: UTF8.self))) }
        if tag[name].starts(with: "xmlns".utf8) { return }
        attributes.append((local(name), start..<tag.count))
    }

    private func readName() throws(XMLError) -> Range<Int> {
        let start = tag.count
        while true {
            switch try need() {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), ASCII.minus, ASCII.point, ASCII.colon, 0x80...:
                try take(try need(), into: &tag)
                continue
            default: break
            }
            break
        }
        guard tag.count > start else { throw fail(.unexpected(expected: "name")) }
        return start..<tag.count
    }

    private func local(_ name: Range<Int>) -> Range<Int> {
        guard let colon = tag[name].lastIndex(of: ASCII.colon) else { return name }
        return colon + 1..<name.upperBound
    }

    // MARK: Bytes

    private func peek() throws(XMLError) -> UInt8? {
        if input.position == input.end {
            do throws(FileError) {
                try input.slide(to: input.end)
            } catch {
                throw fail(.unreadable(error))
            }
            if input.end == 0 { return nil }
        }
        return input.base[input.position]
    }

    private func need() throws(XMLError) -> UInt8 {
        guard let byte = try peek() else { throw fail(.truncated) }
        return byte
    }

    private func take(_ byte: UInt8, into output: inout [UInt8]) throws(XMLError) {
        if byte < ASCII.space {
            guard byte == ASCII.tab || byte == ASCII.lineFeed || byte == ASCII.carriageReturn else {
                throw fail(.invalidCharacter)
            }
            if byte == ASCII.lineFeed { line += 1 }
        }
        guard output.count < Self.pieceLimit else { throw fail(.tooLong(limit: Self.pieceLimit)) }
        output.append(byte)
        input.position += 1
    }

    @discardableResult
    private func passBlank() throws(XMLError) -> Bool {
        var found = false
        while try need() <= ASCII.space {
            if try need() == ASCII.lineFeed { line += 1 }
            input.position += 1
            found = true
        }
        return found
    }

    private func check(_ bytes: [UInt8]) throws(XMLError) {
        if bytes.withUnsafeBufferPointer({ UTF8Sequence.firstInvalid($0) }) != nil { throw fail(.invalidCharacter) }
    }

    private func fail(_ reason: XMLError.Reason) -> XMLError {
        XMLError(source: source, line: line, reason: reason)
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= length else { return false }
        for offset in 0..<length where self[count - length + offset] != text.utf8Start[offset] { return false }
        return true
    }
}
