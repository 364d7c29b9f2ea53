public import Atlas
public import Formats
import GRDB
public import Languages

/// What is known of each stream of each campus in each month of a year. A month that is missing is never zero.
public struct WasteYear: Sendable, Hashable {
    /// The year.
    public let year: Int
    /// By name; those that no campus has come last.
    public let campuses: [CampusYear]

    /// Below this coverage the mass of a year is not claimed.
    public static let leastCoverage = 0.9

    /// The share of the expected cells that are known; nil when none is expected.
    public var coverage: Double? {
        let expected = campuses.reduce(0) { $0 + $1.expected }
        return expected == 0 ? nil : Double(campuses.reduce(0) { $0 + $1.covered }) / Double(expected)
    }

    /// True when enough is known to claim the mass of the year.
    public var mayBeClaimed: Bool { (coverage ?? 0) >= Self.leastCoverage }
}

/// The year of one campus.
public struct CampusYear: Sendable, Hashable {
    /// How far a month is.
    public struct Month: Sendable, Hashable {
        /// How far it is.
        public let status: MonthStatus
        /// True when a mass is no longer the one that was closed last.
        public let differs: Bool
    }

    /// nil for what no campus has.
    public let campus: String?
    /// Those of which something is known or expected, in the order of the code list.
    public let streams: [StreamYear]
    /// January to December.
    public let months: [Month]
    /// The streams that the law asks for, of which the campus says and weighs nothing.
    public let unsaid: [String]

    /// How many cells are expected.
    public var expected: Int { streams.reduce(0) { $0 + $1.cells.filter(\.isExpected).count } }
    /// How many of them are known.
    public var covered: Int { streams.reduce(0) { $0 + $1.cells.filter { $0.isExpected && $0.isKnown }.count } }
    /// The share of the expected cells that are known; nil when none is expected.
    public var coverage: Double? { expected == 0 ? nil : Double(covered) / Double(expected) }
    /// True when enough is known to claim the mass of the year.
    public var mayBeClaimed: Bool { (coverage ?? 0) >= WasteYear.leastCoverage }
}

/// The year of one stream of one campus.
public struct StreamYear: Sendable, Hashable {
    /// The stream's code.
    public let stream: String
    /// Its label.
    public let label: Bilingual
    /// January to December.
    public let cells: [YearCell]

    /// What is known, in grams.
    public var grams: Int64 { cells.reduce(0) { $0 + $1.grams } }
    /// True when a month is missing: the year weighs at least ``grams``.
    public var isIncomplete: Bool { cells.contains { $0.state == .missing } }
}

/// A stream of a campus in a month.
public struct YearCell: Sendable, Hashable {
    /// What is known.
    public enum State: Sendable, Hashable {
        /// All of it on a scale: methods A to C.
        case measured
        /// Some of it by methods D to G, or U.
        case estimated
        /// Weighed, and its mass is with other streams: by a key, or by a refusal.
        case passedOn
        /// Nothing was produced, as someone says.
        case zero
        /// Expected, and nobody knows.
        case missing
        case notExpected(NotExpected)

        /// The name in JSON.
        public var name: String {
            switch self {
            case .measured: "measured"
            case .estimated: "estimated"
            case .passedOn: "passed_on"
            case .zero: "zero"
            case .missing: "missing"
            case .notExpected: "not_expected"
            }
        }
    }

    /// What is known.
    public let state: State
    /// True when the coverage counts it.
    public let isExpected: Bool
    /// By methods A to C, in grams.
    public let measuredGrams: Int64
    /// By the others, in grams.
    public let estimatedGrams: Int64
    /// How many weighings have a part in it.
    public let weighings: Int
    /// True when a zero is affirmed and something weighed: one of the two is wrong.
    public let isContradicted: Bool
    /// What may stand in for a missing cell, when it is asked for; no figure counts it.
    public internal(set) var provisional: ProvisionalMass?

    /// What is known, in grams; of a missing cell, what other streams' loads held of it.
    public var grams: Int64 { measuredGrams + estimatedGrams }

    var isKnown: Bool {
        switch state {
        case .measured, .estimated, .passedOn, .zero: true
        case .missing, .notExpected: false
        }
    }
}

extension Atlas {
    /// What is known of each stream in each month of a year.
    ///
    /// - Parameters:
    ///   - campus: only this one; nil for all of them.
    ///   - provisional: true to have an estimate beside each missing cell.
    /// - Throws: ``MonthError``
    public func wasteYear(
        _ year: Int, campus: String? = nil, provisional: Bool = false, today: CalendarDate = .today
    ) throws -> WasteYear {
        guard let first = CalendarMonth(year: year, month: 1), let last = CalendarMonth(year: year, month: 12),
            (1...9999).contains(year)
        else { throw MonthError.noSuchYear(year) }
        return try pool.read { db in
            var reader = try YearReader(first...last, provisional: provisional, today: today, db)
            let sites = try campus.map { [try WasteSite.resolve($0, db)] } ?? reader.sites(db)
            return WasteYear(year: year, campuses: try sites.map { try reader.campus($0, db) })
        }
    }
}

