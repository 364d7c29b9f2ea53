package import Languages

/// What a column of a file may become in a table of the atlas.
package struct Field: Sendable {
    /// How the text of a cell is read.
    package enum Kind: Sendable {
        case text
        /// A day; the order of day and month is settled for the whole column.
        case date
        /// A decimal number; what the comma means is settled for the whole column.
        case decimal
        /// A longitude or a latitude: its comma or point can only be decimal.
        case degrees
        case integer
        case boolean
    }

    /// The name: a column of the table, or one of the fields that make its geometry.
    package let name: String
    package let kind: Kind
    /// Header names that mean the same, as ``ColumnName/normalized(_:)`` gives them.
    package let aliases: [String]
    /// True when a row without it is refused.
    package let isRequired: Bool
    /// False for what is read to make something else: a coordinate, a gross mass.
    package let isStored: Bool
    /// True when the column is also kept as it is, with what the table has no column for.
    package let isKept: Bool
    /// True when several columns may map to it, told apart by a qualifier: `mass:GLASS`.
    package let isQualified: Bool
    /// True when a column must bear the very name, or be mapped: another vocabulary uses a name like it.
    package let isExact: Bool
    /// True when a cell may hold a unit, or a mark of doubt, beside its number: ``ImportRow/measure(_:)``.
    package let isMeasured: Bool

    package init(
        _ name: String, _ kind: Kind = .text, aliases: [String] = [], required: Bool = false, stored: Bool = true,
        kept: Bool = false, qualified: Bool = false, exact: Bool = false, measured: Bool = false
    ) {
        self.name = name
        self.kind = kind
        self.aliases = aliases
        self.isRequired = required
        self.isStored = stored
        self.isKept = kept
        self.isQualified = qualified
        self.isExact = exact
        self.isMeasured = measured
    }

    /// The fields that any table with a geometry reads it from, when the file has none of its own.
    package static let placement = [
        Field(
            "geometry_wkt", aliases: ["geometriewkt4326", "geometrywkt4326", "wkt", "geomwkt", "footprintwkt"],
            stored: false),
        Field("x", .decimal, aliases: ["x2154", "xl93", "xlambert93", "easting"], stored: false),
        Field("y", .decimal, aliases: ["y2154", "yl93", "ylambert93", "northing"], stored: false),
    ]

    /// Longitude and latitude in degrees, under the names that they are given.
    package static func coordinates(stored: Bool) -> [Field] {
        [
            Field(
                "decimal_longitude", .degrees,
                aliases: ["longitude", "lon", "long", "lng", "lon4326", "xcentroid4326"],
                stored: stored),
            Field(
                "decimal_latitude", .degrees,
                aliases: ["latitude", "lat", "lat4326", "ycentroid4326"],
                stored: stored),
            // iNaturalist gives the true place apart from the public one, to who may have it.
            Field("private_longitude", .degrees, stored: false),
            Field("private_latitude", .degrees, stored: false),
        ]
    }
}

/// The rules by which a book takes a row in.
///
/// The run reads each field by its kind and stores it; an importer only says what is particular to its book: what must
/// be there together, what a value becomes, and when a row becomes several.
package protocol RowImporter {
    static var table: String { get }
    static var fields: [Field] { get }
    /// The column that keeps, as JSON, what the file has and the table has no place for; nil to say that it is left out.
    static var remainder: String? { get }
    /// What geometry a row brings.
    static var geometry: GeometryRule { get }
    /// The name before the colon of what a person says of one value of the file, `type_of` in
    /// `--set type_of:surface:paving_stones=paving_open`; nil when nothing is asked.
    static var answered: String? { get }
    /// The other tables in which ``finish(_:)`` makes rows.
    static var alsoFills: [String] { get }

    /// True for facts that people keep by hand in sheets: ditto marks are read there, and rows that repeat another are
    /// asked about.
    static var isKeptByHand: Bool { get }

    init(_ context: ImportContext) throws
    /// Completes the row, refuses it, or gives several; `emit` stores the row as it stands.
    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws
    /// True when a required field that no column gives can be made of others.
    func gives(_ field: Int, from row: ImportRow) throws -> Bool
    /// Called once what the row emitted is stored, to make what hangs on it in ``alsoFills``.
    ///
    /// - Returns: how many rows it made there.
    mutating func finish(_ row: inout ImportRow) throws -> Int
    /// What a trigger of the table says of a row that it refuses, in both languages.
    static func sentence(of refusal: String) -> Bilingual
}

extension RowImporter {
    package static var remainder: String? { "source_attributes" }
    package static var answered: String? { nil }
    package static var alsoFills: [String] { [] }
    package static var isKeptByHand: Bool { false }
    package func gives(_ field: Int, from row: ImportRow) -> Bool { false }
    package func finish(_ row: inout ImportRow) -> Int { 0 }
    package static func sentence(of refusal: String) -> Bilingual { Bilingual(fr: refusal, en: refusal) }
}

/// What geometry the rows of a table have.
package enum GeometryRule: Sendable {
    case none
    /// A surface; anything else is refused.
    case multiPolygon
    /// A place; an absent one is allowed where the book allows a record without.
    case point(required: Bool)
}
