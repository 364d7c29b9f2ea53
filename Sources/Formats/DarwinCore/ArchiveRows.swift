/// The rows of a table of a Darwin Core Archive, one at a time, with their columns in the order of ``columns`` and the
/// defaults of the descriptor filled in.
public final class ArchiveRows {
    /// The name of each column: the term without the address of its vocabulary, or whole where two would be alike. A key
    /// that is no term of its own comes first, under the name ``key``.
    public let columns: [String]
    /// The name of the column of a key that the descriptor gives no term.
    public static let key = "id"
    /// The URI of each column's term; nil for the key.
    public let terms: [String?]
    /// The place of the key among ``columns``; nil when the rows have none.
    public let keyColumn: Int?

    private let table: ArchiveDescriptor.Table
    private let sources: [ByteSource]
    private let fields: [ArchiveDescriptor.Field]
    private let needed: Int
    private var nextSource = 0
    private var reader: DelimitedTextReader?
    private var raw = Record()
    /// How many lines the files before this one had.
    private var linesBefore = 0
    private var lastLine = 0
    /// How many rows without any content were passed over.
    public private(set) var emptyRowCount = 0
    /// The file that the last row came from.
    public private(set) var file = ""

    init(_ table: ArchiveDescriptor.Table, sources: [ByteSource]) throws {
        self.table = table
        self.sources = sources
        var fields = table.fields.filter { $0.index != nil || $0.defaultValue != nil }
        var names: [String] = []
        var seen: Set<String> = []
        for field in fields {
            let name = seen.insert(field.name.lowercased()).inserted ? field.name : field.term
            names.append(name)
        }
        var terms: [String?] = fields.map(\.term)
        keyColumn = table.idIndex.map { index in fields.firstIndex { $0.index == index } ?? 0 }
        if let index = table.idIndex, !fields.contains(where: { $0.index == index }) {
            fields.insert(
                ArchiveDescriptor.Field(index: index, term: Self.key, defaultValue: nil, delimitedBy: nil), at: 0)
            names.insert(Self.key, at: 0)
            terms.insert(nil, at: 0)
        }
        self.fields = fields
        columns = names
        self.terms = terms
        needed = (fields.compactMap(\.index).max() ?? -1) + 1
    }

    /// Reads the next row that is not wholly empty. Its number is the line of its file, counted on from one file to the
    /// next.
    /// - Returns: false at the end of the last file.
    /// - Throws: ``DelimitedTextError``
    public func next(into record: inout Record) throws(DelimitedTextError) -> Bool {
        record.removeAll()
        while true {
            if reader == nil { try open() }
            guard let reader else { return false }
            guard try reader.next(into: &raw) else {
                emptyRowCount += reader.emptyRowCount
                self.reader = nil
                linesBefore += lastLine
                continue
            }
            lastLine = raw.number
            if raw.number <= table.headerLines { continue }
            fill(&record)
            return true
        }
    }

    private func open() throws(DelimitedTextError) {
        guard nextSource < sources.count else { return }
        let source = sources[nextSource]
        file = table.files[nextSource]
        nextSource += 1
        lastLine = 0
        do throws(DelimitedTextError) {
            reader = try DelimitedTextReader(source, dialect: table.dialect, encoding: table.encoding)
        } catch {
            // An empty file is a table without rows.
            guard error.reason == .empty else { throw error }
            try open()
        }
    }

    private func fill(_ record: inout Record) {
        record.number = linesBefore + raw.number
        record.defect = raw.defect
        if raw.count < needed, record.defect == nil {
            record.defect = .tooFewFields(expected: needed, found: raw.count)
        }
        for field in fields {
            guard let index = field.index, !raw.isEmpty(index) || field.defaultValue == nil else {
                record.append(field.defaultValue ?? "")
                continue
            }
            raw.withBytes(index) { record.append($0) }
        }
    }
}
