import Glibc

/// Reads the rows of a sheet in order, each cell as a person sees it.
///
/// A number is in its shortest form of at most 15 digits, as spreadsheets show it, with a decimal point; what is stored
/// is kept beside (``Record/aside(_:)``) when it is written otherwise. A date is in ISO form, with what its format shows
/// beside it. A formula is what it was worth when the file was saved; one that was never computed is its own text,
/// after an equals sign.
public final class XLSXSheetReader {
    /// How many rows without any content stand before the last one read.
    public private(set) var emptyRowCount = 0
    /// How many rows that hold something are not shown.
    public private(set) var hiddenRowCount = 0
    /// How many groups of cells are merged into one; known once the last row was read.
    public private(set) var mergedCount = 0
    /// How many formulas were never computed.
    public private(set) var uncomputedCount = 0
    /// How many columns the widest row has.
    public private(set) var width = 0

    private static let rowLimit = 1_048_576
    private static let columnLimit = 16_384

    private let workbook: XLSXWorkbook
    private let scanner: XMLScanner
    private let fail: XLSXFailure
    private var row = 0
    private var isHidden = false
    private var cell = Cell()
    private var isFinished = false

    private struct Cell {
        enum Kind { case number, shared, text, inline, boolean, error, isoDate }
        var column = -1
        var kind = Kind.number
        var style = 0
        var value: [UInt8] = []
        var formula: [UInt8] = []
        var hasFormula = false
        var rich = RichText()
    }

    init(_ workbook: XLSXWorkbook, _ source: ByteSource, _ fail: XLSXFailure) throws(XLSXError) {
        self.workbook = workbook
        self.fail = fail
        scanner = try fail.onXML { () throws(XMLError) in try XMLScanner(source) }
    }

    /// Reads the next row that is not wholly empty; its number is the one that the sheet shows.
    /// - Returns: false at the end of the sheet.
    /// - Throws: ``XLSXError``; nothing more can be read afterwards.
    public func next(into record: inout Record) throws(XLSXError) -> Bool {
        record.removeAll()
        while !isFinished {
            switch try fail.onXML({ () throws(XMLError) in try scanner.next() }) {
            case .start:
                if scanner.isNamed("row") {
                    try beginRow()
                } else if scanner.isNamed("c") {
                    try readCell(into: &record)
                } else if scanner.isNamed("mergeCell") {
                    mergedCount += 1
                }
            case .end:
                guard scanner.isNamed("row") else { continue }
                record.number = row
                guard (0..<record.count).contains(where: { !record.isEmpty($0) }) else {
                    emptyRowCount += 1
                    record.removeAll()
                    continue
                }
                if isHidden { hiddenRowCount += 1 }
                width = max(width, record.count)
                return true
            case .text: continue
            case .finished: isFinished = true
            }
        }
        return false
    }

    private func beginRow() throws(XLSXError) {
        let number = scanner.attribute("r").map { Int(String(decoding: $0, as: UTF8.self)) ?? -1 } ?? row + 1
        guard number > row, number <= Self.rowLimit else { throw fail(.rowOutOfOrder(number)) }
        emptyRowCount += number - row - 1
        row = number
        isHidden =
            scanner.attribute("hidden").map { $0.elementsEqual("1".utf8) || $0.elementsEqual("true".utf8) } ?? false
        cell.column = -1
    }

    /// Reads the cell whose tag was just read, up to its end.
    private func readCell(into record: inout Record) throws(XLSXError) {
        cell.column = try column()
        cell.style = scanner.attribute("s").flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        cell.kind = try kind()
        cell.value.removeAll(keepingCapacity: true)
        cell.formula.removeAll(keepingCapacity: true)
        cell.hasFormula = false
        cell.rich.clear()
        var isInValue = false
        var isInFormula = false
        while true {
            let event = try fail.onXML { () throws(XMLError) in try scanner.next() }
            if cell.kind == .inline { cell.rich.take(event, scanner) }
            switch event {
            case .start:
                isInValue = scanner.isNamed("v")
                isInFormula = scanner.isNamed("f")
                if isInFormula { cell.hasFormula = true }
            case .text:
                if isInValue { cell.value.append(contentsOf: scanner.text) }
                if isInFormula { cell.formula.append(contentsOf: scanner.text) }
            case .end:
                isInValue = false
                isInFormula = false
                if scanner.isNamed("c") {
                    try put(into: &record)
                    return
                }
            case .finished: return
            }
        }
    }

