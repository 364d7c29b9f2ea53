public import Atlas
import Formats
import GRDB
public import Languages

/// A weighing that would make the share of household waste better known, and by how much.
public struct NextWeighing: Sendable, Hashable {
    /// What to do.
    public enum Act: String, Sendable {
        /// Weigh a sample of the emptyings, so that the density of this container is the campus's own.
        case sampleDensity = "sample_density"
        /// Weigh a sample of the loads, and count the others at its mean.
        case sampleMean = "sample_mean"
        /// Weigh each load.
        case weighEach = "weigh_each"
        /// Find what the months without a weighing weighed.
        case fillMonths = "fill_months"
    }

    /// What to do.
    public let act: Act
    /// Where; nil when the weighings name no campus.
    public let campus: String?
    /// The code of the stream.
    public let stream: String
    /// The container; nil when the weighings name none, or for months without any.
    public let container: String?
    /// How the mass is known now; nil for months without a weighing.
    public let method: WeighingMethod?
    /// Loads of the year, or months without any.
    public let count: Int
    /// How many weighings it takes.
    public let effort: Int
    /// The mass in question, kg; at most, for months without a weighing.
    public let kilograms: Double
    /// How far apart its bounds are now, kg.
    public let width: Double
    /// How far apart they would be, kg.
    public let widthAfter: Double
    /// By how much the interval of the share of household waste would shrink, between 0 and 1.
    public let gain: Double

    /// The sample from which a local density may be used.
    static let densitySample = 8
    /// The sample whose mean is known within 15 % nine times in ten, when loads vary by three tenths (log-normal, 52 loads).
    static let meanSample = 12

    /// The expected reduction of the interval of the mass, kg.
    public var reduction: Double { width - widthAfter }
    /// What each weighing brings.
    public var gainPerWeighing: Double { gain / Double(effort) }

    /// Why it is worth it.
    public var reason: Bilingual {
        let mass = Int(kilograms.rounded())
        guard let method else {
            return Bilingual(
                fr: "\(count) mois sans pesée : jusqu'à \(mass) kg inconnus",
                en: "\(count) months without a weighing: up to \(mass) kg unknown")
        }
        let now = Bilingual(
            fr: "\(mass) kg en \(count) fois par « \(method.label.fr) »",
            en: "\(mass) kg in \(count) loads by '\(method.label.en)'")
        switch act {
        case .sampleDensity:
            return Bilingual(
                fr: now.fr + " ; \(effort) pesées avec le remplissage donnent la densité de ce contenant",
                en: now.en + "; \(effort) weighings with the fill give the density of this container")
        case .sampleMean:
            return Bilingual(
                fr: now.fr + " ; \(effort) pesées donnent une moyenne", en: now.en + "; \(effort) weighings give a mean"
            )
        case .weighEach, .fillMonths:
            return Bilingual(fr: now.fr + " ; peser chaque fois", en: now.en + "; weigh each time")
        }
    }
}

extension Atlas {
    /// Which weighings would most shrink the interval of the share of household waste of a year, those that bring most
    /// per weighing first.
    ///
    /// A mass whose bounds come closer moves the bounds of the share, all else being as it is. A sample of eight turns a
    /// generic density into a local one, a sample of twelve a guess into a count at a sampled mean;
    /// weighing each load makes it a mass of the site's own scale. A month without a weighing may weigh as much as the
    /// heaviest known: knowing it takes that away.
    ///
    /// - Throws: ``RatesError``
    public func nextWeighings(year: Int, campus: String? = nil) throws -> [NextWeighing] {
        try pool.read { db in
            try db.requireCampus(campus)
            guard let first = CalendarMonth(year: year, month: 1), let last = CalendarMonth(year: year, month: 12)
            else {
                throw RatesError.negative("year", Double(year))
            }
            let loads = try Loads.of(from: first.firstDay, to: last.lastDay, campus: campus, db)
            let totals = try WasteFlows.totals(from: first, through: last, campus: campus, db)
            let expected = try ExpectedMonths(
                first...min(last, max(first, CalendarMonth(.today))), flows: totals, WasteLists(db), db)
            let gaps = try Gap.all(expected, campus: campus, db)
            return NextWeighing.ranked(loads, gaps)
        }
    }
}

/// The loads of one container, stream and method in a year.
struct Loads {
    let campus: String?
    let stream: String
    let container: String?
    let method: WeighingMethod
    let isHousehold: Bool
    let density: DensitySpread?
    let count: Int
    let kilograms: Double

