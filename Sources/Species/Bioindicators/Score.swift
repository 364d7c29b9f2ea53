public import Languages

/// What a function makes of the visits that count.
public struct Score: Sendable, Hashable {
    /// One part of it: a species, a class.
    public struct Part: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The number; nil when the part is a class.
        public let value: Double?
        /// The class; nil when the part is a number.
        public let label: Bilingual?
    }

    /// The function.
    public let function: ScoreFunction
    /// As people say it.
    public let label: Bilingual
    /// In what it is expressed.
    public let unit: Bilingual
    /// nil when it cannot be computed; ``note`` says why.
    public let value: Double?
    /// Why there is no value, or what the reader must know of it.
    public let note: Bilingual?
    /// What it is made of.
    public let parts: [Part]
}

/// Visits that count, of the sites where the minimum of a year was met, ready to be scored.
struct ScoredSample {
    let visits: [Visit]
    /// The unit of the samples; nil when the visit is the unit.
    let sampleUnit: EffortUnit?
    /// The area of a unit, in m².
    let unitArea: Double?
    /// The key of a taxon that a table names.
    let key: (String) throws -> String

    /// What was counted of each species, by key.
    private(set) var counts: [String: Int] = [:]
    private(set) var names: [String: String] = [:]

    init(
        _ visits: [Visit], _ sheet: BioindicatorProtocol, key: @escaping (String) throws -> String
    ) {
        self.visits = visits
        sampleUnit = sheet.sampleUnit
        unitArea = sheet.unitArea
        self.key = key
        for sighting in visits.flatMap(\.sightings) {
            counts[sighting.key, default: 0] += sighting.quantity
            names[sighting.key] = names[sighting.key] ?? sighting.name
        }
    }

    var total: Int { counts.values.reduce(0, +) }

    /// The units of all the samples together.
    var sampled: Double { visits.reduce(0) { $0 + ($1.details.sampleSize ?? 0) } }

    /// The species by the quadrats in which they were seen.
    var incidence: IncidenceSample? { IncidenceSample(units: Int(sampled), frequencies: counts) }

    /// Of each species by name, a number made of what was counted.
    func parts(_ value: (Int) -> Double) -> [Score.Part] {
        counts.map { Score.Part(name: names[$0.key] ?? $0.key, value: value($0.value), label: nil) }
            .sorted { $0.name < $1.name }
    }
}

extension ScoreRule {
    func score(_ sample: ScoredSample) throws -> Score {
        let result = try value(sample)
        return Score(
            function: function, label: label, unit: unit(sample), value: result.value, note: result.note,
            parts: result.parts)
    }

    private struct Outcome {
        var value: Double?
        var note: Bilingual?
        var parts: [Score.Part] = []
    }

    private func value(_ sample: ScoredSample) throws -> Outcome {
        guard !sample.visits.isEmpty else { return Outcome() }
        let visits = Double(sample.visits.count)
        switch function {
        case .sumCount: return Outcome(value: Double(sample.total), parts: sample.parts(Double.init))
        case .meanCount:
            return Outcome(value: Double(sample.total) / visits, parts: sample.parts { Double($0) / visits })
        case .richness: return Outcome(value: Double(sample.counts.count))
        case .meanRichness:
            let species = sample.visits.reduce(0) { $0 + Set($1.sightings.map(\.key)).count }
            return Outcome(value: Double(species) / visits)
        case .countPerUnit, .richnessPerUnit, .ldv, .densityPerSquareMetre, .frequency: return perUnit(sample)
        case .incidenceCoverage: return Outcome(value: sample.incidence?.coverage)
        case .chao2: return Outcome(value: sample.incidence?.chao2().value)
        case .ibgn, .weightedMean, .activityClass: return try tabulated(sample)
        }
    }

