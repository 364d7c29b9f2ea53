import Formats
import GRDB

/// The mass that the flows put in each cell of some months: a campus, a stream, a month.
struct MonthCells {
    /// What one cell holds, in grams.
    struct Mass: Hashable {
        /// By methods A to C.
        var measured: Int64 = 0
        /// By the others.
        var estimated: Int64 = 0
        var weighings = 0
        /// The flows of a weighing follow one another.
        fileprivate var lastWeighing: Int64?

        var grams: Int64 { measured + estimated }
    }

    private(set) var masses: [StreamMonth: Mass] = [:]
    /// The cells of which the stream itself was weighed.
    private let weighed: Set<StreamMonth>
    /// What was avoided or used again is no waste.
    private let notWaste: Set<String>

    /// The cells of a range of months, without any flow as yet.
    init(from first: CalendarMonth, through last: CalendarMonth, _ db: Database) throws {
        notWaste = try Set(String.fetchAll(db, sql: "SELECT code FROM waste_destination WHERE NOT is_waste"))
        weighed = try Set(WeighedMonths(from: first, through: last, db).grams.keys)
    }

    /// The cells of a range of months, of every campus.
    static func all(from first: CalendarMonth, through last: CalendarMonth, _ db: Database) throws -> MonthCells {
        var cells = try MonthCells(from: first, through: last, db)
        try WasteFlows.forEach(from: first, through: last, db) { cells.add($0) }
        return cells
    }

    func isWaste(_ flow: WasteFlow) -> Bool { notWaste.isEmpty || !notWaste.contains(flow.destination) }

    /// What is known of a cell.
    enum Knowledge {
        /// The stream was weighed, or nothing more of it is expected.
        case mass(Mass)
        /// It was weighed, and its mass is with other streams: by a key, or by a refusal.
        case passedOn
        case zero
        /// Nobody weighed it, and something is expected: other streams' loads may hold a part of it.
        case missing(part: Mass?)
        case notExpected(NotExpected)
    }

    /// - Parameter absence: why nothing is expected; nil when something is.
    func knowledge(of cell: StreamMonth, isZero: Bool, absence: NotExpected?) -> Knowledge {
        let mass = masses[cell]
        if weighed.contains(cell) { return mass.map(Knowledge.mass) ?? .passedOn }
        if isZero { return mass.map(Knowledge.mass) ?? .zero }
        guard let absence else { return .missing(part: mass) }
        return mass.map(Knowledge.mass) ?? .notExpected(absence)
    }

    mutating func add(_ flow: WasteFlow) {
        guard isWaste(flow) else { return }
        masses[StreamMonth(campus: flow.campus, stream: flow.stream, month: flow.month), default: Mass()].add(flow)
    }
}

extension MonthCells.Mass {
    fileprivate mutating func add(_ flow: WasteFlow) {
        if flow.method.isWeighed { measured += flow.grams } else { estimated += flow.grams }
        if lastWeighing != flow.weighing { weighings += 1 }
        lastWeighing = flow.weighing
    }
}
