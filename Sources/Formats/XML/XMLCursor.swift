/// A place in a document that is being read, and the elements open there.
struct XMLCursor {
    private let bytes: [UInt8]
    private let source: String
    private var index = 0
    private var line = 1

    init(_ bytes: [UInt8], source: String) {
        self.bytes = bytes
        self.source = source
    }

    mutating func document() throws(XMLError) -> XMLElement {
        if let place = bytes.withUnsafeBufferPointer({ UTF8Sequence.firstInvalid($0) }) {
            line += bytes[..<place].count { $0 == ASCII.lineFeed }
            throw fail(.invalidCharacter)
        }
        try passBetween()
        guard try take("<") else { throw fail(.unexpected(expected: "<")) }
        let root = try tree()
        try passBetween()
        guard index == bytes.count else { throw fail(.unexpected(expected: "EOF")) }
        return root
    }

    // MARK: Pieces

    /// White space, comments and processing instructions outside the root.
    private mutating func passBetween() throws(XMLError) {
        while index < bytes.count {
            passBlank()
            if starts("<!DOCTYPE") { throw fail(.documentType) }
            if starts("<!--") {
                try passComment()
            } else if starts("<?") {
                try pass(through: "?>")
            } else {
                return
            }
        }
    }

    /// The element whose `<` was read, with all that it holds; no recursion, so that depth costs no stack.
    private mutating func tree() throws(XMLError) -> XMLElement {
        var open: [(element: XMLElement, name: String)] = []
        var (element, name, isEmpty) = try startTag()
        if isEmpty { return element }
        open.append((element, name))
        while true {
            try text(into: &open[open.count - 1].element.text)
            if starts("<!--") {
                try passComment()
            } else if starts("<?") {
                try pass(through: "?>")
            } else if starts("</") {
                index += 2
                let found = try self.name()
                passBlank()
                guard found == open[open.count - 1].name else {
                    throw fail(.endTag(found: found, expected: open[open.count - 1].name))
                }
                guard try take(">") else { throw fail(.unexpected(expected: ">")) }
                let closed = open.removeLast().element
                if open.isEmpty { return closed }
                open[open.count - 1].element.children.append(closed)
            } else if starts("<!") {
                throw fail(.documentType)
            } else {
                guard try take("<") else { throw fail(.truncated) }
                (element, name, isEmpty) = try startTag()
                if isEmpty {
                    open[open.count - 1].element.children.append(element)
                } else {
                    guard open.count < XMLReader.depthLimit else {
                        throw fail(.tooDeep(limit: XMLReader.depthLimit))
                    }
                    open.append((element, name))
                }
            }
        }
    }

    /// The name and the attributes after a `<`.
    private mutating func startTag() throws(XMLError) -> (XMLElement, name: String, isEmpty: Bool) {
        let start = line
        let name = try self.name()
        var attributes: [String: String] = [:]
        var seen: Set<String> = []
        while true {
            let hadBlank = passBlank()
            if starts("/>") {
                index += 2
                return (XMLElement(name: local(name), attributes: attributes, line: start), name, true)
            }
            if try take(">") {
                return (XMLElement(name: local(name), attributes: attributes, line: start), name, false)
            }
            guard hadBlank else { throw fail(.unexpected(expected: "blank, > or />")) }
            let attribute = try self.name()
            passBlank()
            guard try take("=") else { throw fail(.unexpected(expected: "=")) }
            passBlank()
            let value = try attributeValue()
            guard seen.insert(attribute).inserted else { throw fail(.repeatedAttribute(attribute)) }
            if attribute == "xmlns" || attribute.hasPrefix("xmlns:") { continue }
            attributes[local(attribute)] = value
        }
    }

