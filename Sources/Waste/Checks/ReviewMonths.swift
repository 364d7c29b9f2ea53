import Formats
import GRDB
import Languages

/// The rules that look at months: those without a weighing, and those unlike the same month of other years.
struct ReviewMonths {
    let campus: String?
    let today: CalendarDate

    /// What left a campus in a stream: the grams of each month, and the months that weighings cover.
    private struct Series {
        let campus: String?
        let stream: String
        var totals: [(month: CalendarMonth, grams: Double)] = []
        var covered: Set<CalendarMonth> = []

        mutating func add(_ month: CalendarMonth, _ grams: Double, since first: CalendarMonth) {
            totals.append((month, grams))
            covered.formUnion(first...month)
        }
    }

    func forEachFinding(_ db: Database, _ body: (WasteFinding) throws -> Void) throws {
        let zeros = try AffirmedZero.months(db)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT campus, stream, substr(weighed_on, 1, 7) AS month, sum(net_mass_g) AS grams,
                  min(coalesce(period_from, weighed_on)) AS first
                FROM weighing_current
                WHERE to_container IS NULL AND weighed_on <= :today AND (:campus IS NULL OR campus = :campus)
                GROUP BY campus, stream, month ORDER BY campus, stream, month
                """, arguments: ["today": today.description, "campus": campus])
        var series: Series?
        func end() throws {
            guard let series else { return }
            try gaps(series, zeros[.init(campus: series.campus, stream: series.stream)] ?? [], body)
            try totals(series, body)
        }
        while let row = try rows.next() {
            let (campus, stream): (String?, String) = (row["campus"], row["stream"])
            if series?.campus != campus || series?.stream != stream {
                try end()
                series = Series(campus: campus, stream: stream)
            }
            guard let month = CalendarMonth(iso: row["month"] as String),
                let first = CalendarMonth(iso: row["first"] as String)
            else { continue }
            series?.add(month, row["grams"], since: first)
        }
        try end()
    }

    /// Two weighed months at least twice as far apart as they usually are; the month that runs is not missed yet.
    private func gaps(
        _ series: Series, _ zeros: Set<CalendarMonth>, _ body: (WasteFinding) throws -> Void
    ) throws {
        let months = series.covered.union(zeros).sorted()
        guard months.count >= 6, let last = months.last else { return }
        let distances = zip(months, months.dropFirst()).map { $0.distance(to: $1) }
        let usual = Int(quantile(0.5, of: distances.map(Double.init).sorted()).rounded(.up))
        for (month, next) in zip(months, months.dropFirst() + [max(CalendarMonth(today), last)]) {
            guard month.distance(to: next) >= 2 * usual else { continue }
            let (from, to) = (month.advanced(by: 1), next.advanced(by: -1))
            let place = [series.campus, series.stream].compactMap { $0 }.joined(separator: " · ")
            let when =
                from == to
                ? Bilingual(fr: "en \(from)", en: "in \(from)")
                : Bilingual(fr: "de \(from) à \(to)", en: "from \(from) to \(to)")
            try body(
                WasteFinding(
                    .gap, campus: series.campus, stream: series.stream, month: from,
                    Bilingual(
                        fr: "\(place) : aucune pesée \(when.fr) ; rien de produit (weigh none), ou oubliée ?",
                        en: "\(place): no weighing \(when.en); nothing produced (weigh none), or forgotten?")))
        }
    }

    private func totals(_ series: Series, _ body: (WasteFinding) throws -> Void) throws {
        let whole = series.totals.filter { $0.month < CalendarMonth(today) }
        for (_, years) in Dictionary(grouping: whole, by: \.month.month).sorted(by: { $0.key < $1.key }) {
            guard let spread = MonthSpread(years.map(\.grams)) else { continue }
            for one in years where spread.isOdd(one.grams) {
                let place = [series.campus, series.stream].compactMap { $0 }.joined(separator: " · ")
                let mass = Bilingual.kilograms(Int64(one.grams))
                let usual = Bilingual.kilograms(Int64(spread.median.rounded()))
                try body(
                    WasteFinding(
                        .monthTotal, campus: series.campus, stream: series.stream, month: one.month,
                        Bilingual(
                            fr:
                                "\(place), \(one.month) : \(mass.fr) ; médiane de ce mois sur \(years.count) ans : \(usual.fr)",
                            en:
                                "\(place), \(one.month): \(mass.en); median of that month over \(years.count) years: \(usual.en)"
                        )))
            }
        }
    }
}
