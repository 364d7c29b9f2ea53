import Foundation
import Geospatial
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// The general XML tests that GEOS shares with JTS (tests/xmltester/tests/general): what of them surfaces can express.
@Suite("GEOS's general XML tests", .enabled(if: Corpus.isPresent, Corpus.absence))
struct GEOSSuiteTests {
    @Test(
        "Overlays of areas on a grid of one have the areas of the expected results",
        arguments: [
            ("TestNGOverlayAPrec.xml", 40), ("TestOverlayAAPrec.xml", 44),
        ])
    func overlays(_ file: String, _ atLeast: Int) throws {
        var checked = 0
        for one in try XMLCases(file).cases {
            guard let a = surface(one.a), let b = surface(one.b) else { continue }
            for operation in one.operations {
                // A line or a point among the results has no area and is dropped here.
                guard let expected = try? Geometry(wkt: operation.expected), let area = surfaceArea(expected) else {
                    continue
                }
                let (first, second) = operation.firstArgument == "B" ? (b, a) : (a, b)
                let result: MultiPolygon? =
                    switch operation.name {
                    case "unionSR", "union": try first.union(second, grid: 1)
                    case "intersectionSR", "intersection": try first.intersection(second, grid: 1)
                    case "differenceSR", "difference": try first.difference(second, grid: 1)
                    default: nil
                    }
                guard let result else { continue }
                #expect(result.planarArea == area, "\(file): \(one.name): \(operation.name)")
                checked += 1
            }
        }
        #expect(checked >= atLeast)
    }

    @Test("Validity is what the suite says", arguments: [("TestValid.xml", 60), ("TestValid2.xml", 700)])
    func validity(_ file: String, _ atLeast: Int) throws {
        var checked = 0
        for one in try XMLCases(file).cases {
            // Texts that make no geometry value here: unclosed rings and the like.
            guard let geometry = try? Geometry(wkt: one.a) else { continue }
            for operation in one.operations where operation.name == "isValid" && operation.firstArgument == "A" {
                #expect(
                    try (geometry.validity() == .valid) == (operation.expected == "true"), "\(file): \(one.name)")
                checked += 1
            }
        }
        #expect(checked >= atLeast)
    }

    private func surface(_ wkt: String) -> MultiPolygon? { (try? Geometry(wkt: wkt))?.polygonal }

    private func surfaceArea(_ geometry: Geometry) -> Double? {
        switch geometry {
        case .polygon(let polygon): polygon.planarArea
        case .multiPolygon(let multi): multi.planarArea
        case .geometryCollection(let members): members.compactMap(surfaceArea).reduce(0, +)
        default: 0
        }
    }
}

/// The cases of one file of the suite.
private final class XMLCases: NSObject, XMLParserDelegate {
    struct Operation {
        let name: String
        let firstArgument: String
        var expected = ""
    }
    struct Case {
        var name = ""
        var a = ""
        var b = ""
        var operations: [Operation] = []
    }

    private(set) var cases: [Case] = []
    private var text = ""
    private var operation: Operation?

    init(_ file: String) throws {
        super.init()
        let parser = XMLParser(data: Data(try Corpus.text("overlay/general/\(file)").utf8))
        parser.delegate = self
        guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        text = ""
        switch element {
        case "case": cases.append(Case())
        case "op":
            operation = Operation(
                name: attributes["name"] ?? "", firstArgument: (attributes["arg1"] ?? "").uppercased())
        default: break
        }
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
    ) {
        guard !cases.isEmpty else { return }
        let content = text.trimmingCharacters(in: .whitespacesAndNewlines)
        let last = cases.count - 1
        switch element {
        case "desc": cases[last].name = content
        case "a": cases[last].a = content
        case "b": cases[last].b = content
        case "op":
            operation?.expected = content
            if let operation { cases[last].operations.append(operation) }
        default: break
        }
    }
}