    private mutating func attributeValue() throws(XMLError) -> String {
        guard let quote = current, quote == ASCII.quote || quote == UInt8(ascii: "'") else {
            throw fail(.unexpected(expected: "\""))
        }
        index += 1
        var value: [UInt8] = []
        while let byte = current {
            switch byte {
            case quote:
                index += 1
                return String(decoding: value, as: UTF8.self)
            case UInt8(ascii: "<"): throw fail(.unexpected(expected: "&lt;"))
            case UInt8(ascii: "&"): try reference(into: &value)
            case ASCII.tab, ASCII.lineFeed, ASCII.carriageReturn:
                // XML 1.0 section 3.3.3: white space that is written as it is becomes a space.
                value.append(ASCII.space)
                step()
            default:
                try checkAllowed(byte)
                value.append(byte)
                index += 1
            }
        }
        throw fail(.truncated)
    }

    /// The text up to the next markup, with its references and CDATA sections.
    private mutating func text(into text: inout String) throws(XMLError) {
        var piece: [UInt8] = []
        loop: while let byte = current {
            switch byte {
            case UInt8(ascii: "<"):
                guard starts("<![CDATA[") else { break loop }
                index += 9
                let start = index
                try pass(through: "]]>")
                for byte in bytes[start..<index - 3] { try checkAllowed(byte) }
                piece += bytes[start..<index - 3]
            case UInt8(ascii: "&"): try reference(into: &piece)
            default:
                if starts("]]>") { throw fail(.unexpected(expected: "]]&gt;")) }
                try checkAllowed(byte)
                piece.append(byte)
                step()
            }
        }
        if current == nil { throw fail(.truncated) }
        text += String(decoding: piece, as: UTF8.self)
    }

    /// `&amp;`, `&#233;`, `&#xE9;`.
    private mutating func reference(into output: inout [UInt8]) throws(XMLError) {
        let start = index + 1
        guard let end = bytes[start...].prefix(32).firstIndex(of: ASCII.semicolon) else {
            throw fail(.unexpected(expected: "&amp;"))
        }
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        index = end + 1
        if let problem = XMLText.append(reference: name, to: &output) { throw fail(problem) }
    }

    private mutating func passComment() throws(XMLError) {
        index += 4
        try pass(through: "--")
        guard try take(">") else { throw fail(.unexpected(expected: "-->")) }
    }

    private mutating func pass(through end: StaticString) throws(XMLError) {
        while index < bytes.count {
            if starts(end) {
                index += end.utf8CodeUnitCount
                return
            }
            step()
        }
        throw fail(.truncated)
    }

    /// A name: ASCII letters, digits, `_ : - .`, and any letter beyond ASCII.
    private mutating func name() throws(XMLError) -> String {
        let start = index
        while let byte = current {
            let isFirst = index == start
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
                ASCII.colon, 0x80...:
                index += 1
                continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"), ASCII.minus, ASCII.point:
                if isFirst { throw fail(.unexpected(expected: "name")) }
                index += 1
                continue
            default: break
            }
            break
        }
        guard index > start else { throw fail(index < bytes.count ? .unexpected(expected: "name") : .truncated) }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    // MARK: Bytes

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func step() {
        if bytes[index] == ASCII.lineFeed { line += 1 }
        index += 1
    }

    @discardableResult
    private mutating func passBlank() -> Bool {
        let start = index
        while let byte = current, [ASCII.space, ASCII.tab, ASCII.lineFeed, ASCII.carriageReturn].contains(byte) {
            step()
        }
        return index > start
    }

    private func starts(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[index + offset] != text.utf8Start[offset] { return false }
        return true
    }

    /// True when the byte is next, which is then read.
    private mutating func take(_ text: StaticString) throws(XMLError) -> Bool {
        if index == bytes.count { throw fail(.truncated) }
        guard starts(text) else { return false }
        index += text.utf8CodeUnitCount
        return true
    }

    private func checkAllowed(_ byte: UInt8) throws(XMLError) {
        guard XMLText.isAllowed(UInt32(byte)) || byte >= 0x80 else { throw fail(.invalidCharacter) }
    }

    private func local(_ name: String) -> String {
        name.lastIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? name
    }

    private func fail(_ reason: XMLError.Reason) -> XMLError {
        XMLError(source: source, line: line, reason: reason)
    }
}
