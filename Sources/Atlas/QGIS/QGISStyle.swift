import Foundation

/// One class of a legend.
package struct StyleClass: Sendable {
    package let value: String
    package let label: String
    /// `#rrggbb`
    package let colour: String

    package init(value: String, label: String, colour: String) {
        self.value = value
        self.label = label
        self.colour = colour
    }
}

/// A style in QGIS's own form (QML, as 3.22 writes and reads it), with the French names of the columns.
package struct QGISStyle: Sendable {
    package let qml: String

    /// Of a row with dates, that it is no longer true.
    package static let ended = "\"valid_to\" IS NOT NULL"

    /// A style for rows that were all true on one day: those that ended since are drawn too.
    package static func drawingEnded(_ qml: String) -> String { qml.replacing(xml(ended), with: "FALSE") }

    /// Polygons coloured by a column.
    ///
    /// - Parameter hiding: an expression; a row of which it is true is not drawn: what is no longer so.
    package static func polygons(
        by column: String, _ classes: [StyleClass], aliases: [String: String], hiding: String
    ) -> QGISStyle {
        let symbols = classes.map { item in
            symbol(
                "fill", "SimpleFill",
                [
                    ("color", rgb(item.colour)), ("outline_color", "60,60,60,255"), ("outline_style", "solid"),
                    ("outline_width", "0.1"), ("outline_width_unit", "MM"), ("style", "solid"),
                ])
        }
        let expression = "CASE WHEN \(hiding) THEN NULL ELSE \"\(column)\" END"
        return QGISStyle(renderer: categorized(expression, classes, symbols), aliases: aliases, label: nil)
    }

    /// Points coloured by a column.
    package static func markers(
        by column: String, _ classes: [StyleClass], aliases: [String: String]
    ) -> QGISStyle {
        let symbols = classes.map { item in
            symbol(
                "marker", "SimpleMarker",
                [
                    ("color", rgb(item.colour)), ("name", "circle"), ("outline_color", "255,255,255,255"),
                    ("outline_width", "0.1"), ("size", "1.4"), ("size_unit", "MM"),
                ])
        }
        return QGISStyle(renderer: categorized(column, classes, symbols), aliases: aliases, label: nil)
    }

    /// An outline without a fill, named by a column.
    package static func outline(colour: String, label: String, aliases: [String: String]) -> QGISStyle {
        let line = symbol(
            "fill", "SimpleFill",
            [
                ("color", "0,0,0,0"), ("outline_color", rgb(colour)), ("outline_style", "solid"),
                ("outline_width", "0.5"), ("outline_width_unit", "MM"), ("style", "no"),
            ])
        let renderer = """
            <renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0"><symbols>\
            \(line(0))</symbols></renderer-v2>
            """
        return QGISStyle(renderer: renderer, aliases: aliases, label: label)
    }

    /// Points as crosses, which leave what they mark to be seen, named beside by a column.
    package static func crosses(colour: String, label: String, aliases: [String: String]) -> QGISStyle {
        let cross = symbol(
            "marker", "SimpleMarker",
            [
                ("color", rgb(colour)), ("name", "cross"), ("outline_color", rgb(colour)), ("outline_width", "0.3"),
                ("size", "3"), ("size_unit", "MM"),
            ])
        let renderer = """
            <renderer-v2 type="singleSymbol" forceraster="0" symbollevels="0" enableorderby="0"><symbols>\
            \(cross(0))</symbols></renderer-v2>
            """
        return QGISStyle(renderer: renderer, aliases: aliases, label: label, isBeside: true)
    }

    private init(renderer: String, aliases: [String: String], label: String?, isBeside: Bool = false) {
        let names = aliases.sorted { $0.key < $1.key }.enumerated().map { index, pair in
            "<alias index=\"\(index)\" field=\"\(xml(pair.key))\" name=\"\(xml(pair.value))\"/>"
        }
        let labelling = label.map { column in
            """
            <labeling type="simple"><settings calloutType="simple"><text-style fieldName="\(xml(column))" fontSize="9" \
            fontFamily="Sans" textColor="40,40,40,255" isExpression="0" fontSizeUnit="Point"><text-buffer bufferDraw="1" \
            bufferSize="1" bufferColor="255,255,255,255" bufferSizeUnits="MM"/></text-style><placement \(isBeside ? "placement=\"0\" dist=\"1\"" : "placement=\"1\"")/>\
            <rendering obstacle="0"/></settings></labeling>
            """
        }
        qml = """
            <!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
            <qgis version="3.22" styleCategories="Symbology|Labeling|Fields" labelsEnabled="\(label == nil ? 0 : 1)">\
            \(renderer)\(labelling ?? "")<aliases>\(names.joined())</aliases></qgis>
            """
    }

    private static func categorized(
        _ attribute: String, _ classes: [StyleClass], _ symbols: [(Int) -> String]
    ) -> String {
        let categories = classes.enumerated().map { index, item in
            "<category value=\"\(xml(item.value))\" label=\"\(xml(item.label))\" symbol=\"\(index)\" render=\"true\"/>"
        }
        return """
            <renderer-v2 type="categorizedSymbol" attr="\(xml(attribute))" forceraster="0" symbollevels="0" \
            enableorderby="0"><categories>\(categories.joined())</categories><symbols>\
            \(symbols.enumerated().map { $1($0) }.joined())</symbols></renderer-v2>
            """
    }

    /// A symbol of one layer, to be named by its place.
    private static func symbol(
        _ type: String, _ layer: String, _ properties: [(String, String)]
    ) -> (Int) -> String {
        let values = properties.map { "<prop k=\"\($0.0)\" v=\"\(xml($0.1))\"/>" }.joined()
        return { name in
            """
            <symbol type="\(type)" name="\(name)" alpha="1" clip_to_extent="1" force_rhr="0"><layer class="\(layer)" \
            enabled="1" locked="0" pass="0">\(values)</layer></symbol>
            """
        }
    }

    /// `#8c2d2d` → `140,45,45,255`
    private static func rgb(_ colour: String) -> String {
        let value = Int(colour.dropFirst(), radix: 16) ?? 0x99_9999
        return "\(value >> 16 & 255),\(value >> 8 & 255),\(value & 255),255"
    }
}

private func xml(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
}