    private func perUnit(_ sample: ScoredSample) -> Outcome {
        let units = sample.sampled
        guard units > 0 else { return Outcome(note: Self.withoutSample) }
        let mean = Double(sample.total) / units
        switch function {
        case .densityPerSquareMetre:
            guard let area = sample.unitArea else {
                return Outcome(
                    note: Bilingual(
                        fr: "la surface d'une unité (unit_area_m2) n'est pas dans la fiche",
                        en: "the area of a unit (unit_area_m2) is not in the sheet"))
            }
            return Outcome(value: mean / area, parts: sample.parts { Double($0) / units / area })
        case .frequency:
            let species = Double(sample.counts.count)
            return Outcome(value: species > 0 ? mean / species : 0, parts: sample.parts { Double($0) / units })
        default: return Outcome(value: mean, parts: sample.parts { Double($0) / units })
        }
    }

    private static let withoutSample = Bilingual(
        fr: "la taille des échantillons n'est pas notée", en: "the sizes of the samples are not noted")

    private func tabulated(_ sample: ScoredSample) throws -> Outcome {
        guard missingTables.isEmpty else {
            let files = missingTables.joined(separator: ", ")
            return Outcome(note: Bilingual(fr: "table à charger : \(files)", en: "table to be loaded: \(files)"))
        }
        switch input {
        case .none: return Outcome()
        case .trait(_, let values, let isWeighted): return try mean(of: values, weighted: isWeighted, sample)
        case .ibgn(let tables): return try note(by: tables, sample)
        case .quantiles(let reference): return try classes(by: reference, sample)
        }
    }

    private func mean(
        of values: [String: Double], weighted: Bool, _ sample: ScoredSample
    ) throws -> Outcome {
        let values = Dictionary(try values.map { (try sample.key($0.key), $0.value) }) { first, _ in first }
        var (sum, weights, found) = (0.0, 0.0, 0)
        for (key, count) in sample.counts.sorted(by: { $0.key < $1.key }) {
            guard let value = values[key] else { continue }
            let weight = weighted ? Double(count) : 1
            (sum, weights, found) = (sum + weight * value, weights + weight, found + 1)
        }
        let note = Bilingual(
            fr: "\(found) espèces sur \(sample.counts.count) sont dans la table",
            en: "\(found) of \(sample.counts.count) species are in the table")
        return Outcome(value: weights > 0 ? sum / weights : nil, note: note)
    }

    /// The note of each campaign, and their mean.
    private func note(by tables: IBGN, _ sample: ScoredSample) throws -> Outcome {
        var notes: [Double] = []
        var parts: [Score.Part] = []
        let keys = Dictionary(try tables.indicators.map { ($0.taxon, try sample.key($0.taxon)) }) { first, _ in first }
        for visit in sample.visits {
            let counts = Dictionary(visit.sightings.map { ($0.key, $0.quantity) }, uniquingKeysWith: +)
            let name = "\(visit.details.site) \(visit.details.day)"
            guard let variety = tables.varietyClass(ofTaxa: counts.count),
                let group = tables.indicatorGroup({ counts[keys[$0] ?? $0] ?? 0 })
            else {
                let reason = Bilingual(fr: "aucun taxon indicateur", en: "no indicator taxon")
                parts.append(Score.Part(name: name, value: nil, label: reason))
                continue
            }
            let note = IBGN.note(indicatorGroup: group, varietyClass: variety)
            notes.append(Double(note))
            parts.append(Score.Part(name: name, value: Double(note), label: tables.quality(ofNote: note)))
        }
        let mean = notes.isEmpty ? nil : notes.reduce(0, +) / Double(notes.count)
        return Outcome(value: mean, parts: parts)
    }

    /// The class of each species among the quantiles of its reference; a species that it lacks has none.
    private func classes(by reference: [String: Quantiles], _ sample: ScoredSample) throws -> Outcome {
        let reference = Dictionary(try reference.map { (try sample.key($0.key), $0.value) }) { first, _ in first }
        let nights = Double(sample.visits.count)
        let parts = sample.counts.map { key, count in
            Score.Part(
                name: sample.names[key] ?? key, value: nil, label: reference[key]?.label(of: Double(count) / nights))
        }
        return Outcome(parts: parts.filter { $0.label != nil }.sorted { $0.name < $1.name })
    }
}

