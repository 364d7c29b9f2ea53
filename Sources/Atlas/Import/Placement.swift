import Formats
import Geospatial
import Languages

/// Brings the geometry of a row into the working reference system, on its grid of 1 mm.
struct Placement {
    private let rule: GeometryRule
    private let repair: Bool
    private let working: CoordinateReferenceSystem
    private let fileCRS: CoordinateReferenceSystem?
    private var routes: [CoordinateReferenceSystem: Route] = [:]
    private let wkt: Int
    private let x: Int
    private let y: Int
    /// The pairs of longitude and latitude, the one to prefer first.
    private let degrees: [(longitude: Int, latitude: Int)]

    /// The way from one reference system to the working one, and to longitude and latitude, where systems say their area.
    private struct Route {
        let toWorking: CoordinateTransform
        let toDegrees: CoordinateTransform
    }

    init(
        rule: GeometryRule, fields: [Field], working: CoordinateReferenceSystem, fileCRS: CoordinateReferenceSystem?,
        repair: Bool
    ) {
        self.rule = rule
        self.repair = repair
        self.working = working
        self.fileCRS = fileCRS
        wkt = fields.place(of: "geometry_wkt")
        x = fields.place(of: "x")
        y = fields.place(of: "y")
        degrees = [
            (fields.place(of: "private_longitude"), fields.place(of: "private_latitude")),
            (fields.place(of: "decimal_longitude"), fields.place(of: "decimal_latitude")),
        ]
    }

    /// Gives the row its geometry, or refuses it.
    mutating func place(_ row: inout ImportRow, _ raw: ImportSource.RawRow, file: String) throws {
        if case .none = rule { return }
        if let problem = raw.geometryProblem {
            row.refuse(problem)
            return
        }
        guard let (found, crs) = try geometry(of: &row, raw, file: file) else {
            if row.isAcceptable, isRequired {
                row.refuse(
                    Bilingual(
                        fr: "pas de géométrie : il faut un tracé ou des coordonnées",
                        en: "no geometry: a shape or coordinates are needed"))
            }
            return
        }
        guard let shaped = shape(found, &row) else { return }
        guard try isInArea(shaped, crs, &row) else { return }
        let moved = try route(from: crs).toWorking.transform(shaped)
        row.geometry = try onGrid(moved, &row)
    }

    private var isRequired: Bool {
        switch rule {
        case .none: false
        case .multiPolygon: true
        case .point(let required): required
        }
    }

    /// The geometry as the file has it: its own, or WKT, or x and y, or longitude and latitude.
    private func geometry(
        of row: inout ImportRow, _ raw: ImportSource.RawRow, file: String
    ) throws -> (Geometry, CoordinateReferenceSystem)? {
        if let geometry = raw.geometry, !geometry.isEmpty { return (geometry, fileCRS ?? .wgs84) }
        if let text = row.text(wkt) {
            do {
                let geometry = try Geometry(wkt: text)
                return geometry.isEmpty ? nil : (geometry, fileCRS ?? .wgs84)
            } catch {
                row.refuse(wkt, found: String(text.prefix(60)), error.message)
                return nil
            }
        }
        switch (row.text(x), row.text(y)) {
        case (nil, nil): break
        case (nil, _), (_, nil):
            refuseHalf(of: x, y, &row)
            return nil
        default:
            guard let easting = row.decimal(x), let northing = row.decimal(y) else { return nil }
            guard let crs = try fileCRS ?? stated(in: row.columnName(x)) else {
                throw ImportError.unknownCRS(file: file, columns: "\(row.columnName(x)), \(row.columnName(y))")
            }
            return (.point(Position(easting.double, northing.double)), crs)
        }
        for (longitude, latitude) in degrees {
            switch (row.text(longitude), row.text(latitude)) {
            case (nil, nil): continue
            case (nil, _), (_, nil):
                refuseHalf(of: longitude, latitude, &row)
                return nil
            default:
                guard let lon = row.decimal(longitude), let lat = row.decimal(latitude) else { return nil }
                return (.point(Position(lon.double, lat.double)), .wgs84)
            }
        }
        return nil
    }

    private func refuseHalf(of first: Int, _ second: Int, _ row: inout ImportRow) {
        row.refuse(
            row.text(first) == nil ? first : second, found: "",
            Bilingual(fr: "une coordonnée manque", en: "one coordinate is missing"))
    }

    /// `x_2154` says its system; `x` does not.
    private func stated(in column: String) throws -> CoordinateReferenceSystem? {
        let name = ColumnName.normalized(column)
        return name.contains("2154") || name.contains("l93") || name.contains("lambert93")
            ? try CoordinateReferenceSystem("EPSG:2154") : nil
    }

