public import Atlas
public import Formats
import Foundation
import GRDB
import Geospatial
public import Languages

/// The land as it was on a day, frozen: its figures, and the hash of the rows they were made of.
public struct Baseline: Sendable {
    /// The name, `RES 2023-2027`.
    public let name: String
    /// The day.
    public let day: CalendarDate
    /// When it was frozen: UTC, ISO 8601.
    public let frozenAt: String
    /// Who froze it.
    public let person: String?
    /// How many outlines and surfaces were true on the day.
    public let rowCount: Int
    /// SHA-256 over those rows, in hexadecimal.
    public let rowsSHA256: String
    /// The figures, by perimeter.
    public let figures: [FrozenFigure]
}

/// A figure of a frozen baseline.
public struct FrozenFigure: Sendable, Hashable {
    /// The perimeter.
    public let perimeter: Perimeter
    /// The identifier: `land.sealed_area`.
    public let id: String
    /// The unit.
    public let unit: FigureUnit
    /// The value and bounds, as they were when it was frozen.
    public let estimate: Estimate
}

/// What the rows of a frozen day give now, beside what was frozen.
public struct BaselineComparison: Sendable {
    /// What was frozen.
    public let baseline: Baseline
    /// The hash of the rows that are true on that day, as the atlas has them now.
    public let rowsSHA256: String
    /// The same figures from those rows.
    public let figures: [FrozenFigure]

    /// True when the rows of the day are those that were frozen.
    public var isIntact: Bool { rowsSHA256 == baseline.rowsSHA256 }
}

/// Why a baseline was not frozen, or not found.
public enum BaselineError: ReadableError, Hashable {
    case nameTaken(String, on: CalendarDate)
    case unknown(String, known: [String])
    case noOutline(CalendarDate)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .nameTaken(let name, let day):
            Bilingual(
                fr: "« \(name) » est déjà gelée, au \(day) : une référence ne se réécrit pas. Donnez un autre nom.",
                en: "'\(name)' is frozen already, on \(day): a baseline is not rewritten. Give another name.")
        case .unknown(let name, let known):
            Bilingual(
                fr: "Aucune référence « \(name) », et ce n'est pas une date AAAA-MM-JJ. Références : "
                    + (known.isEmpty ? "aucune" : known.joined(separator: ", ")) + ".",
                en: "No baseline '\(name)', and it is no date YYYY-MM-DD. Baselines: "
                    + (known.isEmpty ? "none" : known.joined(separator: ", ")) + ".")
        case .noOutline(let day):
            Bilingual(
                fr: "Aucun campus n'a de contour le \(day) : il n'y a rien à geler. Importez-le (« import campuses »).",
                en: "No campus has an outline on \(day): there is nothing to freeze. Import it ('import campuses').")
        }
    }
}

