import CampusAtlas
import Foundation
import Testing

/// A history of the ground and the areas that another engine sees on its days; the format is that of
/// Oracles/land_histories.py.
struct LandHistory: Sendable {
    /// One surface of a type, told by a position in it on a day.
    struct Pointed {
        let type: String
        let position: Position
        let day: CalendarDate?
    }

    enum Act {
        case survey(type: String, MultiPolygon, priority: String)
        case lay([NewSurface], ChangeKind)
        case plan(String, [NewSurface])
        case complete(String, within: MultiPolygon?)
        case cancel(String)
        case retype(Pointed, to: String, ChangeKind)
        case redraw(Pointed, MultiPolygon, ChangeKind)
        case split(Pointed, LineString)
        case merge(Pointed, Pointed)
        case close(Pointed, ChangeKind)
    }

    struct Step {
        let line: Substring
        let isRefused: Bool
        let day: CalendarDate
        let act: Act
    }

    /// Square metres seen of each account on a campus on a day.
    struct Seen {
        let day: CalendarDate
        let campus: Int
        let areas: [Account: Double]
        let hidden: Double
    }

    let seed: Int
    let lines: [Substring]

    /// The histories of a file in the order of their seeds.
    static func all(in text: String) -> [LandHistory] {
        var histories: [LandHistory] = []
        var lines: [Substring] = []
        for line in text.split(separator: "\n").reversed() {
            if line.hasPrefix("history "), let seed = Int(line.dropFirst("history ".count)) {
                histories.append(LandHistory(seed: seed, lines: lines.reversed()))
                lines = []
            } else {
                lines.append(line)
            }
        }
        return histories.reversed()
    }

    var outlines: [(shape: MultiPolygon, area: Double)] {
        get throws {
            try lines.filter { $0.hasPrefix("campus ") }.map { line in
                var words = Words(line.dropFirst("campus ".count))
                return (try words.shape(), try words.area())
            }
        }
    }

    var steps: [Step] {
        get throws {
            try lines.filter { !$0.hasPrefix("campus ") && !$0.hasPrefix("= ") }.map { line in
                var words = Words(line)
                let isRefused = words.takes("refused")
                let verb = try words.next()
                let day = try words.day()
                return Step(line: line, isRefused: isRefused, day: day, act: try Self.act(verb, &words))
            }
        }
    }

    var seen: [Seen] {
        get throws {
            try lines.filter { $0.hasPrefix("= ") }.map { line in
                var words = Words(line.dropFirst(2))
                let (day, campus) = (try words.day(), try words.count())
                var areas: [Account: Double] = [:]
                var hidden = 0.0
                while let (key, area) = try words.keyed() {
                    switch key {
                    case "+": hidden = area
                    case "-": areas[.unclassified] = area
                    default: areas[.type(key)] = area
                    }
                }
                return Seen(day: day, campus: campus, areas: areas, hidden: hidden)
            }
        }
    }

    private static func act(_ verb: String, _ words: inout Words) throws -> Act {
        switch verb {
        case "survey":
            return .survey(type: try words.next(), try words.shape(), priority: words.isEmpty ? "" : try words.next())
        case "lay":
            let kind = try words.kind()
            return .lay(try words.surfaces(), kind)
        case "plan": return .plan(try words.next(), try words.surfaces())
        case "complete": return .complete(try words.next(), within: words.isEmpty ? nil : try words.shape())
        case "cancel": return .cancel(try words.next())
        case "retype": return .retype(try words.pointed(), to: try words.next(), try words.kind())
        case "redraw": return .redraw(try words.pointed(), try words.shape(), try words.kind())
        case "split": return .split(try words.pointed(), try LineString(words.positions()))
        case "merge": return .merge(try words.pointed(), try words.pointed())
        case "close": return .close(try words.pointed(), try words.kind())
        default: throw Absent()
        }
    }
}

/// The words of a line, read one by one.
private struct Words {
    private var rest: ArraySlice<Substring>

    init(_ line: Substring) { rest = line.split(separator: " ")[...] }

    var isEmpty: Bool { rest.isEmpty }

    mutating func takes(_ word: String) -> Bool {
        guard rest.first == word[...] else { return false }
        rest.removeFirst()
        return true
    }

    mutating func next() throws -> String {
        guard let word = rest.popFirst() else { throw Absent() }
        return String(word)
    }

    mutating func day() throws -> CalendarDate {
        let word = try next()
        return try #require(CalendarDate(iso: word))
    }

    mutating func kind() throws -> ChangeKind {
        let word = try next()
        return try #require(ChangeKind(rawValue: word))
    }
    mutating func count() throws -> Int {
        let word = try next()
        return try #require(Int(word))
    }

    mutating func area() throws -> Double { try Self.area(next()[...]) }

    mutating func keyed() throws -> (String, Double)? {
        guard let word = rest.popFirst() else { return nil }
        let halves = word.split(separator: ":")
        return (String(try #require(halves.first)), try Self.area(try #require(halves.last)))
    }

    mutating func pointed() throws -> LandHistory.Pointed {
        let parts = try next().split(separator: "@")
        try #require(parts.count >= 2)
        return LandHistory.Pointed(
            type: String(parts[0]), position: try #require(Self.positions(parts[1]).first),
            day: parts.count > 2 ? CalendarDate(iso: String(parts[2])) : nil)
    }

    mutating func positions() throws -> [Position] { try Self.positions(next()[...]) }

    mutating func shape() throws -> MultiPolygon {
        MultiPolygon(
            try next().split(separator: "|").map { part in
                Polygon(
                    rings: try part.split(separator: ";").map { ring in
                        let open = try Self.positions(ring)
                        return try LinearRing(open + open.prefix(1))
                    })
            })
    }

    mutating func surfaces() throws -> [NewSurface] {
        var surfaces: [NewSurface] = []
        while !isEmpty { surfaces.append(NewSurface(surfaceType: try next(), geometry: try shape())) }
        return surfaces
    }

    /// From units of 10 mm².
    private static func area(_ text: Substring) throws -> Double { Double(try #require(Int(text))) / 100_000 }

    /// From whole millimetres.
    private static func positions(_ text: Substring) throws -> [Position] {
        let numbers = try text.split(separator: ",").map { try #require(Int($0)) }
        return stride(from: 0, to: numbers.count - 1, by: 2).map { place in
            Position(
                Double(numbers[place] + Int(Plot.east) * 1000) / 1000,
                Double(numbers[place + 1] + Int(Plot.north) * 1000) / 1000)
        }
    }
}
