import Languages

/// Why the mass of one weighing is odd, with what it may have been meant to be.
struct OddMass {
    let rule: WasteRule
    /// What is usual, or possible.
    let why: Bilingual
    /// What was meant, perhaps, and the slip that explains it.
    let meant: (grams: Int64, slip: UnitFactor)?

    /// What a mass is compared with: what the container usually weighs, or else what it can hold, and what it may bear.
    struct Limits {
        let usual: UsualRange?
        /// Grams that one emptying can hold at the highest density; nil when that is not known.
        let most: Double?
        /// Grams that the container may bear.
        let maxLoad: Int64?

        init(usual: UsualRange?, capacity: Double?, highestDensity: Double?, maxLoad: Int64?) {
            self.usual = usual
            self.maxLoad = maxLoad
            // A litre of 1 kg/m³ is a gram.
            most = capacity.flatMap { litres in highestDensity.map { litres * $0 } }
        }

        func holds(_ grams: Double) -> Bool {
            if let maxLoad, grams > Double(maxLoad) { return false }
            if let usual { return usual.fences.contains(grams) }
            return most.map { grams <= $0 } ?? true
        }
    }

    /// nil when nothing is odd.
    ///
    /// - Parameters:
    ///   - typed: grams as typed: net, or gross.
    ///   - tare: what is taken away from them.
    ///   - emptyings: how many times the container was emptied.
    init?(typed: Int64, tare: Int64, emptyings: Int, _ limits: Limits) {
        func each(_ grams: Int64) -> Double { Double(grams - tare) / Double(max(emptyings, 1)) }
        let mass = each(typed)
        guard !limits.holds(mass) else { return nil }
        let candidates = UnitFactor.allCases.map { (grams: $0.grams(typed), slip: $0) }
            .filter { $0.grams > tare && limits.holds(each($0.grams)) }
            .filter { limits.usual?.innerFences.contains(each($0.grams)) ?? true }
        if let usual = limits.usual, !usual.fences.contains(mass) {
            meant = candidates.min { usual.distance(of: each($0.grams)) < usual.distance(of: each($1.grams)) }
            rule = meant == nil ? .usualRange : .unitFactor
            let (low, high) = (Self.kilograms(usual.lowerQuartile), Self.kilograms(usual.upperQuartile))
            why = Bilingual(fr: "d'habitude de \(low.fr) à \(high.fr)", en: "usually from \(low.en) to \(high.en)")
        } else if let load = limits.maxLoad, mass > Double(load) {
            (rule, meant) = (.maxLoad, candidates.first { $0.slip == .tenth || $0.slip == .poundsForKilograms })
            let most = Bilingual.kilograms(load)
            why = Bilingual(fr: "il porte \(most.fr) au plus", en: "it bears \(most.en) at most")
        } else {
            // Nothing says what is usual: only the slips that make a mass too big can be undone.
            (rule, meant) = (.capacity, candidates.first { $0.slip == .tenth || $0.slip == .thousandth })
            let most = Self.kilograms(limits.most ?? 0)
            why = Bilingual(
                fr: "il contient \(most.fr) au plus, à la densité la plus forte",
                en: "it holds \(most.en) at most, at the highest density")
        }
    }

    /// Three figures are enough to say what is usual.
    private static func kilograms(_ grams: Double) -> Bilingual {
        let decimals = grams >= 100_000 ? 0 : grams >= 10_000 ? 1 : 2
        func text(_ language: Language) -> String { language.number(grams / 1000, decimals: decimals) + " kg" }
        return Bilingual(fr: text(.fr), en: text(.en))
    }
}
