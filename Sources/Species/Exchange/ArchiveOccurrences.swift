import Atlas
import Formats
import Languages

/// The occurrences of a Darwin Core Archive as one table: those of the core; or those of an extension, completed by the
/// row of the core that each belongs to, be it an event or a taxon.
///
/// What the extensions of an occurrence core say is joined to its rows as JSON under the name of the extension, and the
/// addresses of its media as `associatedMedia`.
struct ArchiveOccurrences: ForeignTable {
    let name: String
    let sha256: String
    let reading: [Bilingual]
    let columns: [String]

    private let archive: DarwinCoreArchive
    private let table: ArchiveDescriptor.Table
    private let sources: [Source]
    private let keyColumn: Int?
    private let parents: HeldRows?
    private let children: [HeldRows]

    /// Where the value of a column comes from.
    private enum Source {
        case own(Int)
        case parent(Int)
        /// Its own, or else the parent's.
        case ownOrParent(Int, Int)
        case joined(Int)
        case media(Int)
    }

    /// How many bytes of rows may be held to be joined.
    static let joinLimit = 1 << 29

    /// - Throws: ``DarwinCoreArchiveError``, among others when the archive has no occurrence.
    init(_ archive: DarwinCoreArchive) throws {
        self.archive = archive
        name = archive.name
        sha256 = try SHA256.hexDigest(
            of: ByteSource(bytes: try archive.sources().map { try SHA256.hexDigest(of: $0) }.joined().utf8))
        let core = archive.descriptor.core
        let isCore = ["Occurrence", "SimpleDarwinRecord", "DarwinCore"].contains(core.name)
        let found = isCore ? core : archive.descriptor.extensions.first { $0.name == "Occurrence" }
        guard let found else {
            throw DarwinCoreArchiveError(
                source: archive.name, reason: .noTable(wanted: "Occurrence", found: archive.tables.map(\.name)))
        }
        table = found
        let rows = try archive.rows(of: found)
        keyColumn = rows.keyColumn
        if isCore {
            parents = nil
            children = try Self.extensions(of: archive, hasKey: rows.keyColumn != nil)
        } else {
            guard rows.keyColumn != nil else {
                throw DarwinCoreArchiveError(source: archive.name, reason: .noKey(table: found.name))
            }
            parents = try HeldRows(core, of: archive)
            children = []
        }
        (columns, sources) = Self.layout(rows, isCore: isCore, core: core, parents: parents, children: children)
        let read = Set([found.rowType, core.rowType] + children.map(\.table.rowType))
        reading = Self.reading(archive, found, left: archive.tables.filter { !read.contains($0.rowType) })
    }

    func forEachRow(_ body: (inout Record) throws -> Void) throws -> Int {
        let rows = try archive.rows(of: table)
        var own = Record()
        var whole = Record()
        while try rows.next(into: &own) {
            whole.removeAll()
            whole.number = own.number
            whole.defect = own.defect
            let key = keyColumn.map { own.trimmedText($0) } ?? ""
            let parent = parents?.first[key]
            if parents != nil, parent == nil, whole.defect == nil { whole.defect = .orphan(key: key) }
            for source in sources { append(source, key: key, own, parent, to: &whole) }
            try body(&whole)
        }
        return rows.emptyRowCount
    }

    private func append(_ source: Source, key: String, _ own: Record, _ parent: [String]?, to whole: inout Record) {
        switch source {
        case .own(let column): own.withBytes(column) { whole.append($0) }
        case .parent(let column): whole.append(parent?[column] ?? "")
        case .ownOrParent(let column, let other):
            if own.isEmpty(column) {
                whole.append(parent?[other] ?? "")
            } else {
                own.withBytes(column) { whole.append($0) }
            }
        case .joined(let place): whole.append(children[place].json(of: key))
        case .media(let place): whole.append(children[place].values(of: "identifier", key))
        }
    }

    private static func extensions(of archive: DarwinCoreArchive, hasKey: Bool) throws -> [HeldRows] {
        guard hasKey else { return [] }
        // GBIF's downloads repeat the occurrences, as they were before interpretation, in an extension of the same type.
        return try archive.descriptor.extensions.filter { $0.name != "Occurrence" && $0.idIndex != nil }
            .map { try HeldRows($0, of: archive) }
    }

