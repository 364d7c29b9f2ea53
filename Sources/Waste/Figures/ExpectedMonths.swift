import GRDB
import Atlas
import Formats
import Languages

/// Which months of which streams should be known, and which are.
///
/// A stream is expected on a campus in each month from the first in which the book ever has it there. A month without a
/// weighing is missing unless it is known to have produced nothing: it is never zero. What a missing month may have weighed
/// lies between nothing and the heaviest month known.
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

    /// The months known of a stream, and the grams of each.
    private let known: [(stream: Stream, months: [CalendarMonth: Int64])]
    private let range: ClosedRange<CalendarMonth>

    /// - Parameters:
    ///   - range: the months of the figure.
    ///   - masses: grams weighed, from the first month of the book to the end of the range.
    ///   - nothing: the months known to have produced nothing.
    ///   - stream: what a stream's code stands for; nil for a code that no figure counts.
    init(
        _ range: ClosedRange<CalendarMonth>, masses: [StreamMonth: Int64], nothing: Set<StreamMonth>,
        stream: (StreamMonth) -> Stream?
    ) {
        self.range = range
        var known: [Stream: [CalendarMonth: Int64]] = [:]
        for (cell, grams) in masses {
            guard let stream = stream(cell) else { continue }
            known[stream, default: [:]][cell.month, default: 0] += grams
        }
        for cell in nothing where cell.month <= range.upperBound {
            guard let stream = stream(cell) else { continue }
            known[stream, default: [:]][cell.month, default: 0] += 0
        }
        self.known = known.map { (stream: $0.key, months: $0.value) }
            .sorted { ($0.stream.code, $0.stream.campus ?? "") < ($1.stream.code, $1.stream.campus ?? "") }
    }

    /// - Parameter flows: all that the book knows, from its first month on.
    init(_ range: ClosedRange<CalendarMonth>, flows: [WasteFlowTotal], _ lists: WasteLists, _ db: Database) throws {
        var masses: [StreamMonth: Int64] = [:]
        for flow in flows where flow.month <= range.upperBound {
            guard lists.destinations[flow.destination]?.isWaste == true else { continue }
            masses[StreamMonth(campus: flow.campus, stream: flow.stream, month: flow.month), default: 0] += flow.grams
        }
        self.init(range, masses: masses, nothing: try StreamMonth.knownNothing(db)) { cell in
            lists.streams[cell.stream].map {
                Stream(campus: cell.campus, code: $0.code, isHousehold: $0.isHousehold, isCore: $0.isCore)
            }
        }
    }

    /// True when a month of the range is known, were it to be nothing.
    func isKnown(_ perimeter: Perimeter, _ isCounted: (Stream) -> Bool) -> Bool {
        inPerimeter(perimeter, isCounted).contains { entry in entry.months.keys.contains { range.contains($0) } }
    }

    func missing(_ perimeter: Perimeter, _ isCounted: (Stream) -> Bool) -> Missing {
        var streams: [(stream: Stream, missing: Int, heaviest: Double)] = []
        var expected = 0
        for (stream, known) in inPerimeter(perimeter, isCounted) {
            guard let first = known.keys.min() else { continue }
            let months = range.filter { $0 >= first }
            expected += months.count
            let heaviest = Double(known.values.max() ?? 0) / 1000
            streams.append((stream, months.filter { known[$0] == nil }.count, heaviest))
        }
        return Missing(streams, expectedCount: expected)
    }

    private func inPerimeter(
        _ perimeter: Perimeter, _ isCounted: (Stream) -> Bool
    ) -> [(stream: Stream, months: [CalendarMonth: Int64])] {
        known.filter { isCounted($0.stream) && (perimeter.campus == nil || $0.stream.campus == perimeter.campus) }
    }
}
