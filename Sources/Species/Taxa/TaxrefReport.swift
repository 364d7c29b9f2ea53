public import Formats

/// What became of a file of TAXREF. `rows` = `accepted` + `refused` + `known`.
public struct TaxrefReport: Sendable {
    /// The file's name.
    public let file: String
    /// The version of TAXREF; nil of a file that is of no single version.
    public let version: String?
    /// The table that it fills.
    public let table: String
    /// How the text is encoded.
    public let encoding: String
    /// Rows read, but for those passed over.
    public internal(set) var rows = 0
    /// Rows that entered.
    public internal(set) var accepted = 0
    /// Rows that were there already.
    public internal(set) var known = 0
    /// Of the rows known, those that say something else now; what was loaded first stays.
    public internal(set) var differing = 0
    /// Rows that did not enter.
    public internal(set) var refused = 0
    /// Links to other references than GBIF's, which are not kept.
    public internal(set) var passedOver = 0
    /// The first problems.
    public internal(set) var problems: [RowProblem] = []
    /// The file of the refused rows.
    public internal(set) var refusals: String?
    /// True when nothing was written.
    public let dryRun: Bool
}