extension ScoreRule.Quantiles {
    /// Low up to the first quartile, medium up to the third, high up to the 98th centile, very high above.
    fileprivate func label(of value: Double) -> Bilingual {
        if value > veryHigh { return Bilingual(fr: "très forte", en: "very high") }
        if value > high { return Bilingual(fr: "forte", en: "high") }
        return value > low ? Bilingual(fr: "moyenne", en: "medium") : Bilingual(fr: "faible", en: "low")
    }
}

extension ScoreRule {
    /// The score as people say it.
    var label: Bilingual {
        if case .trait(let name, _, _) = input { return Bilingual(fr: "moyenne de \(name)", en: "mean of \(name)") }
        return function.label
    }

    fileprivate func unit(_ sample: ScoredSample) -> Bilingual {
        let sampleUnit = sample.sampleUnit?.label ?? Bilingual(fr: "unité", en: "unit")
        return switch function {
        case .sumCount: Bilingual(fr: "comptés", en: "counted")
        case .meanCount: Bilingual(fr: "par visite", en: "a visit")
        case .countPerUnit: Bilingual(fr: "par \(sampleUnit.fr)", en: "a \(sampleUnit.en)")
        case .densityPerSquareMetre: Bilingual(fr: "ind./m²", en: "ind./m²")
        case .richness, .chao2: Bilingual(fr: "espèces", en: "species")
        case .meanRichness: Bilingual(fr: "espèces par visite", en: "species a visit")
        case .richnessPerUnit: Bilingual(fr: "espèces par \(sampleUnit.fr)", en: "species a \(sampleUnit.en)")
        case .frequency, .incidenceCoverage: Bilingual(fr: "sur 1", en: "of 1")
        case .ibgn: Bilingual(fr: "sur 20", en: "of 20")
        case .ldv: Bilingual(fr: "LDV", en: "LDV")
        case .weightedMean: Bilingual(fr: "de l'indice", en: "of the index")
        case .activityClass: Bilingual(fr: "classes", en: "classes")
        }
    }
}

extension ScoreFunction {
    /// The score as people say it.
    public var label: Bilingual {
        switch self {
        case .sumCount: Bilingual(fr: "total compté", en: "total counted")
        case .meanCount: Bilingual(fr: "moyenne par visite", en: "mean by visit")
        case .countPerUnit: Bilingual(fr: "moyenne par unité", en: "mean by unit")
        case .densityPerSquareMetre: Bilingual(fr: "densité", en: "density")
        case .richness: Bilingual(fr: "richesse", en: "richness")
        case .meanRichness: Bilingual(fr: "richesse moyenne par visite", en: "mean richness by visit")
        case .richnessPerUnit: Bilingual(fr: "richesse moyenne par unité", en: "mean richness by unit")
        case .frequency: Bilingual(fr: "fréquence moyenne", en: "mean frequency")
        case .incidenceCoverage: Bilingual(fr: "couverture de l'échantillon", en: "sample coverage")
        case .chao2: Bilingual(fr: "richesse attendue (Chao2)", en: "expected richness (Chao2)")
        case .ibgn: Bilingual(fr: "note IBGN", en: "IBGN note")
        case .ldv: Bilingual(fr: "valeur de diversité lichénique", en: "lichen diversity value")
        case .weightedMean: Bilingual(fr: "moyenne d'un indice", en: "mean of an index")
        case .activityClass: Bilingual(fr: "classe d'activité", en: "class of activity")
        }
    }

    /// What a trend follows of a site and year, and with what effort; nil for a score that is no count.
    func series(_ sample: ScoredSample) -> (count: Int, effort: Double)? {
        let visits = Double(sample.visits.count)
        switch self {
        case .sumCount, .meanCount: return (sample.total, visits)
        case .countPerUnit, .densityPerSquareMetre, .richnessPerUnit, .frequency, .ldv:
            return (sample.total, sample.sampled)
        case .richness, .chao2: return (sample.counts.count, 1)
        case .meanRichness: return (sample.visits.reduce(0) { $0 + Set($1.sightings.map(\.key)).count }, visits)
        case .incidenceCoverage, .ibgn, .weightedMean, .activityClass: return nil
        }
    }
}