extension Atlas {
    /// Freezes the land as the atlas has it on a day: later corrections will show as a difference, never as a rewrite.
    ///
    /// - Throws: ``BaselineError``
    @discardableResult
    public func freezeBaseline(_ name: String, on day: CalendarDate, by person: String? = nil) throws -> Baseline {
        let figures = try frozenFigures(on: day)
        guard !figures.isEmpty else { throw BaselineError.noOutline(day) }
        return try write(by: person, reason: name) { db in
            if let taken = try Baseline.all(db).first(where: { $0.name == name }) {
                throw BaselineError.nameTaken(name, on: taken.day)
            }
            let rows = try LandRows(on: day, db)
            try db.execute(
                sql: """
                    INSERT INTO baseline (uuid, name, baseline_on, frozen_at, person, row_count, rows_sha256)
                    VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), ?, ?, ?)
                    """,
                arguments: [RowIdentity.timeOrdered(), name, day.description, person, rows.count, rows.sha256])
            let key = db.lastInsertedRowID
            for figure in figures {
                try db.execute(
                    sql: """
                        INSERT INTO baseline_figure (uuid, baseline_id, campus, figure, unit, value, lower, upper)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        RowIdentity.timeOrdered(), key, figure.perimeter.campus, figure.id, figure.unit.rawValue,
                        figure.estimate.value, figure.estimate.lower, figure.estimate.upper,
                    ])
            }
            return Baseline(
                name: name, day: day,
                frozenAt: try String.fetchOne(db, sql: "SELECT frozen_at FROM baseline WHERE fid = ?", arguments: [key])
                    ?? "", person: person, rowCount: rows.count, rowsSHA256: rows.sha256, figures: figures)
        }
    }

    /// The frozen baselines, in order of freezing.
    public func baselines() throws -> [Baseline] { try pool.read(Baseline.all) }

    /// What the rows of a frozen day give now, beside what was frozen.
    ///
    /// - Throws: ``BaselineError/unknown(_:known:)``
    public func compareBaseline(_ name: String) throws -> BaselineComparison {
        let (baseline, rows) = try pool.read { db in
            let all = try Baseline.all(db)
            guard let baseline = all.first(where: { $0.name == name }) else {
                throw BaselineError.unknown(name, known: all.map(\.name))
            }
            return (baseline, try LandRows(on: baseline.day, db))
        }
        return BaselineComparison(
            baseline: baseline, rowsSHA256: rows.sha256, figures: try frozenFigures(on: baseline.day))
    }

    /// The day that a text names: a date, or a frozen baseline.
    ///
    /// - Throws: ``BaselineError/unknown(_:known:)``
    public func baselineDay(_ text: String) throws -> CalendarDate {
        if let day = CalendarDate(iso: text) { return day }
        let all = try baselines()
        guard let baseline = all.first(where: { $0.name == text }) else {
            throw BaselineError.unknown(text, known: all.map(\.name))
        }
        return baseline.day
    }

    private func frozenFigures(on day: CalendarDate) throws -> [FrozenFigure] {
        let figures = try LandFigures(self, on: day, since: nil)
        let perimeters = try [.school] + campuses(on: day).map { Perimeter.campus($0.name) }
        guard perimeters.count > 1 else { return [] }
        return try perimeters.flatMap { perimeter -> [FrozenFigure] in
            guard let figure = try figures.figure(LandFigures.sealedShare.id, perimeter) else { return [] }
            let share = figure.estimate.map {
                FrozenFigure(perimeter: perimeter, id: figure.indicator.id, unit: figure.indicator.unit, estimate: $0)
            }
            let rest = ([figure.targeted].compactMap { $0 } + figure.companions).compactMap { companion in
                companion.estimate.map {
                    FrozenFigure(perimeter: perimeter, id: companion.id, unit: companion.unit, estimate: $0)
                }
            }
            return [share].compactMap { $0 } + rest
        }
    }
}

extension Baseline {
    static func all(_ db: Database) throws -> [Baseline] {
        let rows = try Row.fetchAll(db, sql: "SELECT * FROM baseline ORDER BY fid")
        return try rows.compactMap { row in
            guard let day = CalendarDate(iso: row["baseline_on"]) else { return nil }
            let figures = try Row.fetchAll(
                db, sql: "SELECT * FROM baseline_figure WHERE baseline_id = ? ORDER BY fid",
                arguments: [row["fid"] as Int64])
            return Baseline(
                name: row["name"], day: day, frozenAt: row["frozen_at"], person: row["person"],
                rowCount: row["row_count"], rowsSHA256: row["rows_sha256"],
                figures: figures.compactMap(FrozenFigure.init))
        }
    }
}

extension FrozenFigure {
    fileprivate init?(_ row: Row) {
        guard let unit = FigureUnit(rawValue: row["unit"]) else { return nil }
        perimeter = (row["campus"] as String?).map(Perimeter.campus) ?? .school
        id = row["figure"]
        self.unit = unit
        estimate = Estimate(row["value"], lower: row["lower"], upper: row["upper"])
    }

    /// The sealed areas frozen for a day, by perimeter; the first frozen holds.
    static func sealedAreas(on day: CalendarDate, _ db: Database) throws -> [Perimeter: FrozenFigure] {
        let figures = try Baseline.all(db).filter { $0.day == day }.flatMap(\.figures)
            .filter { $0.id == "land.sealed_area" }
        return Dictionary(figures.map { ($0.perimeter, $0) }, uniquingKeysWith: { first, _ in first })
    }
}

/// The rows that say what the land was on a day, as bytes that do not depend on when they were written.
private struct LandRows {
    let count: Int
    let sha256: String

    /// Outlines and surfaces true on the day: of each what it is, where, and from when; not until when, which the future
    /// decides. Ordered by identity, fields apart by the unit separator (U+001F), rows by the record separator (U+001E).
    init(on day: CalendarDate, _ db: Database) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT 'campus' AS kind, uuid, name, '', '', valid_from, hex(geom) AS shape FROM campus
                WHERE geom IS NOT NULL AND (valid_from IS NULL OR valid_from <= :on)
                  AND (valid_to IS NULL OR valid_to > :on)
                UNION ALL
                SELECT 'surface', uuid, surface_type, coalesce(land_use, ''), coalesce(painter_priority, ''),
                  valid_from, hex(geom) FROM surface
                WHERE geom IS NOT NULL AND valid_from <= :on AND (valid_to IS NULL OR valid_to > :on)
                ORDER BY 1, 2
                """, arguments: ["on": day.description])
        var digest = SHA256()
        var count = 0
        while let row = try rows.next() {
            let fields = row.databaseValues.map { $0.isNull ? "" : String.fromDatabaseValue($0) ?? $0.description }
            let line = Array((fields.joined(separator: "\u{1F}") + "\u{1E}").utf8)
            line.withUnsafeBytes { digest.update($0) }
            count += 1
        }
        self.count = count
        sha256 = digest.hexDigest
    }
}
