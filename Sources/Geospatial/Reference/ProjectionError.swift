public import Languages

/// Why a coordinate reference system or a transformation could not be had.
public enum ProjectionError: ReadableError, Hashable {
    /// PROJ does not know the definition; `reason` is its own words.
    case unknownSystem(definition: String, reason: String)
    /// A system without easting and northing or longitude and latitude: vertical, geocentric, local.
    case notHorizontal(definition: String, name: String)
    /// PROJ knows both systems and no way from one to the other.
    case noPath(from: String, to: String, reason: String)
    /// A position that has no image; `index` counts the positions from 0, as they were before.
    case outside(index: Int, position: Position, from: String, to: String, reason: String)
    /// PROJ could not start: memory is short.
    case unavailable

    /// Where, what was found and what to do, in both languages.
    public var message: Bilingual {
        switch self {
        case .unknownSystem(let definition, let reason):
            Bilingual(
                fr:
                    "Système de coordonnées inconnu : « \(Self.start(of: definition)) » (\(reason)). Donnez un code EPSG, "
                    + "par exemple EPSG:2154, ou un WKT complet.",
                en: "Unknown coordinate reference system: \"\(Self.start(of: definition))\" (\(reason)). Give an EPSG "
                    + "code, for example EPSG:2154, or a complete WKT.")
        case .notHorizontal(let definition, let name):
            Bilingual(
                fr:
                    "Le système « \(Self.start(of: definition)) » (\(name)) n'est ni géographique ni projeté : donnez le "
                    + "système horizontal des coordonnées.",
                en: "The system \"\(Self.start(of: definition))\" (\(name)) is neither geographic nor projected: give "
                    + "the horizontal system of the coordinates.")
        case .noPath(let from, let to, let reason):
            Bilingual(
                fr: "Aucune transformation de \(from) vers \(to) (\(reason)). Choisissez un autre système.",
                en: "No transformation from \(from) to \(to) (\(reason)). Choose another system.")
        case .outside(let index, let position, let from, let to, let reason):
            Bilingual(
                fr: "La position n° \(index + 1), \(position.inWords), n'a pas d'image de \(from) vers \(to) "
                    + "(\(reason)). Vérifiez le système déclaré et l'ordre des axes (longitude, puis latitude).",
                en: "Position no. \(index + 1), \(position.inWords), has no image from \(from) to \(to) (\(reason)). "
                    + "Check the declared system and the order of the axes (longitude, then latitude).")
        case .unavailable:
            Bilingual(
                fr: "PROJ ne démarre pas : mémoire insuffisante. Fermez d'autres programmes et recommencez.",
                en: "PROJ does not start: memory is short. Close other programs and start again.")
        }
    }

    /// Enough of a long WKT to recognise it.
    private static func start(of definition: String) -> String {
        definition.count > 80 ? definition.prefix(80) + "…" : definition
    }
}
