/// Shares the movement of a figure among its factors.
struct MoveDecomposition {
    /// A stream on a campus in both years, with how it is compared.
    private struct Stratum {
        enum Kind {
            case entering
            case leaving
            case otherMethod
            case comparable
        }

        let stream: StreamTraits
        let kind: Kind
        let from: MoveTally.Stratum
        let to: MoveTally.Stratum

        /// The share of the mass that a verdict holds for, with the destinations of one year or of the other; those of the
        /// year that has any mass when only one has.
        func share(_ part: (MoveTally.Stratum) -> Int64, ofSecond isSecond: Bool) -> Double {
            let year = (isSecond && to.grams > 0) || from.grams == 0 ? to : from
            return year.grams > 0 ? Double(part(year)) / Double(year.grams) : 0
        }
    }

    /// The factors that Shapley's value is taken over, a bit each.
    private static let factors: [WasteMove.Factor] = [.perimeter, .method, .volume, .mix, .destination, .users]

    private struct Switched {
        let bits: Int

        func contains(_ factor: WasteMove.Factor) -> Bool {
            factors.firstIndex(of: factor).map { bits >> $0 & 1 == 1 } ?? false
        }
    }

    private struct Sums {
        var household = 0.0
        var core = 0.0
        var disposed = 0.0
        var diverted = 0.0

        mutating func add(_ stream: StreamTraits, grams: Double, disposed: Double, diverted: Double) {
            if stream.isHousehold {
                household += grams
                self.disposed += grams * disposed
            }
            if stream.isCore {
                core += grams
                self.diverted += grams * diverted
            }
        }

        func value(_ figure: WasteMove.Figure, users: Double?) -> Double? {
            switch figure {
            case .householdMass: household
            case .householdDisposed: disposed
            case .householdShare: core > 0 ? household / core * 1_000_000 : nil
            case .diverted: core > 0 ? diverted / core * 1_000_000 : nil
            case .householdPerUser: users.flatMap { $0 > 0 ? household / $0 : nil }
            }
        }
    }

    private let first: MoveTally
    private let from: MoveTally
    private let to: MoveTally
    private let users: (from: Double?, to: Double?)
    private let strata: [Stratum]
    private let comparable: (from: Double, to: Double)
    /// The sums of each set of factors switched to the second year.
    private let sums: [Sums]

    init(first: MoveTally, from: MoveTally, to: MoveTally, users: (from: Double?, to: Double?)) {
        self.first = first
        self.from = from
        self.to = to
        self.users = users
        let strata = Self.strata(from, to)
        let compared = strata.filter { $0.kind == .comparable }
        let comparable = (
            from: compared.reduce(0) { $0 + Double($1.from.grams) }, to: compared.reduce(0) { $0 + Double($1.to.grams) }
        )
        self.strata = strata
        self.comparable = comparable
        sums = (0..<1 << Self.factors.count).map { Self.sums(strata, comparable, Switched(bits: $0)) }
    }

    private static func strata(_ from: MoveTally, _ to: MoveTally) -> [Stratum] {
        let campuses = (from: Set(from.strata.keys.map(\.campus)), to: Set(to.strata.keys.map(\.campus)))
        let keys = Set(from.strata.keys).union(to.strata.keys)
            .sorted { ($0.stream.code, $0.campus ?? "") < ($1.stream.code, $1.campus ?? "") }
        return keys.map { key in
            let a = from.strata[key] ?? MoveTally.Stratum()
            let b = to.strata[key] ?? MoveTally.Stratum()
            let kind: Stratum.Kind =
                if !campuses.from.contains(key.campus) {
                    .entering
                } else if !campuses.to.contains(key.campus) {
                    .leaving
                } else if let before = a.means, let after = b.means, before != after {
                    .otherMethod
                } else {
                    .comparable
                }
            return Stratum(stream: key.stream, kind: kind, from: a, to: b)
        }
    }

