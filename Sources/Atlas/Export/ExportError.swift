public import Languages

/// Why an export could not be made.
public enum ExportError: ReadableError, Hashable {
    case unknownLayer(String, known: [String])
    /// A GeoPackage is a file of its own, whose name ends in `.gpkg` (requirement 3).
    case notAGeoPackageName(String, layer: String)
    case formatNotOffered(ExportFormat, layer: String, offered: [ExportFormat])

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknownLayer(let name, let known):
            Bilingual(
                fr: "Rien à exporter sous le nom « \(name) ». Possibles : \(known.joined(separator: ", ")).",
                en: "Nothing to export under the name '\(name)'. Possible: \(known.joined(separator: ", ")).")
        case .notAGeoPackageName(let name, let layer):
            Bilingual(
                fr: "« \(name) » : un GeoPackage s'écrit dans un fichier en .gpkg : -o \(layer).gpkg.",
                en: "'\(name)': a GeoPackage is written to a file ending in .gpkg: -o \(layer).gpkg.")
        case .formatNotOffered(let format, let layer, let offered):
            Bilingual(
                fr: "« \(layer) » ne s'écrit pas en \(format.rawValue). "
                    + "Formats : \(offered.map(\.rawValue).joined(separator: ", ")).",
                en: "'\(layer)' is not written as \(format.rawValue). "
                    + "Formats: \(offered.map(\.rawValue).joined(separator: ", ")).")
        }
    }
}
