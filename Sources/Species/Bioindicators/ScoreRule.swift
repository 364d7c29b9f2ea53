import Languages

/// The standard functions that make a score of the visits that count. A protocol names those that it uses.
public enum ScoreFunction: String, Sendable, CaseIterable {
    /// All that was counted.
    case sumCount = "sum_count"
    /// What was counted, by visit.
    case meanCount = "mean_count"
    /// What was counted, by unit of the sample (quadrat, plot, tree).
    case countPerUnit = "count_per_unit"
    /// What was counted, by m²: `unit_area_m2` is the area of a unit.
    case densityPerSquareMetre = "density_per_m2"
    /// Species, all visits together.
    case richness
    /// Species by visit, on average.
    case meanRichness = "mean_richness"
    /// Species by quadrat, on average, from the quadrats in which each was seen.
    case richnessPerUnit = "richness_per_unit"
    /// The share of the quadrats in which a species is seen: of each, and on average.
    case frequency
    /// The sample coverage of the quadrats (Chao and Jost 2012).
    case incidenceCoverage = "incidence_coverage"
    /// The species that the quadrats make expect (Chao 1987, as iNEXT has it).
    case chao2
    /// The French index of rivers' macro-invertebrates (NF T90-350): `groups`, `variety` and `quality` are its tables.
    case ibgn
    /// The lichen diversity value (EN 16413): the sum of the frequencies on the four aspects, by tree.
    case ldv
    /// The mean of a value that a table gives each species (`trait`), weighted by what was counted (`weight=abundance`) or
    /// not (`weight=none`).
    case weightedMean = "weighted_mean"
    /// The class of each species' mean count among the quantiles of a reference (`quantiles`).
    case activityClass = "activity_class"
}

/// A score as a protocol asks for it: `weighted_mean trait=ellenberg_n.csv weight=none`.
public struct ScoreRule: Sendable, Hashable {
    /// The function.
    public let function: ScoreFunction
    /// What the file says of it.
    public let remark: String
    /// The tables that it names and that are still to be loaded.
    public let missingTables: [String]
    let input: Input

    /// What a function reads besides the visits.
    enum Input: Hashable {
        case none
        /// The value of each taxon named, under the name of the table.
        case trait(name: String, [String: Double], isWeighted: Bool)
        case ibgn(IBGN)
        case quantiles([String: Quantiles])
    }

    /// The quantiles of a reference at 25, 75 and 98 %.
    struct Quantiles: Hashable {
        let low: Double
        let high: Double
        let veryHigh: Double
    }

    init(_ text: String, remark: String, tables: [String: ProtocolTable]) throws(ScoreRuleProblem) {
        let words = text.split(separator: " ").map(String.init)
        guard let function = words.first.flatMap(ScoreFunction.init(rawValue:)) else {
            let names = ScoreFunction.allCases.map(\.rawValue).joined(separator: ", ")
            throw .line(
                Bilingual(
                    fr: "score : « \(text) » ; fonctions : \(names)", en: "score: '\(text)'; functions: \(names)"))
        }
        self.function = function
        self.remark = remark
        let parameters = try Self.parameters(words.dropFirst(), of: function)
        missingTables = parameters.filter { $0.value.hasSuffix(".csv") && tables[$0.value] == nil }.map(\.value)
            .sorted()
        do {
            input = try Self.input(function, parameters) { tables[parameters[$0] ?? ""] }
        } catch let error as ProtocolFileError {
            throw .table(error)
        } catch {
            throw .line(Bilingual(fr: "\(error)", en: "\(error)"))
        }
    }

    /// The names of the parameters of each function.
    private static func names(_ function: ScoreFunction) -> Set<String> {
        switch function {
        case .ibgn: ["groups", "variety", "quality"]
        case .weightedMean: ["trait", "weight"]
        case .activityClass: ["quantiles"]
        default: []
        }
    }

    private static func parameters(
        _ words: some Sequence<String>, of function: ScoreFunction
    ) throws(ScoreRuleProblem) -> [String: String] {
        let names = names(function)
        var parameters: [String: String] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, names.contains(parts[0]) else {
                let known = names.isEmpty ? "—" : names.sorted().joined(separator: ", ")
                throw .line(
                    Bilingual(
                        fr: "score : « \(word) » ; paramètres de \(function.rawValue) : \(known)",
                        en: "score: '\(word)'; parameters of \(function.rawValue): \(known)"))
            }
            parameters[parts[0]] = parts[1]
        }
        let absent = names.subtracting(parameters.keys).sorted()
        guard absent.isEmpty else {
            throw .line(
                Bilingual(
                    fr: "score : \(function.rawValue) demande \(absent.joined(separator: ", "))",
                    en: "score: \(function.rawValue) needs \(absent.joined(separator: ", "))"))
        }
        return parameters
    }

    private static func input(
        _ function: ScoreFunction, _ parameters: [String: String], _ table: (String) -> ProtocolTable?
    ) throws -> Input {
        switch function {
        case .weightedMean:
            let values = try table("trait")?.numbers("scientific_name", "value") ?? []
            return .trait(
                name: parameters["trait"]?.replacing(".csv", with: "") ?? "",
                Dictionary(values.map { ($0.name, $0.value) }) { first, _ in first },
                isWeighted: parameters["weight"] == "abundance")
        case .activityClass: return .quantiles(try table("quantiles").map(quantiles) ?? [:])
        case .ibgn:
            return .ibgn(
                try IBGN(groups: table("groups"), variety: table("variety"), quality: table("quality")))
        default: return .none
        }
    }

    private static func quantiles(_ table: ProtocolTable) throws -> [String: Quantiles] {
        let (low, high) = (try table.numbers("scientific_name", "q25"), try table.numbers("scientific_name", "q75"))
        let top = try table.numbers("scientific_name", "q98")
        let rows = low.indices.map { rank in
            (low[rank].name, Quantiles(low: low[rank].value, high: high[rank].value, veryHigh: top[rank].value))
        }
        return Dictionary(rows) { first, _ in first }
    }
}

/// What is wrong with a score: the line that asks for it, or a table that it names.
enum ScoreRuleProblem: Error {
    case line(Bilingual)
    case table(ProtocolFileError)
}