/// Reads the cells of a year.
private struct YearReader {
    private let months: [CalendarMonth]
    private let cells: MonthCells
    private let zeros: Set<StreamMonth>
    private let expected: ExpectedCells
    private let states: MonthStates
    private let streams: [(code: String, label: Bilingual, isAskedByLaw: Bool)]
    private var provisional: ProvisionalEstimator?

    init(
        _ range: ClosedRange<CalendarMonth>, provisional: Bool, today: CalendarDate, _ db: Database
    ) throws {
        months = Array(range)
        // A same month of the three years before may stand in for a missing one.
        let start = provisional && range.lowerBound.year > 3 ? range.lowerBound.advanced(by: -36) : range.lowerBound
        cells = try MonthCells.all(from: start, through: range.upperBound, db)
        zeros = try Set(
            AffirmedZero.all(from: start, through: range.upperBound, db).map {
                StreamMonth(campus: $0.campus, stream: $0.stream, month: $0.month)
            })
        expected = try ExpectedCells(today: today, db)
        states = try MonthStates(from: range.lowerBound, through: range.upperBound, db)
        streams = try Row.fetchAll(
            db,
            sql: """
                SELECT code, label_fr, label_en, since <= ? AND family <> 'construction' AS is_asked
                FROM waste_stream ORDER BY fid
                """, arguments: [range.upperBound.lastDay.description]
        ).map { row in
            (
                code: row["code"], label: Bilingual(fr: row["label_fr"], en: row["label_en"]),
                isAskedByLaw: (row["is_asked"] as Bool?) ?? false
            )
        }
        self.provisional = provisional ? ProvisionalEstimator(cells: cells, zeros: zeros) : nil
    }

    func sites(_ db: Database) throws -> [String?] {
        let named = try WasteSite.names(db)
        let others = expected.campuses.union(zeros.map(\.campus)).subtracting(named)
        return named + others.compactMap(\.self).sorted() + (others.contains(nil) || named.isEmpty ? [nil] : [])
    }

    mutating func campus(_ campus: String?, _ db: Database) throws -> CampusYear {
        var rows: [StreamYear] = []
        var unsaid: [String] = []
        for stream in streams {
            let year = try self.stream(stream.code, stream.label, campus, db)
            let isEmpty = year.cells.allSatisfy { cell in
                if case .notExpected(let why) = cell.state { why != .notApplicable } else { false }
            }
            if !isEmpty {
                rows.append(year)
            } else if stream.isAskedByLaw, !expected.streams(of: campus).contains(stream.code) {
                unsaid.append(stream.code)
            }
        }
        return CampusYear(
            campus: campus, streams: rows, months: months.map { month($0, campus, rows) }, unsaid: unsaid)
    }

    private mutating func stream(
        _ code: String, _ label: Bilingual, _ campus: String?, _ db: Database
    ) throws -> StreamYear {
        let cells = try months.map { month in
            let key = StreamMonth(campus: campus, stream: code, month: month)
            var cell = cell(key)
            if cell.state == .missing { cell.provisional = try provisional?.estimate(key, db) }
            return cell
        }
        return StreamYear(stream: code, label: label, cells: cells)
    }

    private func cell(_ key: StreamMonth) -> YearCell {
        let absence = expected.absence(key.stream, key.month, campus: key.campus)
        let mass = cells.masses[key]
        let state: YearCell.State =
            switch cells.knowledge(of: key, isZero: zeros.contains(key), absence: absence) {
            case .mass(let mass): mass.estimated == 0 ? .measured : .estimated
            case .passedOn: .passedOn
            case .zero: .zero
            case .missing: .missing
            case .notExpected(let why): .notExpected(why)
            }
        return YearCell(
            state: state, isExpected: absence == nil, measuredGrams: mass?.measured ?? 0,
            estimatedGrams: mass?.estimated ?? 0, weighings: mass?.weighings ?? 0,
            isContradicted: zeros.contains(key) && state != .zero)
    }

    private func month(_ month: CalendarMonth, _ campus: String?, _ streams: [StreamYear]) -> CampusYear.Month {
        let acts = states.acts(month, campus: campus)
        let closed = acts.last { $0.kind == .close }?.snapshot.flatMap(MonthSnapshot.init(text:))
        let place = month.month - 1
        let now = Dictionary(
            uniqueKeysWithValues: streams.filter { $0.cells[place].isKnown || $0.cells[place].grams > 0 }.map {
                ($0.stream, $0.cells[place].grams)
            })
        let then = closed.map { snapshot in
            Dictionary(snapshot.cells.compactMap { cell in cell.grams.map { (cell.stream, $0) } }) { first, _ in first }
        }
        return CampusYear.Month(
            status: states.status(month, campus: campus), differs: then.map { $0 != now } ?? false)
    }
}