    private static func layout(
        _ rows: ArchiveRows, isCore: Bool, core: ArchiveDescriptor.Table, parents: HeldRows?, children: [HeldRows]
    ) -> ([String], [Source]) {
        var columns = zip(rows.columns, rows.terms).map(columnName)
        var sources = columns.indices.map { Source.own($0) }
        if !isCore, let key = rows.keyColumn, rows.terms[key] == nil {
            columns[key] = core.name.prefix(1).lowercased() + core.name.dropFirst() + "ID"
        }
        for (index, column) in (parents?.columns ?? []).enumerated() {
            if let own = columns.firstIndex(of: column) {
                sources[own] = .ownOrParent(own, index)
            } else if column != ArchiveRows.key {
                columns.append(column)
                sources.append(.parent(index))
            }
        }
        for (index, child) in children.enumerated() {
            if child.columns.contains("identifier"), !columns.contains("associatedMedia"),
                child.table.name == "Multimedia"
            {
                columns.append("associatedMedia")
                sources.append(.media(index))
            }
            columns.append(child.table.name)
            sources.append(.joined(index))
        }
        return (columns, sources)
    }

    /// The name under which a column is looked up: Dublin Core's `date` or `description` are not the event's.
    private static func columnName(_ name: String, _ term: String?) -> String {
        guard let term, term.hasPrefix("http://purl.org/dc/"), !["license", "rightsHolder"].contains(name) else {
            return name
        }
        return "dc:" + name
    }

    private static func reading(
        _ archive: DarwinCoreArchive, _ table: ArchiveDescriptor.Table, left: [ArchiveDescriptor.Table]
    ) -> [Bilingual] {
        let files = table.files.joined(separator: ", ")
        var said = [
            Bilingual(
                fr: "archive Darwin Core, table principale \(archive.descriptor.core.name), occurrences dans \(files), "
                    + "codage \(table.encoding.label)",
                en: "Darwin Core Archive, core \(archive.descriptor.core.name), occurrences in \(files), "
                    + "encoding \(table.encoding.label)")
        ]
        if !left.isEmpty {
            let names = left.map(\.name).joined(separator: ", ")
            said.append(Bilingual(fr: "tables non reprises : \(names)", en: "tables left out: \(names)"))
        }
        return said
    }
}

/// The rows of a table in memory, by their key.
private struct HeldRows {
    let table: ArchiveDescriptor.Table
    let columns: [String]
    private var rows: [String: [[String]]] = [:]

    init(_ table: ArchiveDescriptor.Table, of archive: DarwinCoreArchive) throws {
        self.table = table
        let source = try archive.rows(of: table)
        columns = source.columns
        guard let key = source.keyColumn else {
            throw DarwinCoreArchiveError(source: archive.name, reason: .noKey(table: table.name))
        }
        var record = Record()
        var size = 0
        while try source.next(into: &record) {
            let row = columns.indices.map { record.trimmedText($0) }
            if row[key].isEmpty { continue }
            size += row.reduce(64) { $0 + $1.utf8.count + 16 }
            guard size < ArchiveOccurrences.joinLimit else {
                throw DarwinCoreArchiveError(
                    source: archive.name, reason: .tooMuchToJoin(table: table.name, limit: ArchiveOccurrences.joinLimit)
                )
            }
            rows[row[key], default: []].append(row)
        }
    }

    /// The first row of each key.
    var first: FirstRows { FirstRows(rows: rows) }

    struct FirstRows {
        let rows: [String: [[String]]]
        subscript(key: String) -> [String]? { rows[key]?.first }
    }

    /// The rows of a key as a JSON array of objects; empty when there is none.
    func json(of key: String) -> String {
        guard let found = rows[key] else { return "" }
        var json = JSONWriter()
        json.beginArray()
        for row in found {
            json.beginObject()
            for (column, text) in zip(columns, row) where !text.isEmpty && column != ArchiveRows.key {
                json.key(column)
                json.string(text)
            }
            json.endObject()
        }
        json.endArray()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// The values of a column in the rows of a key, as Darwin Core joins a list.
    func values(of column: String, _ key: String) -> String {
        guard let place = columns.firstIndex(of: column) else { return "" }
        return (rows[key] ?? []).map { $0[place] }.filter { !$0.isEmpty }.joined(separator: " | ")
    }
}
