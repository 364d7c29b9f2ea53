extension Geometry {
    /// The geometry as ISO 19125-1 well-known text: `POINT (4.0805 44.1333)`, `POINT Z (1 2 3)`, `POLYGON EMPTY`.
    ///
    /// Numbers are the shortest that read back as the same double. When one position has a height, all are written with
    /// one, NaN where there is none.
    public var wkt: String {
        var writer = WKTWriter(hasZ: hasHeights)
        writer.append(self)
        return writer.text
    }
}

private struct WKTWriter {
    let hasZ: Bool
    var text = ""

    init(hasZ: Bool) { self.hasZ = hasZ }

    mutating func append(_ geometry: Geometry) {
        text += geometry.typeName
        text += hasZ ? " Z " : " "
        switch geometry {
        case .point(let position): append(position.map { [$0] } ?? []) { $0.append($1) }
        case .lineString(let line): append(line)
        case .polygon(let polygon): append(polygon)
        case .multiPoint(let positions):
            append(positions) { writer, position in writer.append([position]) { $0.append($1) } }
        case .multiLineString(let lines): append(lines) { $0.append($1) }
        case .multiPolygon(let multi): append(multi.polygons) { $0.append($1) }
        case .geometryCollection(let members): append(members) { $0.append($1) }
        }
    }

    private mutating func append<Element>(_ elements: [Element], write: (inout WKTWriter, Element) -> Void) {
        guard !elements.isEmpty else {
            text += "EMPTY"
            return
        }
        text += "("
        for (index, element) in elements.enumerated() {
            if index > 0 { text += ", " }
            write(&self, element)
        }
        text += ")"
    }

    private mutating func append(_ line: LineString) { append(line.positions) { $0.append($1) } }

    private mutating func append(_ polygon: Polygon) {
        append(polygon.rings) { writer, ring in writer.append(ring.positions) { $0.append($1) } }
    }

    private mutating func append(_ position: Position) {
        append(position.x)
        text += " "
        append(position.y)
        guard hasZ else { return }
        text += " "
        if let z = position.z { append(z) } else { text += "NaN" }
    }

    private mutating func append(_ value: Double) {
        let shortest = value.description
        text += shortest.hasSuffix(".0") ? String(shortest.dropLast(2)) : shortest
    }
}