    static func of(
        from first: CalendarDate, to last: CalendarDate, campus: String?, _ db: Database
    ) throws -> [Loads] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT w.campus, w.stream, w.container, w.method, s.counts_as_om,
                  s.density_kg_m3, s.density_low, s.density_high, count(*) AS loads,
                  sum(w.net_mass_g) / 1000.0 AS kilograms
                FROM weighing_current AS w JOIN waste_stream AS s ON s.code = w.stream
                LEFT JOIN waste_destination AS d ON d.code = w.destination
                WHERE s.in_core_perimeter AND w.to_container IS NULL AND coalesce(d.is_waste, TRUE)
                  AND w.weighed_on BETWEEN :first AND :last AND (:campus IS NULL OR w.campus = :campus)
                GROUP BY w.campus, w.stream, w.container, w.method
                ORDER BY w.campus, w.stream, w.container, w.method
                """, arguments: ["first": first.description, "last": last.description, "campus": campus]
        ).map { row in
            Loads(
                campus: row["campus"], stream: row["stream"], container: row["container"],
                method: WeighingMethod(rawValue: row["method"]) ?? .unknown, isHousehold: row["counts_as_om"],
                density: DensitySpread(row), count: row["loads"], kilograms: row["kilograms"])
        }
    }

    /// What would make the mass better known, how the mass would then be known, and in how many weighings.
    var improvement: (act: NextWeighing.Act, method: WeighingMethod, effort: Int)? {
        switch method {
        case .ownScale, .weighbridge: return nil
        case .volumeGenericDensity where count > NextWeighing.densitySample:
            return (.sampleDensity, .volumeLocalDensity, NextWeighing.densitySample)
        case .allocation where count > NextWeighing.meanSample, .unknown where count > NextWeighing.meanSample:
            return (.sampleMean, .countTimesMean, NextWeighing.meanSample)
        default: return (.weighEach, .ownScale, count)
        }
    }
}

/// The months without a weighing of a stream.
struct Gap {
    let stream: String
    let isHousehold: Bool
    let months: Int
    let kilograms: Double

    static func all(_ expected: ExpectedMonths, campus: String?, _ db: Database) throws -> [Gap] {
        let perimeter: Perimeter = campus.map { .campus($0) } ?? .school
        let missing = expected.missing(perimeter) { $0.isCore }
        return try Row.fetchAll(
            db, sql: "SELECT code, counts_as_om FROM waste_stream WHERE in_core_perimeter ORDER BY code"
        )
        .compactMap { row in
            let code: String = row["code"]
            let kilograms = missing.kilograms { $0.code == code }
            let months = missing.months { $0.code == code }
            guard months > 0 else { return nil }
            return Gap(stream: code, isHousehold: row["counts_as_om"], months: months, kilograms: kilograms)
        }
    }
}

extension NextWeighing {
    static func ranked(_ loads: [Loads], _ gaps: [Gap]) -> [NextWeighing] {
        var interval = ShareInterval()
        for load in loads {
            let bounds = load.method.bounds(load.density)
            interval.add(
                load.isHousehold, low: load.kilograms * bounds.low, high: load.kilograms * bounds.high)
        }
        for gap in gaps { interval.add(gap.isHousehold, low: 0, high: gap.kilograms) }
        let weighings = loads.compactMap { load -> NextWeighing? in
            guard let better = load.improvement else { return nil }
            let (now, then) = (load.method.bounds(load.density), better.method.bounds(load.density))
            var after = interval
            after.add(
                load.isHousehold, low: load.kilograms * (then.low - now.low),
                high: load.kilograms * (then.high - now.high))
            return NextWeighing(
                act: better.act, campus: load.campus, stream: load.stream, container: load.container,
                method: load.method, count: load.count, effort: better.effort, kilograms: load.kilograms,
                width: load.kilograms * (now.high - now.low), widthAfter: load.kilograms * (then.high - then.low),
                gain: interval.width - after.width)
        }
        let months = gaps.map { gap in
            var after = interval
            after.add(gap.isHousehold, low: 0, high: -gap.kilograms)
            return NextWeighing(
                act: .fillMonths, campus: nil, stream: gap.stream, container: nil, method: nil, count: gap.months,
                effort: gap.months, kilograms: gap.kilograms, width: gap.kilograms, widthAfter: 0,
                gain: interval.width - after.width)
        }
        return (weighings + months).filter { $0.gain > 0 }.sorted {
            ($1.gainPerWeighing, $0.reason.en) < ($0.gainPerWeighing, $1.reason.en)
        }
    }
}

/// The bounds of the share of household waste, from those of the masses.
private struct ShareInterval {
    private var household = (low: 0.0, high: 0.0)
    private var rest = (low: 0.0, high: 0.0)

    mutating func add(_ isHousehold: Bool, low: Double, high: Double) {
        if isHousehold {
            household.low += low
            household.high += high
        } else {
            rest.low += low
            rest.high += high
        }
    }

    var width: Double {
        func share(_ part: Double, _ other: Double) -> Double { part + other > 0 ? part / (part + other) : 0 }
        return share(household.high, rest.low) - share(household.low, rest.high)
    }
}
