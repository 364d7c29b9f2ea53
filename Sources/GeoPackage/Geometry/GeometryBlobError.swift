public import Geospatial
public import Languages

/// Why the bytes of a geometry column are not a GeoPackage geometry (OGC 12-128r17 clause 2.1.3).
public enum GeometryBlobError: ReadableError, Hashable {
    /// Fewer bytes than the header announces.
    case truncated(count: Int)
    /// The first bytes are not "GP".
    case notGeoPackage
    /// A version of the blob other than 0.
    case version(UInt8)
    /// ExtendedGeoPackageBinary, whose content only its author can read.
    case extended
    /// An envelope code above 4.
    case envelopeCode(UInt8)
    /// The well-known binary after the header cannot be read.
    case wkb(WKBError)

    /// What was found and what to do, in both languages.
    public var message: Bilingual {
        switch self {
        case .truncated(let count):
            Bilingual(
                fr: "géométrie tronquée : \(count) octets seulement. Exportez-la de nouveau.",
                en: "geometry cut short: only \(count) bytes. Export it again.")
        case .notGeoPackage:
            Bilingual(
                fr: "ces octets ne sont pas une géométrie GeoPackage (ils ne commencent pas par GP). "
                    + "Convertissez-les depuis leur format d'origine.",
                en: "these bytes are no GeoPackage geometry (they do not begin with GP). "
                    + "Convert them from the format they came in.")
        case .version(let version):
            Bilingual(
                fr:
                    "géométrie GeoPackage de version \(version), seule la version 0 est connue. Exportez-la de nouveau.",
                en: "GeoPackage geometry of version \(version); only version 0 is known. Export it again.")
        case .extended:
            Bilingual(
                fr:
                    "géométrie d'un type étendu, propre à un logiciel. Exportez-la en point, ligne, polygone ou multiple.",
                en:
                    "geometry of an extended type, private to a program. Export it as a point, line, polygon or multiple."
            )
        case .envelopeCode(let code):
            Bilingual(
                fr: "code d'enveloppe \(code) ; 0 à 4 sont connus. Exportez de nouveau la géométrie.",
                en: "envelope code \(code); 0 to 4 are known. Export the geometry again.")
        case .wkb(let error): error.message
        }
    }
}
