/// The names of the properties met so far, in the order of their first appearance.
struct PropertyColumns {
    static let limit = 4096

    private(set) var names: [String] = []
    private var keys: [[UInt8]] = []
    /// The feature in which each name came last.
    private var lastSeen: [Int] = []

    /// The column of a name, which is added if it is new.
    ///
    /// Features of a file mostly have the same names in the same order: the one after the last is tried first.
    mutating func index(of name: UnsafeBufferPointer<UInt8>, after last: Int) -> Int {
        let next = last + 1
        if next < keys.count, keys[next].withUnsafeBufferPointer({ isEqual($0, name) }) { return next }
        for index in keys.indices where keys[index].withUnsafeBufferPointer({ isEqual($0, name) }) { return index }
        keys.append(Array(name))
        names.append(String(decoding: name, as: UTF8.self))
        lastSeen.append(0)
        return keys.count - 1
    }

    /// - Returns: false when the feature had the name before.
    mutating func mark(_ index: Int, feature: Int) -> Bool {
        defer { lastSeen[index] = feature }
        return lastSeen[index] != feature
    }

    @inline(__always)
    private func isEqual(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        for index in 0..<a.count where a[index] != b[index] { return false }
        return true
    }
}

extension JSONReader {
    /// The members of a `properties` object, each in its column. A null is an empty field, an object or a list is its
    /// JSON text, a number the text it is written with.
    /// - Returns: the names that came more than once.
    mutating func properties(
        into record: inout Record, _ columns: inout PropertyColumns, feature: Int
    ) throws(JSONError) -> [String] {
        var repeated: [String] = []
        var column = -1
        try beginObject()
        while true {
            let last = column
            guard let next = try nextMember({ columns.index(of: $0, after: last) }) else { return repeated }
            column = next
            if columns.mark(column, feature: feature) == false { repeated.append(columns.names[column]) }
            if column >= PropertyColumns.limit {
                try skip()
                continue
            }
            switch try kind() {
            case .null:
                try null()
                record.set(column, to: EmptyCollection<UInt8>())
            case .string: try withStringBytes { record.set(column, to: $0) }
            case .number:
                let number = try scanNumber()
                record.set(column, to: number.text(in: input))
            case .bool: record.set(column, to: (try bool() ? "true" : "false").utf8)
            case .array, .object: try withRawBytes { record.set(column, to: $0) }
            }
        }
    }
}