    /// `B12` is column 1, and says that it is in row 12.
    private func column() throws(XLSXError) -> Int {
        guard let reference = scanner.attribute("r") else { return cell.column + 1 }
        let letters = reference.prefix { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }
        let column = letters.prefix(4).reduce(0) { $0 * 26 + Int($1 - UInt8(ascii: "A")) + 1 } - 1
        let digits = String(decoding: reference[letters.endIndex...], as: UTF8.self)
        guard letters.count <= 3, Int(digits) == row, column > cell.column, column < Self.columnLimit else {
            throw fail(.badCell(String(decoding: reference, as: UTF8.self)))
        }
        return column
    }

    private func kind() throws(XLSXError) -> Cell.Kind {
        guard let type = scanner.attribute("t") else { return .number }
        switch String(decoding: type, as: UTF8.self) {
        case "n": return .number
        case "s": return .shared
        case "str": return .text
        case "inlineStr": return .inline
        case "b": return .boolean
        case "e": return .error
        case "d": return .isoDate
        case let other: throw fail(.badCell("\(address) t=\(other)"))
        }
    }

    private var address: String { XLSXSheetReader.letters(cell.column) + String(row) }

    /// The letters by which spreadsheets name a column: 0 is `A`, 26 is `AA`.
    public static func letters(_ column: Int) -> String {
        var name = ""
        var rest = column + 1
        while rest > 0 {
            name = String(UnicodeScalar(UInt8(65 + (rest - 1) % 26))) + name
            rest = (rest - 1) / 26
        }
        return name
    }

    private func put(into record: inout Record) throws(XLSXError) {
        if cell.kind == .inline {
            if !cell.rich.text.isEmpty { record.set(cell.column, to: cell.rich.text) }
            return
        }
        if cell.value.isEmpty {
            guard cell.hasFormula else { return }
            uncomputedCount += cell.kind == .text ? 0 : 1
            if cell.kind != .text { record.set(cell.column, to: [UInt8(ascii: "=")] + cell.formula) }
            return
        }
        switch cell.kind {
        case .inline: break
        case .text, .error: record.set(cell.column, to: cell.value)
        case .isoDate: record.set(cell.column, to: cell.value, kind: .date)
        case .boolean: record.set(cell.column, to: (cell.value == [ASCII.zero] ? "FALSE" : "TRUE").utf8)
        case .shared:
            let index = Int(String(decoding: cell.value, as: UTF8.self)) ?? -1
            guard let text = workbook.strings[index] else { throw fail(.noSuchString(index, cell: address)) }
            if !text.isEmpty { record.set(cell.column, to: text) }
        case .number: try putNumber(into: &record)
        }
    }

    private func putNumber(into record: inout Record) throws(XLSXError) {
        let stored = String(decoding: cell.value, as: UTF8.self).trimmed
        guard let number = Double(stored), number.isFinite else { throw fail(.badCell("\(address) « \(stored) »")) }
        let format = workbook.formats.indices.contains(cell.style) ? workbook.formats[cell.style] : nil
        if let format, format.isDate, let serial = SerialDate(number, is1904: workbook.is1904) {
            let shown =
                serial.isLotusLeapDay ? nil : format.shown(serial.date, secondOfDay: serial.secondOfDay)
            record.set(cell.column, to: serial.iso.utf8, kind: serial.date == nil ? .text : .date, aside: shown)
            return
        }
        let shown = Self.shown(stored, number)
        record.set(cell.column, to: shown.utf8, kind: .number, aside: shown == stored ? nil : stored)
    }

    /// A number in at most 15 digits, as spreadsheets show it whatever they store.
    static func shown(_ stored: String, _ number: Double) -> String {
        let isPlain =
            stored.utf8.count <= 15
            && stored.utf8.allSatisfy { $0.digit != nil || $0 == ASCII.point || $0 == ASCII.minus }
        if isPlain { return stored }
        var buffer = [CChar](repeating: 0, count: 32)
        let length = withVaList([number]) { vsnprintf(&buffer, buffer.count, "%.15g", $0) }
        let text = String(decoding: buffer[..<Int(length)].map(UInt8.init(bitPattern:)), as: UTF8.self)
        return text.replacing("e", with: "E")
    }
}

extension String {
    fileprivate var trimmed: String {
        var copy = self
        return copy.withUTF8 { String(decoding: trimmedBlank($0), as: UTF8.self) }
    }
}
