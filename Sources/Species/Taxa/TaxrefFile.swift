import Formats
import Foundation

/// A file of the TAXREF archive of the MNHN, known by its columns: names, withdrawn codes, or links to other references.
/// Columns are found by name; versions 12 to 18 differ in those they have.
struct TaxrefFile {
    enum Kind {
        /// TAXREFvNN.txt, of this version.
        case names(version: String)
        /// CDNOM_DISPARUS.txt
        case removed
        /// TAXREF_LIENS.txt
        case links

        var table: String {
            switch self {
            case .names: "taxref_name"
            case .removed: "taxref_removed"
            case .links: "taxon_alternative_id"
            }
        }
    }

    let kind: Kind
    let name: String
    let sha256: String
    let reader: DelimitedTextReader
    private let places: [String: Int]

    init(_ path: String, version: String?) throws {
        let bytes = try ByteSource(path).spooled()
        name = path == "-" ? "-" : URL(filePath: path).lastPathComponent
        reader = try DelimitedTextReader(bytes)
        sha256 = try SHA256.hexDigest(of: bytes)
        let places = Dictionary(reader.header.enumerated().map { (ColumnName.normalized($1), $0) }) { first, _ in first
        }
        self.places = places
        func has(_ columns: String...) -> Bool { columns.allSatisfy { places[$0] != nil } }
        if has("cdnom", "cdref", "lbnom") {
            kind = .names(version: try Self.version(version, in: name))
        } else if has("cdnom", "cdnomremplacement") {
            kind = .removed
        } else if has("cdnom", "ctname", "ctspid") {
            kind = .links
        } else {
            throw TaxaError.notTaxref(file: name, columns: reader.header)
        }
    }

    /// The place of a column; -1, which no row has, when the file lacks it.
    func place(_ column: String) -> Int { places[ColumnName.normalized(column)] ?? -1 }

    /// The version that the option says, or else the name of the file: `TAXREFv18.txt`, `TAXREF_v17_2024.txt`.
    private static func version(_ option: String?, in name: String) throws -> String {
        var text = option
        if text == nil, let match = name.lowercased().firstMatch(of: /taxref[_ -]?v?([0-9]+([.][0-9]+)?)/) {
            text = String(match.1)
        }
        guard let text else { throw TaxaError.versionMissing(file: name) }
        return try version(text)
    }

    /// A version as it is kept: `v18` and `18.0` are `18`.
    static func version(_ text: String) throws -> String {
        let digits = text.lowercased().hasPrefix("v") ? String(text.dropFirst()) : text
        guard let number = Double(digits), number.isFinite else { throw TaxaError.versionUnreadable(text) }
        guard number >= 12 else { throw TaxaError.versionTooOld(digits) }
        return number == number.rounded() && number < 1000 ? String(Int(number)) : digits
    }
}
