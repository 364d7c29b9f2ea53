package import Formats

/// The exact division of a mass: the parts always add up to it, to the gram.
package enum Apportionment {
    /// The whole, in millionths.
    package static let whole: Int64 = 1_000_000

    /// Divides a total in proportion to weights, by largest remainder (Hamilton): each part has its whole grams, and the
    /// grams left go one by one to the largest remainders, the first of equals.
    ///
    /// - Parameter weights: zero or more each, above zero together, of a sum that fits.
    package static func parts(of total: Int64, by weights: [Int64]) -> [Int64] {
        if weights.count == 1 { return [total] }
        let sum = weights.reduce(0, +)
        var remainders: [(index: Int, remainder: Int64)] = []
        var parts: [Int64] = []
        for (index, weight) in weights.enumerated() {
            let (quotient, remainder) = sum.dividingFullWidth(total.multipliedFullWidth(by: weight))
            parts.append(quotient)
            remainders.append((index, remainder))
        }
        let left = Int(total - parts.reduce(0, +))
        guard left > 0 else { return parts }
        remainders.sort { ($1.remainder, $0.index) < ($0.remainder, $1.index) }
        for (index, _) in remainders.prefix(left) { parts[index] += 1 }
        return parts
    }

    /// Divides a mass gathered from a day to another, both included, over the months, by days.
    package static func months(
        of total: Int64, from first: CalendarDate, through last: CalendarDate
    ) -> [(month: CalendarMonth, grams: Int64)] {
        let months = Array(CalendarMonth(first)...max(CalendarMonth(first), CalendarMonth(last)))
        let days = months.map { month in
            Int64(max(month.firstDay, first).days(until: min(month.lastDay, last)) + 1)
        }
        return zip(months, parts(of: total, by: days)).map { (month: $0, grams: $1) }
    }
}
