public import Atlas
public import Formats
import Land
public import Languages
import Species
import Waste

/// Where every target stands on a day, for each campus and for all.
public struct ProgressReport: Sendable {
    /// The school.
    public let atlasName: String
    /// The day.
    public let on: CalendarDate
    /// By indicator in the order of the strategy, all campuses first, then each by name.
    public let standings: [Standing]
}

/// The books' figures on a day.
private struct Shelf {
    private let books: [any BookFigures]

    init(_ atlas: Atlas, on day: CalendarDate, since baseline: Shelf?) throws {
        books = try Self.kinds.enumerated().map { index, kind in
            try Self.open(kind, atlas, day, baseline?.books[index])
        }
    }

    private static let kinds: [any BookFigures.Type] = [LandFigures.self, SpeciesFigures.self, WasteFigures.self]

    private static func open<Kind: BookFigures>(
        _ kind: Kind.Type, _ atlas: Atlas, _ day: CalendarDate, _ baseline: (any BookFigures)?
    ) throws -> any BookFigures {
        try kind.init(atlas, on: day, since: baseline as? Kind)
    }

    static var indicators: [Indicator] { kinds.flatMap { $0.indicators } }

    func figure(_ id: String, _ perimeter: Perimeter) throws -> Figure? {
        for book in books {
            if let figure = try book.figure(id, perimeter) { return figure }
        }
        return nil
    }

    func reference(_ id: String, _ perimeter: Perimeter) throws -> Figure? {
        for book in books {
            if let figure = try book.reference(id, perimeter) { return figure }
        }
        return nil
    }

    func rows(of id: String, _ perimeter: Perimeter) throws -> [FigureRow] {
        try books.flatMap { try $0.rows(of: id, perimeter) }
    }
}

/// What a question about figures names wrongly.
public enum ProgressError: ReadableError, Hashable {
    case unknownIndicator(String, known: [String])
    case unknownCampus(String, known: [String])

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknownIndicator(let id, let known):
            Bilingual(
                fr: "Indicateur inconnu : « \(id) ». Indicateurs : \(known.joined(separator: ", ")).",
                en: "Unknown indicator: '\(id)'. Indicators: \(known.joined(separator: ", ")).")
        case .unknownCampus(let name, let known):
            Bilingual(
                fr: "Campus inconnu : « \(name) ». Campus : \(known.joined(separator: ", ")).",
                en: "Unknown campus: '\(name)'. Campuses: \(known.joined(separator: ", ")).")
        }
    }
}

extension Atlas {
    /// The indicators that have a figure.
    public static var indicators: [Indicator] { Shelf.indicators }

    /// Where every target stands on a day.
    public func progress(on day: CalendarDate) throws -> ProgressReport {
        let targets = try targets()
        let names = try campuses(on: day).map(\.name)
        let perimeters = [.school] + Array(Set(names)).sorted().map(Perimeter.campus)
        var baselines: [CalendarDate: Shelf] = [:]
        var shelves: [CalendarDate?: Shelf] = [:]
        var standings: [Standing] = []
        for indicator in Shelf.indicators {
            for perimeter in perimeters {
                let target = targets.binding(indicator.id, perimeter)
                let start = target?.baselineOn
                if let start, baselines[start] == nil { baselines[start] = try Shelf(self, on: start, since: nil) }
                let baseline = start.flatMap { baselines[$0] }
                if shelves[start] == nil { shelves[start] = try Shelf(self, on: day, since: baseline) }
                guard let figure = try shelves[start]?.figure(indicator.id, perimeter) else { continue }
                standings.append(
                    Standing(figure, target: target, baseline: try baseline?.reference(indicator.id, perimeter)))
            }
        }
        return ProgressReport(atlasName: name, on: day, standings: standings)
    }

    /// The rows that a figure is made of, with what each brings.
    ///
    /// - Throws: ``ProgressError`` for an indicator or a campus that the atlas does not have.
    public func explain(
        _ id: String, on day: CalendarDate, campus: String? = nil
    ) throws -> (standing: Standing, rows: [FigureRow]) {
        guard Shelf.indicators.contains(where: { $0.id == id }) else {
            throw ProgressError.unknownIndicator(id, known: Shelf.indicators.map(\.id))
        }
        let names = try campuses(on: day).map(\.name)
        if let campus, !names.contains(campus) { throw ProgressError.unknownCampus(campus, known: names) }
        let perimeter = campus.map(Perimeter.campus) ?? .school
        let target = try targets().binding(id, perimeter)
        let baseline = try target.map { try Shelf(self, on: $0.baselineOn, since: nil) }
        let shelf = try Shelf(self, on: day, since: baseline)
        guard let figure = try shelf.figure(id, perimeter) else {
            throw ProgressError.unknownIndicator(id, known: Shelf.indicators.map(\.id))
        }
        let standing = Standing(figure, target: target, baseline: try baseline?.reference(id, perimeter))
        return (standing, try shelf.rows(of: id, perimeter))
    }
}

extension [Target] {
    /// The target of a campus, or else the one that binds them all.
    func binding(_ indicator: String, _ perimeter: Perimeter) -> Target? {
        first { $0.indicator == indicator && $0.campus == perimeter.campus }
            ?? first { $0.indicator == indicator && $0.campus == nil }
    }
}
