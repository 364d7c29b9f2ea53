import Formats
public import Geospatial
public import Languages

/// A shape that a person drew in a file, brought into the working reference system.
public struct DrawnShape: Sendable {
    /// The row or feature, counted from 1 as the person sees it.
    public let row: Int
    /// The shape; never empty, valid.
    public let geometry: Geometry
    private let fields: [String: String]

    /// What the file says of the shape under a name, compared as people write names; nil when it says nothing.
    public subscript(name: String) -> String? { fields[ColumnName.normalized(name)] }

    init(row: Int, geometry: Geometry, fields: [String: String]) {
        self.row = row
        self.geometry = geometry
        self.fields = fields
    }

    /// The same shape in another place or cut.
    public func reshaped(_ geometry: Geometry) -> DrawnShape {
        DrawnShape(row: row, geometry: geometry, fields: fields)
    }
}

/// Why a drawing cannot be used.
public enum DrawingError: ReadableError, Hashable {
    case noShape(file: String, row: Int, reason: Bilingual)
    case notASurface(file: String, row: Int, found: String)
    case notALine(file: String)
    case outside(file: String, row: Int, crs: String)
    case unknownCRS(file: String)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .noShape(let file, let row, let reason):
            Bilingual(
                fr: "\(file), ligne \(row) : pas de tracé utilisable (\(reason.fr)).",
                en: "\(file), row \(row): no usable shape (\(reason.en)).")
        case .notASurface(let file, let row, let found):
            Bilingual(
                fr: "\(file), ligne \(row) : il faut une surface (polygone) ; trouvé : \(found).",
                en: "\(file), row \(row): a polygon is needed; found: \(found).")
        case .notALine(let file):
            Bilingual(
                fr: "\(file) : il faut une seule ligne (LineString), qui traverse la surface.",
                en: "\(file): exactly one line (LineString) is needed, which crosses the surface.")
        case .outside(let file, let row, let crs):
            Bilingual(
                fr: "\(file), ligne \(row) : hors du domaine du système de travail (\(crs)). Longitude et latitude "
                    + "inversées, ou autre système (--crs) ?",
                en:
                    "\(file), row \(row): outside the area of the working system (\(crs)). Longitude and latitude swapped, "
                    + "or another system (--crs)?")
        case .unknownCRS(let file):
            Bilingual(
                fr: "\(file) ne dit pas dans quel système sont ses coordonnées : donnez --crs EPSG:2154, par exemple.",
                en: "\(file) does not say in what system its coordinates are: give --crs EPSG:2154, for example.")
        }
    }
}

extension Atlas {
    /// The shapes of a file: GeoJSON, a layer of a GeoPackage, or text with a `geometry_wkt` column.
    ///
    /// - Parameters:
    ///   - crs: the reference system of the file, when it does not say it.
    ///   - layer: the layer of a GeoPackage that has several.
    /// - Throws: ``DrawingError``, ``ImportError``; a drawing is taken whole or not at all.
    public func drawing(from path: String, crs stated: String? = nil, layer: String? = nil) throws -> [DrawnShape] {
        let source = try ImportSource(path, layer: layer)
        guard let system = try (stated ?? source.crs).map({ try CoordinateReferenceSystem($0) }) else {
            throw DrawingError.unknownCRS(file: source.name)
        }
        let toWorking = try CoordinateTransform(from: system, to: crs)
        let toDegrees = try CoordinateTransform(from: system, to: .wgs84)
        var shapes: [DrawnShape] = []
        try source.forEachRow { columns, raw in
            let row = raw.record.number
            var fields: [String: String] = [:]
            for index in columns.indices where !raw.record.isEmpty(index) {
                fields[ColumnName.normalized(columns[index])] = raw.record.trimmedText(index)
            }
            func refuse(_ reason: Bilingual) -> DrawingError {
                .noShape(file: source.name, row: row, reason: reason)
            }
            if let problem = raw.geometryProblem { throw refuse(problem) }
            let written = fields["geometrywkt"] ?? fields["wkt"]
            guard let geometry = try raw.geometry ?? written.map({ try Geometry(wkt: $0) }), !geometry.isEmpty else {
                throw refuse(Bilingual(fr: "la géométrie manque", en: "the geometry is missing"))
            }
            if let fault = try geometry.validity().fault { throw refuse(fault) }
            try self.requireInArea(geometry, toDegrees, file: source.name, row: row)
            shapes.append(
                DrawnShape(row: row, geometry: try toWorking.transform(geometry), fields: fields))
        }
        guard !shapes.isEmpty else { throw ImportError.noRow(path) }
        return shapes
    }

    private func requireInArea(
        _ geometry: Geometry, _ toDegrees: CoordinateTransform, file: String, row: Int
    ) throws {
        guard let area = crs.areaOfUse, let box = geometry.envelope else { return }
        var corners = [Position(box.minX, box.minY), Position(box.maxX, box.maxY)]
        guard (try? toDegrees.transform(&corners)) != nil, corners.allSatisfy(area.contains) else {
            throw DrawingError.outside(file: file, row: row, crs: crs.name)
        }
    }

    /// The surfaces of a drawing, and what is said of each.
    ///
    /// - Throws: ``DrawingError/notASurface(file:row:found:)`` for a point or a line among them.
    public func drawnSurfaces(
        from path: String, crs: String? = nil, layer: String? = nil
    ) throws -> [(shape: DrawnShape, surface: MultiPolygon)] {
        try drawing(from: path, crs: crs, layer: layer).map { shape in
            guard let surface = shape.geometry.polygonal, !surface.isEmpty else {
                throw DrawingError.notASurface(file: path, row: shape.row, found: shape.geometry.typeName)
            }
            return (shape, surface)
        }
    }

    /// The only line of a drawing.
    ///
    /// - Throws: ``DrawingError/notALine(file:)``
    public func drawnLine(from path: String, crs: String? = nil) throws -> LineString {
        let shapes = try drawing(from: path, crs: crs)
        switch shapes.first?.geometry {
        case .lineString(let line)? where shapes.count == 1: return line
        case .multiLineString(let lines)? where shapes.count == 1 && lines.count == 1: return lines[0]
        default: throw DrawingError.notALine(file: path)
        }
    }
}
