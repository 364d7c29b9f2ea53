public import Atlas
public import Formats
public import Geospatial

/// Where a point stands.
public enum Whereabouts: Sendable, Hashable {
    /// In the campus of this name.
    case campus(String)
    /// Outside every campus of the atlas.
    case outside
    /// The atlas has no campus outline on that day.
    case noOutline
}

extension Atlas {
    /// The campus that holds a point, its edge included, on a day.
    ///
    /// - Parameter position: in the working reference system.
    public func whereabouts(of position: Position, on day: CalendarDate) throws -> Whereabouts {
        let campuses = try campuses(on: day)
        guard !campuses.isEmpty else { return .noOutline }
        let campus = try campuses.first { try PreparedPolygon($0.outline).intersects(position) }
        return campus.map { .campus($0.name) } ?? .outside
    }

    /// A point as a person types it: `4.0881,44.1331` (longitude, latitude), `786400 6337700` (the working reference
    /// system), either with a decimal comma when a space or a semicolon stands between them, either in `POINT(…)`.
    ///
    /// Two numbers that can be degrees are degrees.
    ///
    /// - Returns: the position in the working reference system, on its grid of 1 mm.
    /// - Throws: ``RainError/notAPlace(_:)``, and ``RainError/placeOutsideArea(_:system:isSwapped:)`` for one outside the
    ///   area that the working system is made for.
    public func position(typed text: String) throws -> Position {
        guard let (x, y) = Self.pair(text) else { throw RainError.notAPlace(text) }
        let typed = Position(x, y)
        let isDegrees = abs(x) <= 180 && abs(y) <= 90
        var degrees = [typed]
        if !isDegrees { try CoordinateTransform(from: crs, to: .wgs84).transform(&degrees) }
        if let area = crs.areaOfUse, !degrees.allSatisfy(area.contains) {
            throw RainError.placeOutsideArea(
                text, system: crs.name, isSwapped: isDegrees && area.contains(Position(y, x)))
        }
        var position = [typed]
        if isDegrees { try CoordinateTransform(from: .wgs84, to: crs).transform(&position) }
        guard case .point(let onGrid?) = Geometry.point(position[0]).rounded(to: Atlas.grid).geometry else {
            throw RainError.notAPlace(text)
        }
        return onGrid
    }

    private static func pair(_ text: String) -> (Double, Double)? {
        var typed = text.lowercased()
        if let open = typed.firstIndex(of: "("), typed.hasPrefix("point"), typed.last == ")" {
            typed = String(typed[typed.index(after: open)...].dropLast())
        }
        let parts =
            typed.contains(";")
            ? typed.split(separator: ";")
            : typed.contains(where: \.isWhitespace)
                ? typed.split(whereSeparator: \.isWhitespace).map { $0.last == "," ? $0.dropLast() : $0 }
                : typed.split(separator: ",")
        guard parts.count == 2, let x = DecimalText(String(parts[0])), let y = DecimalText(String(parts[1])) else {
            return nil
        }
        return (x.double, y.double)
    }
}
