public import Languages

/// Why some bytes are not a geometry in well-known binary; offsets count bytes from the start, from 0.
public enum WKBError: ReadableError, Hashable {
    /// The bytes end before what they announce.
    case truncated(offset: Int)
    /// Bytes are left after the geometry.
    case trailingBytes(count: Int)
    /// The byte that should say the byte order is neither 0 nor 1.
    case byteOrder(UInt8, offset: Int)
    /// A type that is none of the seven, or an M coordinate, which the atlas does not keep.
    case unsupportedType(UInt32, offset: Int)
    /// A multi-geometry with a member of another type.
    case wrongMember(UInt32, offset: Int)
    /// Collections nested deeper than ``Geometry/nestingLimit``.
    case tooDeep(offset: Int)
    /// The numbers are there and make no geometry.
    case malformed(GeometryError, offset: Int)

    /// Where, what was found and what to do, in both languages.
    public var message: Bilingual {
        switch self {
        case .truncated(let offset):
            Self.at(
                offset,
                fr: "les octets s'arrêtent avant la fin annoncée. Exportez de nouveau la géométrie.",
                en: "the bytes end before what they announce. Export the geometry again.")
        case .trailingBytes(let count):
            Bilingual(
                fr: "WKB : \(count) octet(s) de trop après la géométrie. Exportez-la de nouveau.",
                en: "WKB: \(count) byte(s) too many after the geometry. Export it again.")
        case .byteOrder(let byte, let offset):
            Self.at(
                offset,
                fr: "l'ordre des octets vaut \(byte) au lieu de 0 ou 1. Exportez de nouveau la géométrie.",
                en: "the byte order is \(byte) instead of 0 or 1. Export the geometry again.")
        case .unsupportedType(let code, let offset):
            Self.at(
                offset,
                fr: "le type \(code) n'est pas lu. Sont lus points, lignes, polygones, leurs multiples et collections, "
                    + "avec ou sans Z, sans M.",
                en: "type \(code) is not read. Points, lines, polygons, their multiples and collections are, "
                    + "with or without Z, without M.")
        case .wrongMember(let code, let offset):
            Self.at(
                offset,
                fr: "un membre de type \(code) dans une géométrie multiple d'un autre type. Exportez-la de nouveau.",
                en: "a member of type \(code) in a multi-geometry of another type. Export it again.")
        case .tooDeep(let offset):
            Self.at(
                offset,
                fr: "collections imbriquées sur plus de \(Geometry.nestingLimit) niveaux. Aplatissez-les.",
                en: "collections nested deeper than \(Geometry.nestingLimit) levels. Flatten them.")
        case .malformed(let error, let offset):
            Self.at(offset, fr: error.message.fr, en: error.message.en)
        }
    }

    private static func at(_ offset: Int, fr: String, en: String) -> Bilingual {
        Bilingual(fr: "WKB, octet \(offset) : \(fr)", en: "WKB, byte \(offset): \(en)")
    }
}
