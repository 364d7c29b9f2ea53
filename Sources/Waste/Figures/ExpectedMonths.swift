import Atlas
import Formats
import GRDB
import Languages

/// Which months of which streams should have a weighing, and which have one.
///
/// A stream is expected on a campus in each month from the first in which the book ever has it there. A month without a
/// weighing is missing: it is never zero. What it may have weighed lies between nothing and the heaviest month known.
struct ExpectedMonths {
    struct Stream: Hashable {
        let campus: String?
        let code: String
        let isHousehold: Bool
        let isCore: Bool
    }

    struct Missing {
        private let streams: [(stream: Stream, missing: Int, heaviest: Double)]
        private let expectedCount: Int

        fileprivate init(_ streams: [(stream: Stream, missing: Int, heaviest: Double)], expectedCount: Int) {
            self.streams = streams
            self.expectedCount = expectedCount
        }

        private var count: Int { streams.reduce(0) { $0 + $1.missing } }

        /// The share of the expected months that are known.
        var coverage: Double? {
            expectedCount > 0 ? Double(expectedCount - count) / Double(expectedCount) : nil
        }

        /// The most that the missing months of some streams may have weighed, kg.
        func kilograms(_ isCounted: (Stream) -> Bool) -> Double {
            streams.filter { isCounted($0.stream) }.reduce(0) { $0 + Double($1.missing) * $1.heaviest }
        }

        /// How many months of some streams are missing.
        func months(_ isCounted: (Stream) -> Bool) -> Int {
            streams.filter { isCounted($0.stream) }.reduce(0) { $0 + $1.missing }
        }

        var note: Bilingual? {
            guard count > 0 else { return nil }
            let names = Set(streams.filter { $0.missing > 0 }.map(\.stream.code)).sorted().joined(separator: ", ")
            return Bilingual(
                fr: "\(count) mois de flux sans pesée sur \(expectedCount) attendus (\(names)) : ni zéro, ni connus.",
                en:
                    "\(count) stream months without a weighing of \(expectedCount) expected (\(names)): neither zero nor known."
            )
        }
    }

    private let known: [Stream: (months: Set<CalendarMonth>, firstEver: CalendarMonth, heaviest: Double)]
    private let range: ClosedRange<CalendarMonth>

    init(from first: CalendarDate, to last: CalendarDate, _ db: Database) throws {
        let start = CalendarMonth(first)
        range = start...max(start, CalendarMonth(last))
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT w.campus, w.stream, substr(w.weighed_on, 1, 7) AS month, sum(w.net_mass_g) / 1000.0 AS kilograms,
                  s.counts_as_om, s.in_core_perimeter
                FROM weighing_current AS w JOIN waste_stream AS s ON s.code = w.stream
                LEFT JOIN waste_destination AS d ON d.code = w.destination
                WHERE w.weighed_on <= ? AND w.to_container IS NULL AND coalesce(d.is_waste, TRUE)
                GROUP BY w.campus, w.stream, month
                """, arguments: [last.description])
        var known: [Stream: (months: Set<CalendarMonth>, firstEver: CalendarMonth, heaviest: Double)] = [:]
        for row in rows {
            let stream = Stream(
                campus: row["campus"], code: row["stream"], isHousehold: row["counts_as_om"],
                isCore: row["in_core_perimeter"])
            guard let month = CalendarMonth(iso: row["month"] as String) else { continue }
            var entry = known[stream] ?? (months: [], firstEver: month, heaviest: 0)
            entry.months.insert(month)
            entry.firstEver = min(entry.firstEver, month)
            entry.heaviest = max(entry.heaviest, row["kilograms"])
            known[stream] = entry
        }
        self.known = known
    }

    func missing(_ perimeter: Perimeter, _ isCounted: (Stream) -> Bool) -> Missing {
        var streams: [(stream: Stream, missing: Int, heaviest: Double)] = []
        var expected = 0
        for (stream, entry) in known where isCounted(stream) {
            guard perimeter.campus == nil || stream.campus == perimeter.campus else { continue }
            let months = range.filter { $0 >= entry.firstEver }
            expected += months.count
            streams.append((stream, months.filter { !entry.months.contains($0) }.count, entry.heaviest))
        }
        return Missing(streams, expectedCount: expected)
    }
}
