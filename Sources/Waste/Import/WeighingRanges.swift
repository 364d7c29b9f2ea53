import Atlas
import Formats
import Languages

/// The days and the numbers that a row of weighings may not have.
enum WeighingRanges {
    private typealias Place = WeighingFields

    static func check(_ row: inout ImportRow, today: CalendarDate) {
        checkDay(&row, today: today)
        checkNumbers(&row)
    }

    private static func checkDay(_ row: inout ImportRow, today: CalendarDate) {
        guard let day = row.date(Place.day) else { return }
        if day > today {
            row.refuse(Place.day, found: day.description, Bilingual(fr: "date dans l'avenir", en: "date in the future"))
        }
        if let start = row.date(Place.periodFrom), start > day {
            row.refuse(
                Place.periodFrom, found: start.description,
                Bilingual(fr: "début après la pesée", en: "start after the weighing"))
        }
        checkInstant(on: day, &row)
    }

    /// The instant is of the day, or of the one beside it where the clocks are not those of universal time.
    private static func checkInstant(on day: CalendarDate, _ row: inout ImportRow) {
        guard let text = row.text(Place.instant) else { return }
        guard let instant = Instant(local: text), let there = instant.date else {
            row.refuse(
                Place.instant, found: text,
                Bilingual(
                    fr: "instant illisible : AAAA-MM-JJTHH:MM:SSZ", en: "not an instant: YYYY-MM-DDTHH:MM:SSZ"))
            return
        }
        if abs(there.dayNumber - day.dayNumber) > 1 {
            row.refuse(
                Place.instant, found: text,
                Bilingual(fr: "l'instant n'est pas du jour de la pesée", en: "the instant is not of the day weighed"))
        }
        row.set(Place.instant, .text(instant.description))
    }

    private static func checkNumbers(_ row: inout ImportRow) {
        if let count = row.integer(Place.emptyings), count <= 0 {
            row.refuse(
                Place.emptyings, found: String(count),
                Bilingual(fr: "vidages au-dessus de zéro", en: "emptyings above zero"))
        }
        if let fill = row.decimal(Place.fill)?.double, fill <= 0 || fill > 1.5 {
            row.refuse(
                Place.fill, found: row.text(Place.fill) ?? "",
                Bilingual(fr: "remplissage entre 0 et 1,5", en: "fill between 0 and 1.5"))
        }
        if let density = row.decimal(Place.density)?.double, density <= 0 {
            row.refuse(
                Place.density, found: row.text(Place.density) ?? "",
                Bilingual(fr: "densité au-dessus de zéro", en: "density above zero"))
        }
    }
}
