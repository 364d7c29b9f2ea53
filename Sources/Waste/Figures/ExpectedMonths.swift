import Atlas
import Formats
import GRDB
import Languages

/// Which months of which streams should be known, and which are, for the figures of a range of months.
///
/// What is expected is what ``ExpectedCells`` says; a month of a stream is known when the stream itself was weighed, or said
/// to be nothing (``WeighedMonths``). A month without is missing: it is never zero. What it may have weighed lies between
/// nothing and the heaviest month known.
struct ExpectedMonths {
    struct Stream: Hashable {
        let campus: String?
        let code: String
        let isHousehold: Bool
        let isCore: Bool
    }

    private struct Entry {
        let stream: Stream
        let expectedCount: Int
        let missing: Set<CalendarMonth>
        /// kg
        let heaviest: Double
        let isKnown: Bool
    }

    private let entries: [Entry]

    /// - Parameter flows: what the book knows of the range at least.
    init(_ range: ClosedRange<CalendarMonth>, flows: [WasteFlowTotal], _ lists: WasteLists, _ db: Database) throws {
        let weighed = try WeighedMonths(from: .earliest, through: range.upperBound, db).grams
        let zeros = try StreamMonth.knownNothing(db)
        let expected = try ExpectedCells(today: .today, db)
        var heaviest: [Stream: Int64] = [:]
        func stream(_ campus: String?, _ code: String) -> Stream? {
            lists.streams[code].map {
                Stream(campus: campus, code: code, isHousehold: $0.isHousehold, isCore: $0.isCore)
            }
        }
        for (cell, grams) in weighed {
            guard let stream = stream(cell.campus, cell.stream) else { continue }
            heaviest[stream] = max(heaviest[stream] ?? 0, grams)
        }
        for campus in expected.campuses {
            for code in expected.streams(of: campus) {
                if let stream = stream(campus, code) { heaviest[stream] = heaviest[stream] ?? 0 }
            }
        }
        for cell in zeros {
            if let stream = stream(cell.campus, cell.stream) { heaviest[stream] = heaviest[stream] ?? 0 }
        }
        let flowing = Set(flows.filter { range.contains($0.month) }.compactMap { stream($0.campus, $0.stream) })
        for stream in flowing { heaviest[stream] = heaviest[stream] ?? 0 }
        entries = heaviest.map { stream, grams in
            let known = Set(
                range.filter { month in
                    let cell = StreamMonth(campus: stream.campus, stream: stream.code, month: month)
                    return weighed[cell] != nil || zeros.contains(cell)
                })
            let asked = range.filter { expected.absence(stream.code, $0, campus: stream.campus) == nil }
            return Entry(
                stream: stream, expectedCount: asked.count, missing: Set(asked).subtracting(known),
                heaviest: Double(grams) / 1000, isKnown: !known.isEmpty || flowing.contains(stream))
        }
        .sorted { ($0.stream.code, $0.stream.campus ?? "") < ($1.stream.code, $1.stream.campus ?? "") }
    }

    /// True when something of some streams is known in the range, were it to be nothing.
    func isKnown(_ perimeter: Perimeter, _ isCounted: (Stream) -> Bool) -> Bool {
        inPerimeter(perimeter, isCounted).contains(where: \.isKnown)
    }

    /// True of a month of a campus in which none of some streams is missing.
    func isCovered(_ campus: String?, _ month: CalendarMonth, _ isCounted: (Stream) -> Bool) -> Bool {
        !entries.contains { $0.stream.campus == campus && $0.missing.contains(month) && isCounted($0.stream) }
    }

    func missing(_ perimeter: Perimeter, _ isCounted: (Stream) -> Bool) -> MissingMonths {
        let entries = inPerimeter(perimeter, isCounted)
        return MissingMonths(
            entries.map { ($0.stream, $0.missing.count, $0.heaviest) },
            expectedCount: entries.reduce(0) { $0 + $1.expectedCount })
    }

    private func inPerimeter(_ perimeter: Perimeter, _ isCounted: (Stream) -> Bool) -> [Entry] {
        entries.filter { isCounted($0.stream) && (perimeter.campus == nil || $0.stream.campus == perimeter.campus) }
    }
}

/// The months of some streams that are missing.
struct MissingMonths {
    private let streams: [(stream: ExpectedMonths.Stream, missing: Int, heaviest: Double)]
    private let expectedCount: Int

    fileprivate init(
        _ streams: [(stream: ExpectedMonths.Stream, missing: Int, heaviest: Double)], expectedCount: Int
    ) {
        self.streams = streams
        self.expectedCount = expectedCount
    }

    private var count: Int { streams.reduce(0) { $0 + $1.missing } }

    /// The share of the expected months that are known.
    var coverage: Double? {
        expectedCount > 0 ? Double(expectedCount - count) / Double(expectedCount) : nil
    }

    /// The most that the missing months of some streams may have weighed, kg.
    func kilograms(_ isCounted: (ExpectedMonths.Stream) -> Bool) -> Double {
        streams.filter { isCounted($0.stream) }.reduce(0) { $0 + Double($1.missing) * $1.heaviest }
    }

    /// How many months of some streams are missing.
    func months(_ isCounted: (ExpectedMonths.Stream) -> Bool) -> Int {
        streams.filter { isCounted($0.stream) }.reduce(0) { $0 + $1.missing }
    }

    /// What is missing, and that the year is not claimed when it is too much; nil when nothing is.
    var note: Bilingual? {
        guard count > 0 else { return nil }
        let names = Set(streams.filter { $0.missing > 0 }.map(\.stream.code)).sorted().joined(separator: ", ")
        let said = Bilingual(
            fr: "\(count) mois de flux sans pesée sur \(expectedCount) attendus (\(names)) : ni zéro, ni connus.",
            en:
                "\(count) stream months without a weighing of \(expectedCount) expected (\(names)): neither zero nor known."
        )
        guard let coverage, coverage < WasteYear.leastCoverage else { return said }
        let least = Int((WasteYear.leastCoverage * 100).rounded())
        return Bilingual(
            fr: said.fr + " Moins de \(least) % des mois sont connus : chiffre à ne pas revendiquer.",
            en: said.en + " Fewer than \(least)% of the months are known: a figure not to be claimed.")
    }
}
