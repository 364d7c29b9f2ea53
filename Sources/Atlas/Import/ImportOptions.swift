public import Formats
public import Languages

/// What the person who imports a file says of it.
public struct ImportOptions: Sendable {
    /// A value for each row, by field: `surface_type` → `roof`; or what one value of the file means, where the table
    /// asks: `type_of:surface:paving_stones` → `paving_open`.
    public var constants: [String: String] = [:]
    /// What a column of the file becomes, by column: `NOM` → `name`, `kg_glass` → `mass:GLASS`.
    public var mapping: [String: String] = [:]
    /// A layout kept earlier under this name; `constants` and `mapping` complete it.
    public var layout: String?
    /// Keeps `constants`, `mapping`, `sheet`, `headerRow` and `carry` under this name.
    public var saveLayout: String?
    /// The coordinate reference system of the file, when the file does not say it.
    public var crs: String?
    /// The layer to read, in a GeoPackage that has several.
    public var layer: String?
    /// The sheet to read, in a workbook; the first one when nil.
    public var sheet: String?
    /// The row that names the columns, as the file counts; the first that holds something when nil.
    public var headerRow: Int?
    /// The fields, or the columns, whose blank cells take the value above.
    public var carry: [String] = []
    /// Repairs invalid geometries by the structure method, and says so; otherwise they are refused.
    public var repair = false
    /// Reads and checks all, and writes nothing.
    public var dryRun = false
    /// Where the refused rows go; nil for a file beside the one read.
    public var refusals: String?
    /// Who imports.
    public var person: String?

    /// Nothing said yet.
    public init() {}
}

/// What an import did. `rows` = `accepted` + `refused` + `known`.
public struct ImportReport: Sendable {
    /// The problems of one kind in one column, with the rows that have it.
    public struct Remark: Sendable, Hashable {
        /// Whether the rows were refused.
        public let severity: RowProblem.Severity
        /// The column; nil when it is the row as a whole.
        public let column: String?
        /// What is wrong and what to do.
        public let message: Bilingual
        /// What was found in the first of the rows.
        public let example: String
        /// The first rows, as the user counts them; at most ``Remark/listed``.
        public var rows: [Int]
        /// How many rows have it.
        public var count: Int

        /// How many rows a remark names.
        public static let listed = 5
    }

    /// The file's name.
    public let file: String
    /// The SHA-256 of the file, in hexadecimal.
    public let sha256: String
    /// The table.
    public let table: String
    /// How the file was read: encoding, separator, reference system, as the person must be told.
    public let reading: [Bilingual]
    /// Columns of the file by what they became.
    public let used: [(column: String, field: String)]
    /// Columns that no field takes; their values are kept as JSON where the table has room.
    public let unused: [String]
    /// How many rows were read or written.
    public let rows: Int
    /// Rows of the file that hold nothing at all; they are not among ``rows``.
    public let blankRows: Int
    /// Rows that entered.
    public let accepted: Int
    /// Rows that did not enter.
    public let refused: Int
    /// Rows that were there already.
    public let known: Int
    /// Rows of the table that were made: more than `accepted` where a row of the file holds several facts.
    public let written: Int
    /// What was odd or refused, by kind.
    public let remarks: [Remark]
    /// The file of the refused rows, when there are any and it was written.
    public let refusals: String?
    /// True when nothing was written.
    public let dryRun: Bool
}

/// Gathers the problems of a file by kind, so that a thousand rows with the same one make one remark.
struct RemarkList {
    private struct Key: Hashable {
        let severity: RowProblem.Severity
        let column: String?
        let message: Bilingual
    }

    private(set) var remarks: [ImportReport.Remark] = []
    private var places: [Key: Int] = [:]

    mutating func add(_ problem: RowProblem) {
        let key = Key(severity: problem.severity, column: problem.column, message: problem.message)
        if let place = places[key] {
            remarks[place].count += 1
            if remarks[place].rows.count < ImportReport.Remark.listed { remarks[place].rows.append(problem.row) }
        } else {
            places[key] = remarks.count
            remarks.append(
                ImportReport.Remark(
                    severity: problem.severity, column: problem.column, message: problem.message,
                    example: problem.found, rows: [problem.row], count: 1))
        }
    }
}