    private static func sums(
        _ strata: [Stratum], _ comparable: (from: Double, to: Double), _ switched: Switched
    ) -> Sums {
        var sums = Sums()
        for stratum in strata {
            let grams: Double
            switch stratum.kind {
            case .entering: grams = switched.contains(.perimeter) ? Double(stratum.to.grams) : 0
            case .leaving: grams = switched.contains(.perimeter) ? 0 : Double(stratum.from.grams)
            case .otherMethod:
                grams = Double(switched.contains(.method) ? stratum.to.grams : stratum.from.grams)
            case .comparable:
                let total = switched.contains(.volume) ? comparable.to : comparable.from
                // A year without any such mass has no composition: it takes that of the other.
                let isSecond = (switched.contains(.mix) && comparable.to > 0) || comparable.from == 0
                let whole = isSecond ? comparable.to : comparable.from
                let part = Double(isSecond ? stratum.to.grams : stratum.from.grams)
                grams = whole > 0 ? total * (part / whole) : 0
            }
            let isSecond = switched.contains(.destination)
            sums.add(
                stratum.stream, grams: grams, disposed: stratum.share(\.disposed, ofSecond: isSecond),
                diverted: stratum.share(\.diverted, ofSecond: isSecond))
        }
        return sums
    }

    private static func value(_ figure: WasteMove.Figure, _ tally: MoveTally, users: Double?) -> Int64? {
        var sums = Sums()
        for (key, stratum) in tally.strata where stratum.grams > 0 {
            let grams = Double(stratum.grams)
            sums.add(
                key.stream, grams: grams, disposed: Double(stratum.disposed) / grams,
                diverted: Double(stratum.diverted) / grams)
        }
        return sums.value(figure, users: users).map { Int64($0.rounded()) }
    }

    /// Why a figure moved; nil when one of the years cannot give it.
    func move(_ figure: WasteMove.Figure) -> WasteMove? {
        guard let entered = Self.value(figure, first, users: users.from),
            let before = Self.value(figure, from, users: users.from),
            let after = Self.value(figure, to, users: users.to)
        else { return nil }
        let shares = WholeParts.of(after - before, as: shapley(figure))
        var parts = Dictionary(uniqueKeysWithValues: zip(Self.factors, shares))
        parts[.corrections] = before - entered
        return WasteMove(figure: figure, from: entered, to: after, parts: parts)
    }

    private func shapley(_ figure: WasteMove.Figure) -> [Double] {
        let values = sums.indices.map { bits in
            let users = Switched(bits: bits).contains(.users) ? users.to : users.from
            return sums[bits].value(figure, users: users) ?? 0
        }
        return ShapleyValue.of(values, players: Self.factors.count)
    }
}

/// The value of Shapley: what each player brings, on average over the orders in which they may come.
enum ShapleyValue {
    /// - Parameter worth: of each set of players, by the number whose bits say who is in it.
    static func of(_ worth: [Double], players: Int) -> [Double] {
        var factorials = [1.0]
        for number in 1...players { factorials.append(factorials[number - 1] * Double(number)) }
        return (0..<players).map { player in
            var sum = 0.0
            for set in worth.indices where set >> player & 1 == 0 {
                let size = set.nonzeroBitCount
                let weight = factorials[size] * factorials[players - size - 1] / factorials[players]
                sum += weight * (worth[set | 1 << player] - worth[set])
            }
            return sum
        }
    }
}

/// Whole parts of a whole number, as near as can be to parts that are not.
enum WholeParts {
    /// - Parameters:
    ///   - total: what the parts add up to.
    ///   - parts: their sizes, which add up to the total but for rounding.
    static func of(_ total: Int64, as parts: [Double]) -> [Int64] {
        // What is a whole number but for the rounding of doubles is one.
        let sizes = parts.map { abs($0 - $0.rounded()) < 1e-6 ? $0.rounded() : $0 }
        var whole = sizes.map { Int64($0.rounded(.down)) }
        var left = total - whole.reduce(0, +)
        let order = sizes.indices.sorted {
            (sizes[$1] - sizes[$1].rounded(.down), $0) < (sizes[$0] - sizes[$0].rounded(.down), $1)
        }
        var index = 0
        while left != 0, !order.isEmpty {
            // A gram more to the largest remainders, or a gram less to the smallest.
            let place = left > 0 ? order[index % order.count] : order[order.count - 1 - index % order.count]
            whole[place] += left.signum()
            left -= left.signum()
            index += 1
        }
        return whole
    }
}
