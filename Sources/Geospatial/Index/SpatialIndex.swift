/// Finds which of many rectangles meet a given one, without looking at all of them: a tree packed once by
/// sort-tile-recursive (Leutenegger, Lopez, Edgington, ICDE 1997).
public struct SpatialIndex: Sendable {
    private static let fanOut = 16

    /// The rectangles in the order of the tree, then for each level above the rectangle of each `fanOut` below.
    private let levels: [[Envelope]]
    /// Where the rectangle at each place of the lowest level stood in the array given.
    private let ranks: [Int]

    /// An index of the rectangles, which are called by their rank in the array.
    public init(_ envelopes: [Envelope]) {
        ranks = Self.packed(envelopes)
        var levels = [ranks.map { envelopes[$0] }]
        while let last = levels.last, last.count > 1 {
            levels.append(
                stride(from: 0, to: last.count, by: Self.fanOut).map { start in
                    last[start..<min(start + Self.fanOut, last.count)].dropFirst()
                        .reduce(into: last[start]) { $0.extend(to: $1) }
                })
        }
        self.levels = levels
    }

    /// The ranks of the rectangles that share at least a point with `box`, be it of their edges, in ascending order.
    public func query(_ box: Envelope) -> [Int] {
        var found: [Int] = []
        var open = levels[levels.count - 1].indices.map { (level: levels.count - 1, index: $0) }
        while let node = open.popLast() {
            guard levels[node.level][node.index].intersects(box) else { continue }
            guard node.level > 0 else {
                found.append(ranks[node.index])
                continue
            }
            let start = node.index * Self.fanOut
            for child in start..<min(start + Self.fanOut, levels[node.level - 1].count) {
                open.append((node.level - 1, child))
            }
        }
        return found.sorted()
    }

    /// The ranks in columns of equal number by the middle of x, each column by the middle of y.
    private static func packed(_ envelopes: [Envelope]) -> [Int] {
        let leaves = Double(envelopes.count) / Double(fanOut)
        let perColumn = max(1, Int(leaves.squareRoot().rounded(.up))) * fanOut
        let byX = envelopes.indices.sorted { (envelopes[$0].middleX, $0) < (envelopes[$1].middleX, $1) }
        return stride(from: 0, to: byX.count, by: perColumn).flatMap { start in
            byX[start..<min(start + perColumn, byX.count)]
                .sorted { (envelopes[$0].middleY, $0) < (envelopes[$1].middleY, $1) }
        }
    }
}

extension Envelope {
    fileprivate var middleX: Double { minX / 2 + maxX / 2 }
    fileprivate var middleY: Double { minY / 2 + maxY / 2 }
}
