import Formats
import Testing

@Suite struct XMLTests {
    private func read(_ text: String) throws -> XMLElement {
        try XMLReader.document(ByteSource(bytes: text.utf8, name: "meta.xml"))
    }

    private func refusal(_ text: String) -> XMLError.Reason? {
        let error = #expect(throws: XMLError.self) { try read(text) }
        return error?.reason
    }

    @Test func `elements, attributes, references and CDATA are what XML says they are`() throws {
        let root = try read(
            """
            \u{FEFF}<?xml version="1.0" encoding="UTF-8"?>
            <!-- before --><a:archive xmlns:a="urn:x" a:metadata='eml.xml' b="&lt;&amp;&#233;&#xE9;&quot;">
              <core c="a\tb&#9;"/><x>un<!-- no -->&gt;<![CDATA[<deux>]]></x><?pi x?>
            </a:archive><!-- after -->
            """)
        #expect(root.name == "archive")
        #expect(root.attributes == ["metadata": "eml.xml", "b": "<&éé\""])
        #expect(root.first("core")?.attributes["c"] == "a b\t")
        #expect(root.first("x")?.text == "un><deux>")
        #expect(root.first("core")?.line == 3)
    }

    @Test(
        arguments: [
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>",
            "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]><lolz>&lol2;</lolz>",
            "<?xml version=\"1.0\"?>\n<!-- c -->\n<!DOCTYPE a SYSTEM \"http://example.org/a.dtd\"><a/>",
        ])
    func `a document type declaration is refused before anything of it is read`(text: String) {
        #expect(refusal(text) == .documentType)
    }

    @Test func `an entity that XML itself has not is refused`() {
        #expect(refusal("<a>&x;</a>") == .unknownEntity("x"))
        #expect(refusal("<a b='&eacute;'/>") == .unknownEntity("eacute"))
    }

    @Test(
        arguments: [
            "", "x", "<a>", "<a></b>", "<a b=1/>", "<a b='1' b='2'/>", "<a><b></a></b>", "<a/><b/>", "<a/>x",
            "<a b='<'/>",
            "<a>\u{1}</a>", "<a>&#0;</a>", "<a>]]></a>", "<1a/>", "<a b='1'c='2'/>", "<a><!-- -- --></a>", "<a",
            "<a b='x",
            "<a>&amp</a>",
        ])
    func `what is not well formed is refused`(text: String) {
        #expect(throws: XMLError.self) { try read(text) }
    }

    @Test func `depth is bounded, and costs no stack`() {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(refusal(deep) == .tooDeep(limit: 64))
    }

    @Test func `the declared encoding is that of the text`() throws {
        let latin = Array("<?xml version='1.0' encoding='ISO-8859-1'?><a>".utf8) + [0xE9] + Array("</a>".utf8)
        #expect(try XMLReader.document(ByteSource(bytes: latin)).text == "é")
        let wide = "<a>é</a>".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        #expect(try XMLReader.document(ByteSource(bytes: [0xFF, 0xFE] + wide)).text == "é")
        #expect(throws: XMLError.self) { try read("<?xml version='1.0' encoding='EBCDIC'?><a/>") }
    }

    @Test func `any bytes are read or refused, never worse`() {
        var random = SeededGenerator(seed: 11)
        let whole = Array("<?xml version='1.0'?><a b='1'><c>x&amp;</c><!--n--><![CDATA[y]]></a>".utf8)
        for _ in 0..<5000 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? XMLReader.document(
                ByteSource(bytes: bytes.prefix(Int.random(in: 0...bytes.count, using: &random))))
        }
    }

    @Test func `what is escaped is read back`() throws {
        let text = "<&>\"' é \u{1F600}\t\u{1}"
        #expect(try read("<a>\(XMLText.escaped(text))</a>").text == "<&>\"' é \u{1F600}\t\u{FFFD}")
    }
}
