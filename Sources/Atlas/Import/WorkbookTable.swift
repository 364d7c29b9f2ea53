import Formats
import Languages

/// A sheet of a workbook as a table: a row of names, and the rows below it.
struct WorkbookTable: ForeignTable {
    let name: String
    let sha256: String
    let reading: [Bilingual]
    let columns: [String]
    private let workbook: XLSXWorkbook
    private let sheet: XLSXWorkbook.Sheet
    private let headerRow: Int

    /// - Parameters:
    ///   - sheetName: the first sheet when nil.
    ///   - headerRow: the row of the names, as the sheet counts; the first that holds something when nil.
    init(_ source: ByteSource, name: String, sha256: String, sheet sheetName: String?, headerRow: Int?) throws {
        self.name = name
        self.sha256 = sha256
        workbook = try XLSXWorkbook(source)
        sheet = try workbook.sheet(sheetName)
        let reader = try workbook.reader(sheet)
        var record = Record()
        var header: Record?
        var above: [Int] = []
        var filled: Set<Int> = []
        while try reader.next(into: &record) {
            guard header != nil else {
                if let headerRow, record.number < headerRow { above.append(record.number) } else { header = record }
                continue
            }
            for column in 0..<record.count where !record.isEmpty(column) { filled.insert(column) }
        }
        guard let header else { throw ImportError.noRow(name) }
        self.headerRow = header.number
        var names: [String] = []
        for column in 0..<reader.width {
            let title = header.trimmedText(column).split(whereSeparator: \.isNewline).joined(separator: " ")
            // A column without a name keeps its place under its letter, when something stands in it.
            names.append(
                title.isEmpty && filled.contains(column) ? "colonne \(XLSXSheetReader.letters(column))" : title)
        }
        while names.last == "" { names.removeLast() }
        columns = names
        reading = Self.aloud(workbook, sheet, above: above, reader)
    }

    func forEachRow(_ body: (inout Record) throws -> Void) throws -> Int {
        let reader = try workbook.reader(sheet)
        var record = Record()
        var emptyAbove = 0
        while try reader.next(into: &record) {
            if record.number <= headerRow {
                emptyAbove = reader.emptyRowCount
                continue
            }
            record.pad(to: columns.count)
            try body(&record)
        }
        return reader.emptyRowCount - emptyAbove
    }

    /// How the sheet is read, and what in it a person may not see.
    private static func aloud(
        _ workbook: XLSXWorkbook, _ sheet: XLSXWorkbook.Sheet, above: [Int], _ reader: XLSXSheetReader
    ) -> [Bilingual] {
        var lines = [Bilingual(fr: "classeur, feuille « \(sheet.name) »", en: "workbook, sheet '\(sheet.name)'")]
        let others = workbook.sheets.filter { $0 != sheet }
            .map { $0.isHidden ? "\($0.name) (masquée, hidden)" : $0.name }
        if !others.isEmpty {
            let names = others.joined(separator: ", ")
            lines.append(
                Bilingual(
                    fr: "feuilles non lues (--sheet) : \(names)",
                    en: "sheets not read (--sheet): \(names)"))
        }
        if !above.isEmpty {
            let rows = above.map(String.init).joined(separator: ", ")
            lines.append(
                Bilingual(
                    fr: "lignes au-dessus de l'en-tête, passées : \(rows)",
                    en: "rows above the header, passed over: \(rows)"))
        }
        if reader.hiddenRowCount > 0 {
            lines.append(
                Bilingual(
                    fr: "lignes masquées ou filtrées, lues comme les autres : \(reader.hiddenRowCount)",
                    en: "hidden or filtered rows, read like the others: \(reader.hiddenRowCount)"))
        }
        if reader.mergedCount > 0 {
            lines.append(
                Bilingual(
                    fr:
                        "cellules fusionnées (\(reader.mergedCount)) : seule la première case de chaque fusion a la valeur"
                        + " (--carry la reprend plus bas)",
                    en: "merged cells (\(reader.mergedCount)): only the first of each has the value"
                        + " (--carry takes it further down)"))
        }
        if reader.uncomputedCount > 0 {
            lines.append(
                Bilingual(
                    fr: "formules jamais calculées (\(reader.uncomputedCount)) : ouvrez et enregistrez le classeur",
                    en: "formulas never computed (\(reader.uncomputedCount)): open and save the workbook"))
        }
        return lines
    }
}
