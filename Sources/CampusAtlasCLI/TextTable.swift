/// A table on the terminal: columns apart by two spaces, numbers to the right.
struct TextTable {
    private var rows: [[String]]
    private let right: Set<Int>

    init(_ header: [String], right: Set<Int> = []) {
        rows = [header]
        self.right = right
    }

    mutating func add(_ row: [String]) { rows.append(row) }

    var lines: [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return right.contains(column) ? space + cell : cell + space
            }
            var line = "  " + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

/// The text in red on a terminal, bare elsewhere.
func red(_ text: String) -> String { Speech.isTerminal ? "\u{1B}[31m\(text)\u{1B}[0m" : text }
