import Foundation
import GRDB
import Geospatial

/// An R-tree made all at once and written to the three tables in which SQLite keeps one (sqlite.org/rtree.html
/// section 6): sort-tile-recursive packing (Leutenegger, Lopez, Edgington, ICDE 1997), so that every node but the last
/// of a level is full.
struct PackedRTree {
    struct Entry {
        let id: Int64
        var minX: Float
        var maxX: Float
        var minY: Float
        var maxY: Float

        init(id: Int64, box: Envelope) {
            self.id = id
            minX = Float(roundedDown: box.minX)
            maxX = Float(roundedUp: box.maxX)
            minY = Float(roundedDown: box.minY)
            maxY = Float(roundedUp: box.maxY)
        }

        init(id: Int64, around entries: ArraySlice<Entry>) {
            self.id = id
            minX = .infinity
            maxX = -.infinity
            minY = .infinity
            maxY = -.infinity
            for entry in entries {
                minX = min(minX, entry.minX)
                maxX = max(maxX, entry.maxX)
                minY = min(minY, entry.minY)
                maxY = max(maxY, entry.maxY)
            }
        }
    }

    private let entries: [Entry]

    /// - Parameter entries: in the order of their identifiers.
    init(_ entries: [Entry]) { self.entries = entries }

    /// Replaces the content of the R-tree `name`.
    func write(to name: String, in db: Database) throws {
        let nodes = (name + "_node").quotedDatabaseIdentifier
        let rowids = (name + "_rowid").quotedDatabaseIdentifier
        let parents = (name + "_parent").quotedDatabaseIdentifier
        // SQLite fixed the size of a node from that of a page when it made the tree.
        let size = try Int.fetchOne(db, sql: "SELECT length(data) FROM \(nodes) WHERE nodeno = 1") ?? 0
        let capacity = (size - 4) / 24
        guard capacity > 1 else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(name): root node of \(size) bytes")
        }
        try db.execute(sql: "DELETE FROM \(nodes); DELETE FROM \(rowids); DELETE FROM \(parents)")

        var nodeInsert = try BulkInsert(db, into: name + "_node", columns: ["nodeno", "data"])
        var parentInsert = try BulkInsert(db, into: name + "_parent", columns: ["nodeno", "parentnode"])
        var leaves: [(id: Int64, node: Int64)] = []
        leaves.reserveCapacity(entries.count)
        var level = entries
        var depth = 0
        var nextNode: Int64 = 2
        while true {
            let isRoot = level.count <= capacity
            if !isRoot { level.sortIntoTiles(of: capacity) }
            var above: [Entry] = []
            var start = 0
            repeat {
                let end = min(start + capacity, level.count)
                let node = isRoot ? 1 : nextNode
                nextNode += isRoot ? 0 : 1
                nodeInsert.bind(node, at: 0)
                nodeInsert.bind(
                    bytes: Self.node(level[start..<end], size: size, depth: isRoot ? depth : 0), at: 1)
                try nodeInsert.step()
                for entry in level[start..<end] {
                    if depth == 0 {
                        leaves.append((entry.id, node))
                    } else {
                        parentInsert.bind(entry.id, at: 0)
                        parentInsert.bind(node, at: 1)
                        try parentInsert.step()
                    }
                }
                above.append(Entry(id: node, around: level[start..<end]))
                start = end
            } while start < level.count
            if isRoot { break }
            level = above
            depth += 1
        }
        leaves.sort { $0.id < $1.id }
        var rowidInsert = try BulkInsert(db, into: name + "_rowid", columns: ["rowid", "nodeno"])
        for leaf in leaves {
            rowidInsert.bind(leaf.id, at: 0)
            rowidInsert.bind(leaf.node, at: 1)
            try rowidInsert.step()
        }
    }

    /// A node as SQLite stores it, big endian: depth of the tree (in the root), number of cells, then for each cell its
    /// identifier and its box.
    private static func node(_ entries: ArraySlice<Entry>, size: Int, depth: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size)
        bytes.append(bigEndian: UInt16(depth))
        bytes.append(bigEndian: UInt16(entries.count))
        for entry in entries {
            bytes.append(bigEndian: UInt64(bitPattern: entry.id))
            bytes.append(bigEndian: entry.minX.bitPattern)
            bytes.append(bigEndian: entry.maxX.bitPattern)
            bytes.append(bigEndian: entry.minY.bitPattern)
            bytes.append(bigEndian: entry.maxY.bitPattern)
        }
        bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
        return bytes
    }
}

extension [PackedRTree.Entry] {
    /// Orders the entries so that each run of `capacity` of them is a compact tile: by x into vertical slices, then by y.
    fileprivate mutating func sortIntoTiles(of capacity: Int) {
        let tiles = (count + capacity - 1) / capacity
        let perSlice = Int(Double(tiles).squareRoot().rounded(.up)) * capacity
        sort { $0.minX + $0.maxX < $1.minX + $1.maxX }
        var start = 0
        while start < count {
            let end = Swift.min(start + perSlice, count)
            self[start..<end].sort { $0.minY + $0.maxY < $1.minY + $1.maxY }
            start = end
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }
}

extension Float {
    /// The float at or below `value` that SQLite's R-tree takes, so that a packed index answers as one filled row by row
    /// (it steps by a relative 2⁻²³, which may be two floats away).
    init(roundedDown value: Double) {
        let nearest = Float(value)
        self = Double(nearest) > value ? Float(value * (value < 0 ? 1 + 0x1p-23 : 1 - 0x1p-23)) : nearest
    }

    /// The float at or above `value` that SQLite's R-tree takes.
    init(roundedUp value: Double) {
        let nearest = Float(value)
        self = Double(nearest) < value ? Float(value * (value < 0 ? 1 - 0x1p-23 : 1 + 0x1p-23)) : nearest
    }
}
