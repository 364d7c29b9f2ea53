import Formats
import GRDB
import Languages

/// A weighing, as the review holds it.
struct Weighed {
    let fid: Int64
    let net: Int64
    /// Nothing when the net mass is what was read.
    let tare: Int64
    let emptyings: Int
    let method: WeighingMethod
    let moment: Moment

    /// What the scale showed.
    var read: Int64 { net + tare }
    /// True when no formula made the mass.
    var isMeasured: Bool { !method.isByVolume && method != .allocation }

    init?(_ row: Row) {
        guard let day = CalendarDate(iso: row["weighed_on"]) else { return nil }
        (fid, net) = (row["fid"], row["net_mass_g"])
        tare = (row["gross_mass_g"] as Int64?).map { $0 - row["net_mass_g"] } ?? 0
        emptyings = row["emptyings"] ?? 1
        method = WeighingMethod(rawValue: row["method"]) ?? .unknown
        let instant = (row["weighed_at"] as String?).flatMap(Instant.init(iso:))
        moment = Moment(day: day.dayNumber, seconds: instant?.seconds)
    }
}

/// The weighings of one stream in one container, or of one stream of a campus without a container, by time.
struct ReviewGroup {
    var weighed: [Weighed] = []
    private let code: String?
    private let campus: String?
    private let container: ContainerFacts?
    private let stream: StreamFacts

    init(container code: String?, stream: String, campus: String?, on day: CalendarDate, _ db: Database) throws {
        (self.code, self.campus) = (code, campus)
        container = try code.flatMap { try ContainerFacts.known($0, on: day, db) }
        self.stream = try StreamFacts(stream, db)
    }

    func isOf(_ container: String?, _ stream: String, _ campus: String?) -> Bool {
        code == container && self.stream.code == stream && self.campus == campus
    }

    func forEachFinding(_ body: (WasteFinding) throws -> Void) throws {
        try masses(body)
        try duplicates(body)
        try steps(body)
        try repeats(body)
        if let finding = digits() { try body(finding) }
    }

    private func finding(
        _ rule: WasteRule, _ rows: [Weighed], _ grams: Int64, _ fr: String, _ en: String
    ) -> WasteFinding {
        let day = rows.last.flatMap { CalendarDate(dayNumber: $0.moment.day) }?.description ?? ""
        let place = [code ?? campus, stream.code].compactMap { $0 }.joined(separator: " · ")
        let mass = Bilingual.kilograms(grams)
        return WasteFinding(
            rule, rows.map(\.fid),
            Bilingual(fr: "\(day) · \(place) : \(mass.fr), \(fr)", en: "\(day) · \(place): \(mass.en), \(en)"))
    }

    private func masses(_ body: (WasteFinding) throws -> Void) throws {
        let measured = weighed.filter(\.isMeasured)
        let limits = OddMass.Limits(
            usual: UsualRange(measured.map { Double($0.net) / Double(max($0.emptyings, 1)) }),
            capacity: container?.capacity, highestDensity: stream.highestDensity, maxLoad: container?.maxLoad)
        for one in measured {
            guard let odd = OddMass(typed: one.read, tare: one.tare, emptyings: one.emptyings, limits) else { continue }
            var (fr, en) = (odd.why.fr, odd.why.en)
            if let meant = odd.meant {
                let mass = Bilingual.kilograms(meant.grams)
                fr += " ; \(mass.fr) (\(meant.slip.sign)) ?"
                en += "; \(mass.en) (\(meant.slip.sign))?"
            }
            try body(finding(odd.rule, [one], one.read, fr, en))
        }
    }

    /// The same mass, to a step of the scale, too soon after.
    private func duplicates(_ body: (WasteFinding) throws -> Void) throws {
        let step = container?.scaleStep ?? 0
        let width = max(step, 1)
        var last: [Int64: Weighed] = [:]
        for one in weighed {
            let bucket = one.net / width
            let near = (step > 0 ? [bucket - 1, bucket, bucket + 1] : [bucket]).compactMap { last[$0] }
                .filter { abs($0.net - one.net) <= step && $0.moment.isNear(one.moment) }
            if let first = near.max(by: { $0.fid < $1.fid }) {
                try body(
                    finding(
                        .duplicate, [first, one].sorted { $0.fid < $1.fid }, one.net,
                        "deux fois", "twice"))
            }
            last[bucket] = one
        }
    }

    private func steps(_ body: (WasteFinding) throws -> Void) throws {
        guard let step = container?.scaleStep else { return }
        let size = Bilingual.kilograms(step)
        for one in weighed where one.method == .ownScale && one.read % step != 0 {
            try body(
                finding(
                    .scaleStep, [one], one.read, "sur une balance qui va de \(size.fr) en \(size.fr)",
                    "on a scale that goes by steps of \(size.en)"))
        }
    }

    private func repeats(_ body: (WasteFinding) throws -> Void) throws {
        var start = 0
        let measured = weighed.filter(\.isMeasured)
        for index in measured.indices {
            if measured[index].net != measured[start].net { start = index }
            let isEnd = index + 1 == measured.count || measured[index + 1].net != measured[start].net
            let length = index - start + 1
            guard isEnd, length >= WasteRule.leastForRepeated else { continue }
            try body(
                finding(
                    .repeated, [measured[start]], measured[start].net, "\(length) fois de suite à partir de ce jour",
                    "\(length) times running from that day"))
        }
    }

    /// Whether the last digits that the scale showed are as often one as the other.
    ///
    /// The step is the container's, or else the greatest power of ten that divides all the masses. Masses that hardly vary
    /// say nothing: half of them must spread over ten steps.
    private func digits() -> WasteFinding? {
        let read = weighed.filter { $0.method.isWeighed }.map(\.read)
        guard read.count >= WasteRule.leastForDigits, let last = weighed.last else { return nil }
        var step = container?.scaleStep ?? 1
        if container?.scaleStep == nil {
            while read.allSatisfy({ $0 % (step * 10) == 0 }) { step *= 10 }
        }
        let sorted = read.map(Double.init).sorted()
        guard quantile(0.75, of: sorted) - quantile(0.25, of: sorted) >= Double(10 * step) else { return nil }
        var counts = [Int](repeating: 0, count: 10)
        for mass in read { counts[Int(mass / step % 10)] += 1 }
        guard LastDigits.chiSquare(counts) > LastDigits.limit else { return nil }
        let most = counts.indices.max { counts[$0] < counts[$1] } ?? 0
        let size = Bilingual.kilograms(step)
        let share = counts[most] * 100 / read.count
        return finding(
            .lastDigit, [weighed.first ?? last], step,
            "dernier chiffre : \(most) dans \(share) % de \(read.count) lectures (échelon \(size.fr)) ; arrondis ?",
            "last digit: \(most) in \(share) % of \(read.count) readings (step \(size.en)); rounded?")
    }
}
