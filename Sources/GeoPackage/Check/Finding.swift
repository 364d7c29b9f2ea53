public import Languages

/// Something in a GeoPackage that is not as it should be.
public struct Finding: Hashable, Sendable {
    /// How much it matters.
    public enum Severity: String, Sendable, Comparable {
        /// Readable, and probably not what its author meant.
        case warning
        /// Against the standard, or wrong: some program will refuse it or show something else.
        case error

        /// A warning matters less than an error.
        public static func < (a: Severity, b: Severity) -> Bool { a == .warning && b == .error }
    }

    /// What is broken, by a name that stays the same from one version of this program to the next.
    public enum Rule: String, Sendable, CaseIterable {
        /// `PRAGMA integrity_check` (requirement 6).
        case integrity = "integrity"
        /// A row refers to one that is not there (requirement 7).
        case foreignKey = "foreign-key"
        /// The application identifier (requirement 2).
        case applicationID = "application-id"
        /// The version number, or what does not go with it (requirement 2).
        case version = "version"
        /// The name ends in `.gpkg` (requirement 3).
        case fileName = "file-name"
        /// A part of the description that cannot even be read.
        case unreadable = "unreadable"
        /// A table that every GeoPackage has, or that an extension needs, is missing (requirements 10, 13, 21).
        case missingTable = "missing-table"
        /// `gpkg_spatial_ref_sys`: a system that must be there or is referred to is not (requirements 11, 12, 14).
        case missingReferenceSystem = "missing-reference-system"
        /// A reference system without a definition.
        case undefinedReferenceSystem = "undefined-reference-system"
        /// `gpkg_contents` lists what is not there, or in an unknown way (requirements 14, 17).
        case contents = "contents"
        /// A date of last change in another form than ISO 8601 UTC (requirement 15).
        case lastChange = "last-change"
        /// `gpkg_geometry_columns` does not agree with the layer (requirements 22 to 31, 146).
        case geometryColumn = "geometry-column"
        /// A column of a type that GeoPackage does not have (requirement 5).
        case columnType = "column-type"
        /// No integer key, or one that is not unique (requirements 29, 119, 150, 151).
        case key = "key"
        /// A DATE that is not YYYY-MM-DD, or no day (requirement 5).
        case date = "date"
        /// A DATETIME that is not YYYY-MM-DDTHH:MM:SS.SSSZ, or no instant (requirement 5).
        case dateTime = "date-time"
        /// A BOOLEAN that is neither 0 nor 1 (requirement 5).
        case boolean = "boolean"
        /// A blob that is not StandardGeoPackageBinary (requirement 19).
        case geometryBlob = "geometry-blob"
        /// Well-known binary that does not hold together (requirement 19).
        case wellKnownBinary = "well-known-binary"
        /// A geometry in another reference system than its layer's (requirement 33).
        case geometryReferenceSystem = "geometry-reference-system"
        /// A geometry of another type, or with other dimensions, than its layer's (requirements 27, 32).
        case geometryType = "geometry-type"
        /// An empty geometry that is not said to be, or the reverse (requirement 152).
        case emptyFlag = "empty-flag"
        /// An envelope that is not the geometry's.
        case envelope = "envelope"
        /// A coordinate that is no number.
        case notFinite = "not-finite"
        /// Rings that are open, cross, or lie where they should not (OGC 06-103r4 clause 6.1).
        case invalidGeometry = "invalid-geometry"
        /// The index lacks a row, or has one too many.
        case indexRow = "index-row"
        /// The box in the index does not contain the geometry: searches miss it.
        case indexBox = "index-box"
        /// A trigger of the index is missing, or of another version than the file's (requirement 75).
        case indexTrigger = "index-trigger"
        /// `gpkg_extensions` lacks a row, or has one that means nothing (requirements 58 to 64, 78, 141).
        case extensionRow = "extension"
        /// `gpkg_data_columns` describes a column that is not there (requirements 104, 105).
        case dataColumn = "data-column"
        /// A constraint that is named and not defined (requirement 106), or badly defined (107 to 114).
        case constraint = "constraint"
        /// A value outside the enumeration, range or pattern of its column.
        case constrainedValue = "constrained-value"
        /// A relation whose tables or columns are not there (OGC 18-000).
        case relation = "relation"
    }

    /// How much it matters.
    public let severity: Severity
    /// The table or view it is in; nil when it is about the file.
    public let table: String?
    /// The row's integer key; nil when it is not about one row.
    public let fid: Int64?
    /// What is broken.
    public let rule: Rule
    /// What was found and what to do.
    public let message: Bilingual
}

extension Finding: CustomStringConvertible {
    /// One line in English, for logs and tests.
    public var description: String {
        "\(severity): \([table, fid.map(String.init)].compactMap(\.self).joined(separator: " ")) [\(rule.rawValue)] \(message.en)"
    }
}