    private func shape(_ geometry: Geometry, _ row: inout ImportRow) -> Geometry? {
        switch rule {
        case .none: return nil
        case .point:
            if case .point = geometry { return geometry }
            if case .multiPoint(let positions) = geometry, positions.count == 1 { return .point(positions[0]) }
            row.refuse(
                found: geometry.typeName, Bilingual(fr: "il faut un point", en: "a point is needed"))
        case .multiPolygon:
            if let polygons = geometry.polygonal { return .multiPolygon(polygons) }
            row.refuse(
                found: geometry.typeName, Bilingual(fr: "il faut une surface (polygone)", en: "a polygon is needed"))
        }
        return nil
    }

    private mutating func route(from crs: CoordinateReferenceSystem) throws -> Route {
        if let route = routes[crs] { return route }
        let route = Route(
            toWorking: try CoordinateTransform(from: crs, to: working),
            toDegrees: try CoordinateTransform(from: crs, to: .wgs84))
        routes[crs] = route
        return route
    }

    /// A geometry outside the area that the working system is made for is a mistake; most often its axes are swapped.
    private mutating func isInArea(
        _ geometry: Geometry, _ crs: CoordinateReferenceSystem, _ row: inout ImportRow
    ) throws -> Bool {
        guard let area = working.areaOfUse, let box = geometry.envelope else { return true }
        let corners = [Position(box.minX, box.minY), Position(box.maxX, box.maxY)]
        let found = "\(short(box.minX)), \(short(box.minY))"
        var degrees = corners
        let isNumeric = corners.allSatisfy(\.isFinite)
        let converts = isNumeric && (crs == .wgs84 || (try? route(from: crs).toDegrees.transform(&degrees)) != nil)
        if converts, degrees.allSatisfy(area.contains) { return true }
        let swapped = corners.map { Position($0.y, $0.x) }
        if crs.isGeographic, swapped.allSatisfy(area.contains) {
            row.refuse(
                found: found,
                Bilingual(
                    fr: "longitude et latitude semblent inversées (la longitude vient d'abord)",
                    en: "longitude and latitude look swapped (longitude comes first)"))
        } else if crs.isGeographic, corners.contains(where: { abs($0.x) > 180 || abs($0.y) > 90 }) {
            row.refuse(
                found: found,
                Bilingual(
                    fr: "ce ne sont pas des degrés ; si le fichier est dans un autre système, donnez --crs",
                    en: "these are not degrees; if the file is in another system, give --crs"))
        } else {
            row.refuse(
                found: found,
                Bilingual(
                    fr: "hors du domaine du système de travail (\(working.name))",
                    en: "outside the area of the working system (\(working.name))"))
        }
        return false
    }

    /// Rounds to the grid; a surface that is not valid then is refused, or repaired when the person asked for it.
    private func onGrid(_ geometry: Geometry, _ row: inout ImportRow) throws -> Geometry? {
        guard case .multiPolygon(let polygons) = geometry else { return geometry.rounded(to: Atlas.grid).geometry }
        let rounded = geometry.rounded(to: Atlas.grid)
        if rounded.collapsed.isEmpty, case .valid = try rounded.geometry.validity() {
            return rounded.geometry.wound
        }
        switch try geometry.validity() {
        case .valid: return try snapped(polygons, &row)
        case .invalid(let reason, let position):
            let place = position.map { "\(short($0.x)), \(short($0.y))" } ?? ""
            guard repair, let repaired = try geometry.repaired().polygonal, !repaired.isEmpty else {
                row.refuse(
                    found: place,
                    Bilingual(
                        fr: "surface invalide (\(reason)) ; corrigez-la, ou acceptez la réparation avec --repair",
                        en: "invalid surface (\(reason)); correct it, or accept the repair with --repair"))
                return nil
            }
            row.warn(
                found: place,
                Bilingual(
                    fr: "surface invalide (\(reason)), réparée comme demandé",
                    en: "invalid surface (\(reason)), repaired as asked"))
            return try snapped(repaired, &row)
        }
    }

    private func snapped(_ polygons: MultiPolygon, _ row: inout ImportRow) throws -> Geometry? {
        let snapped = try polygons.snapped(to: Atlas.grid)
        guard snapped.isEmpty else { return Geometry.multiPolygon(snapped).wound }
        row.refuse(
            Bilingual(fr: "surface de moins d'un millimètre de large", en: "surface less than a millimetre wide"))
        return nil
    }

    private func short(_ value: Double) -> String { String((value * 1e6).rounded() / 1e6) }
}
