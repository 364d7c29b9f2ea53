import Atlas
import Formats
import GRDB
import Geospatial

/// Numbers and texts as an archive writes them: tabs between, line feeds after, nothing quoted.
enum DarwinCoreText {
    /// The number with so many decimals at most, the zeros at its end left out.
    static func decimal(_ value: Double, places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let whole = (value * scale).rounded()
        let digits = String(Int64(whole.magnitude))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        var fraction = padded.suffix(places)
        while fraction.last == "0" { fraction.removeLast() }
        let text = padded.dropLast(places) + (fraction.isEmpty ? "" : "." + fraction)
        return whole < 0 && text != "0" ? "-" + text : String(text)
    }

    /// The text with a space for each tab and each line end, in any of the ways to write one; nil when it has none.
    static func cleaned(_ text: String) -> String? {
        guard text.unicodeScalars.contains(where: isBreak) else { return nil }
        return String(text.map { $0.unicodeScalars.contains(where: isBreak) ? " " : $0 })
    }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0...0x1F, 0x7F, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }
}

/// Writes the tables of an archive one after the other, then what describes them.
struct ArchiveWriter {
    private let zip: ZIPWriter
    private let toDegrees: CoordinateTransform
    private var written: [ArchiveTable] = []
    /// How many values had a tab or a line end, which became a space.
    private(set) var cleanedCount = 0
    private(set) var extent: Envelope?
    private(set) var firstDay: String?
    private(set) var lastDay: String?

    init(to path: String, from crs: CoordinateReferenceSystem) throws {
        zip = try ZIPWriter(ByteSink(path))
        toDegrees = try CoordinateTransform(from: crs, to: .wgs84)
    }

    /// Writes a table, row by row.
    /// - Returns: how many rows it has.
    mutating func write(_ table: ArchiveTable, _ db: Database) throws -> Int {
        try zip.begin(table.file)
        written.append(table)
        let names = table.terms.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        try zip.write((["id"] + names).joined(separator: "\t") + "\n")
        let longitude = names.firstIndex(of: "decimalLongitude").map { $0 + 1 }
        let latitude = names.firstIndex(of: "decimalLatitude").map { $0 + 1 }
        let observers = names.indices.filter { ["recordedBy", "identifiedBy"].contains(names[$0]) }.map { $0 + 1 }
        let statement = try db.makeStatement(sql: table.sql)
        let hasGeometry = statement.columnNames.contains("geom")
        let rows = try Row.fetchCursor(statement)
        var lines: [UInt8] = []
        var count = 0
        while let row = try rows.next() {
            var place: Position?
            if hasGeometry, let stored = try row.geometry(),
                case .point(let position) = try toDegrees.transform(stored)
            {
                place = position
            }
            cover(row, place)
            for column in 0...names.count {
                if column > 0 { lines.append(UInt8(ascii: "\t")) }
                if column == longitude {
                    if let place { lines.append(contentsOf: DarwinCoreText.decimal(place.x, places: 7).utf8) }
                } else if column == latitude {
                    if let place { lines.append(contentsOf: DarwinCoreText.decimal(place.y, places: 7).utf8) }
                } else if observers.contains(column) {
                    let name = ObserverName.published(row[column], in: .public)
                    append(name?.databaseValue ?? .null, to: &lines)
                } else {
                    append(row[column], to: &lines)
                }
            }
            lines.append(UInt8(ascii: "\n"))
            count += 1
            if lines.count > 1 << 18 {
                try zip.write(lines)
                lines.removeAll(keepingCapacity: true)
            }
        }
        try zip.write(lines)
        return count
    }

    /// Writes `meta.xml` and `eml.xml`, and ends the file.
    func finish(_ eml: EMLDocument) throws {
        try zip.begin("meta.xml")
        try zip.write(descriptor)
        try zip.begin("eml.xml")
        try zip.write(eml.text)
        try zip.finish()
    }

    private mutating func cover(_ row: Row, _ place: Position?) {
        if let place {
            if extent == nil { extent = Envelope(place) } else { extent?.extend(to: place) }
        }
        if let day = row["first_day"] as String?, day < firstDay ?? "9999" { firstDay = day }
        if let day = row["last_day"] as String?, day > lastDay ?? "" { lastDay = day }
    }

    private mutating func append(_ value: DatabaseValue, to lines: inout [UInt8]) {
        switch value.storage {
        case .null, .blob: break
        case .int64(let number): lines.append(contentsOf: String(number).utf8)
        case .double(let number): lines.append(contentsOf: number.description.utf8)
        case .string(let text):
            let cleaned = DarwinCoreText.cleaned(text)
            if cleaned != nil { cleanedCount += 1 }
            lines.append(contentsOf: (cleaned ?? text).utf8)
        }
    }

    /// The `meta.xml` of the tables written so far.
    private var descriptor: String {
        var text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <archive xmlns="http://rs.tdwg.org/dwc/text/" metadata="eml.xml">

            """
        for (index, table) in written.enumerated() {
            let (tag, key) = index == 0 ? ("core", "id") : ("extension", "coreid")
            text += """
                  <\(tag) encoding="UTF-8" fieldsTerminatedBy="\\t" linesTerminatedBy="\\n" fieldsEnclosedBy="" \
                ignoreHeaderLines="1" rowType="\(table.rowType)">
                    <files><location>\(table.file)</location></files>
                    <\(key) index="0"/>

                """
            for (index, term) in table.terms.enumerated() {
                text += "    <field index=\"\(index + 1)\" term=\"\(term)\"/>\n"
            }
            text += "  </\(tag)>\n"
        }
        return text + "</archive>\n"
    }
}
