import Formats
import Languages

/// The rows of delimited text below its header, which may stand under other lines.
struct DelimitedRows {
    let reader: DelimitedTextReader
    let columns: [String]
    /// The lines above the header that hold something.
    private(set) var above: [Int] = []

    /// - Parameter headerRow: the line of the names; the first that holds something when nil, and always in a file of
    ///   refused rows, whose header this program wrote first.
    init(_ source: ByteSource, headerRow: Int?) throws {
        let plain = try DelimitedTextReader(source)
        guard let headerRow, headerRow > 1, plain.header.first.map(RefusalsWriter.isReason) != true else {
            reader = plain
            columns = plain.header
            return
        }
        var dialect = plain.dialect
        dialect.hasHeader = false
        reader = try DelimitedTextReader(source, dialect: dialect)
        var record = Record()
        while try reader.next(into: &record), record.number < headerRow { above.append(record.number) }
        guard record.count > 0 else { throw ImportError.noRow(source.name) }
        columns = (0..<record.count).map { record.trimmedText($0) }
    }

    func next(into record: inout Record) throws -> Bool {
        guard try reader.next(into: &record) else { return false }
        guard !reader.dialect.hasHeader, record.defect == nil else { return true }
        if record.count < columns.count {
            record.defect = .tooFewFields(expected: columns.count, found: record.count)
        } else if (columns.count..<max(record.count, columns.count)).contains(where: { !record.isEmpty($0) }) {
            record.defect = .tooManyFields(expected: columns.count, found: record.count)
        }
        return true
    }

    /// How the text is laid out, its header first: as refused rows are written.
    var dialect: DelimitedDialect {
        var dialect = reader.dialect
        dialect.hasHeader = true
        return dialect
    }

    /// How the text is read, in words.
    var aloud: [Bilingual] {
        let dialect = reader.dialect
        let separator =
            switch dialect.delimiter {
            case UInt8(ascii: "\t"): Bilingual(fr: "tabulation", en: "tab")
            case let byte:
                Bilingual(
                    fr: "« \(Character(Unicode.Scalar(byte))) »", en: "'\(Character(Unicode.Scalar(byte)))'")
            }
        var lines = [
            Bilingual(
                fr: "texte, codage \(reader.encoding.label), séparateur \(separator.fr)"
                    + (dialect.isQuoted ? "" : ", guillemets lus comme du texte"),
                en: "text, encoding \(reader.encoding.label), separator \(separator.en)"
                    + (dialect.isQuoted ? "" : ", quotation marks read as text"))
        ]
        if !above.isEmpty {
            let rows = above.map(String.init).joined(separator: ", ")
            lines.append(
                Bilingual(
                    fr: "lignes au-dessus de l'en-tête, passées : \(rows)",
                    en: "rows above the header, passed over: \(rows)"))
        }
        return lines
    }
}
