public import Atlas
public import Formats
import Foundation
import GRDB
import Geospatial

/// A row of `plant` or `planting_bed`, judged by the local rule.
public struct JudgedPlanting: Sendable, Hashable {
    /// `plant` or `planting_bed`.
    public let table: String
    /// The row's key.
    public let fid: Int64
    /// The row's public identity.
    public let uuid: String
    /// The name cited.
    public let scientificName: String
    /// The CD_NOM cited.
    public let cdNom: Int64?
    /// What it grows as.
    public let habit: String?
    /// How many; nil for a bed whose individuals were not counted.
    public let individuals: Int?
    /// m² of ground that this taxon of a bed's palette stands for; nil for a plant.
    ///
    /// The taxa of a palette are rows with the same outline, and share its area equally: a convention.
    public let area: Double?
    /// The day it was planted.
    public let plantedOn: CalendarDate?
    /// True when it was planted.
    public let isPlanted: Bool
    /// True when its lot is certified Végétal local.
    public let isCertified: Bool
    /// Why it stands outside the share; nil when it does not.
    public let exemption: PlantExemption?
    /// The campus where the middle of it lies.
    public let campus: String?
    /// L2, or why not.
    public let verdict: LocalRule.Verdict
    /// L1; nil when the status in France is not known.
    public let isPresumedNative: Bool?

    /// True of trees, shrubs and hedges.
    public var isWoody: Bool { habit.map(PlantHabit.woody.contains) ?? false }

    /// L3: L2, of a certified lot; nil when the lot is certified and the taxon not assessed.
    public var isLocalAndCertified: Bool? { isCertified ? verdict.isLocal : false }
}

/// The shares of L1, L2 and L3 among plantings, by individuals or by area.
public struct LocalShares: Sendable, Hashable {
    /// Individuals, or m².
    public let total: Double
    /// Of which not assessed.
    public let notAssessed: Double
    /// Presumed native in France.
    public let l1: Estimate?
    /// Local: the rule's verdict. The lower bound takes what is not assessed as not local, the upper one as local.
    public let l2: Estimate?
    /// Local and of a certified lot.
    public let l3: Estimate?

    init(_ plantings: [JudgedPlanting], weight: (JudgedPlanting) -> Double) {
        func sum(_ fact: Bool?, _ level: KeyPath<JudgedPlanting, Bool?>) -> Double {
            plantings.reduce(0) { $0 + ($1[keyPath: level] == fact ? weight($1) : 0) }
        }
        let total = plantings.reduce(0) { $0 + weight($1) }
        func share(_ level: KeyPath<JudgedPlanting, Bool?>) -> Estimate? {
            guard total > 0 else { return nil }
            let known = sum(true, level)
            return Estimate(known / total, lower: known / total, upper: (known + sum(nil, level)) / total)
        }
        self.total = total
        notAssessed = sum(nil, \.verdict.isLocal)
        (l1, l2, l3) = (share(\.isPresumedNative), share(\.verdict.isLocal), share(\.isLocalAndCertified))
    }
}

/// What the local rule finds in one perimeter.
public struct LocalStanding: Sendable, Hashable {
    /// Where.
    public let perimeter: Perimeter
    /// The day from which plantings are counted; nil without a target.
    public let baseline: CalendarDate?
    /// Woody individuals planted since the baseline that are alive: what the target bears on.
    public let flow: LocalShares
    /// All woody individuals that are alive.
    public let stock: LocalShares
    /// m² of planting beds, woody or not, by taxon of their palette; nil without beds.
    public let beds: LocalShares?
    /// What stands outside these counts, and why.
    public let exempt: [JudgedPlanting]
    /// Woody individuals planted on a day not known, in the stock only.
    public let undated: Int
    /// Woody beds whose individuals were not counted, in the area only.
    public let uncountedBeds: Int
    /// What ``flow`` is made of.
    public let flowPlantings: [JudgedPlanting]

    /// The individuals of each exempt class that has some.
    public var exemptIndividuals: [(exemption: PlantExemption, individuals: Int)] {
        PlantExemption.allCases.compactMap { exemption in
            let own = exempt.filter { $0.exemption == exemption }
            return own.isEmpty ? nil : (exemption, own.reduce(0) { $0 + ($1.individuals ?? 0) })
        }
    }
}

/// All that is alive on a day, judged by the local rule.
public struct LocalReport: Sendable, Hashable {
    /// The day.
    public let day: CalendarDate
    /// The editions of lists that decide.
    public let lists: [ChecklistSummary]
    /// The plants and beds.
    public let plantings: [JudgedPlanting]
    /// The campuses, by name.
    public let campuses: [String]

    /// What the rule finds in a perimeter.
    ///
    /// - Parameter baseline: the day from which plantings are counted; nil when there is none.
    public func standing(_ perimeter: Perimeter, since baseline: CalendarDate?) -> LocalStanding {
        let all = plantings.filter { perimeter.campus == nil || $0.campus == perimeter.campus }
        let counted = all.filter { $0.exemption == nil }
        let woody = counted.filter { $0.isWoody && $0.individuals != nil }
        let flow = woody.filter { $0.isPlanted(after: baseline) }
        let beds = counted.filter { $0.area != nil && $0.isPlanted }
        return LocalStanding(
            perimeter: perimeter, baseline: baseline, flow: LocalShares(flow, weight: \.weight),
            stock: LocalShares(woody, weight: \.weight),
            beds: beds.isEmpty ? nil : LocalShares(beds) { $0.area ?? 0 },
            exempt: all.filter { $0.exemption != nil },
            undated: woody.filter { $0.isPlanted && $0.plantedOn == nil }.reduce(0) { $0 + ($1.individuals ?? 0) },
            uncountedBeds: counted.filter { $0.isWoody && $0.individuals == nil }.count, flowPlantings: flow)
    }
}

extension JudgedPlanting {
    fileprivate var weight: Double { Double(individuals ?? 0) }

    fileprivate func isPlanted(after baseline: CalendarDate?) -> Bool {
        guard let baseline, isPlanted, let day = plantedOn else { return false }
        return day > baseline
    }
}

extension Atlas {
    /// Judges all that is alive on a day.
    public func localReport(on day: CalendarDate) throws -> LocalReport {
        let campuses = try campuses(on: day)
        let lists = try checklists().filter(\.decides)
        let measure = try GeodesicMeasure(crs: crs)
        return try pool.read { db in
            let judge = PlantingJudge(lists: try Checklists(db), campuses: campuses, measure: measure)
            return LocalReport(
                day: day, lists: lists, plantings: try judge.plantings(db, on: day),
                campuses: campuses.map(\.name))
        }
    }
}

/// Judges rows of plants and beds.
struct PlantingJudge {
    let lists: Checklists
    let campuses: [Campus]
    let measure: GeodesicMeasure

    private static let columns = """
        fid, uuid, scientific_name, cd_nom, habit, individual_count, planted_on, growth_origin, is_vegetal_local,
        exemption, geom
        """
    private static let isAlive =
        "(planted_on IS NULL OR planted_on <= :on) AND (removed_on IS NULL OR removed_on > :on)"

    /// All that is alive on a day.
    func plantings(_ db: Database, on day: CalendarDate) throws -> [JudgedPlanting] {
        var plantings: [JudgedPlanting] = []
        var taxaOfBed: [Data: Int] = [:]
        let arguments: StatementArguments = ["on": day.description]
        for row in try Row.fetchAll(
            db, sql: "SELECT geom, count(*) FROM planting_bed WHERE \(Self.isAlive) AND geom IS NOT NULL GROUP BY geom",
            arguments: arguments)
        {
            taxaOfBed[row[0]] = row[1]
        }
        for table in ["plant", "planting_bed"] {
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(Self.columns) FROM \(table) WHERE \(Self.isAlive) ORDER BY fid",
                arguments: arguments)
            while let row = try rows.next() {
                let outline = row["geom"] as Data?
                let taxa = table == "plant" ? nil : outline.flatMap { taxaOfBed[$0] } ?? 1
                plantings.append(try planting(row, table: table, taxaOfBed: taxa))
            }
        }
        return plantings
    }

    /// - Parameter taxaOfBed: how many taxa share the outline; nil for a plant.
    private func planting(_ row: Row, table: String, taxaOfBed: Int?) throws -> JudgedPlanting {
        let name: String = row["scientific_name"]
        let geometry = try row.geometry()
        let campus = try campus(of: geometry)
        let surface = try taxaOfBed.map { taxa in try area(geometry?.polygonal) / Double(taxa) }
        return JudgedPlanting(
            table: table, fid: row["fid"], uuid: row["uuid"] ?? "", scientificName: name, cdNom: row["cd_nom"],
            habit: row["habit"], individuals: row["individual_count"], area: surface,
            plantedOn: (row["planted_on"] as String?).flatMap(CalendarDate.init(iso:)),
            isPlanted: row["growth_origin"] == "planted", isCertified: (row["is_vegetal_local"] as Bool?) == true,
            exemption: (row["exemption"] as String?).flatMap(PlantExemption.init), campus: campus,
            verdict: try lists.verdict(name, code: row["cd_nom"], campus: campus),
            isPresumedNative: try lists.isPresumedNativeInFrance(name, code: row["cd_nom"]))
    }

    private func area(_ outline: MultiPolygon?) throws -> Double {
        guard let outline else { return 0 }
        return try measure.area(outline)
    }

    /// The campus of a plant or bed; nil when it lies on none.
    func campus(of row: PlantRow, _ db: Database) throws -> String? {
        let stored = try Row.fetchOne(
            db, sql: "SELECT geom FROM \(row.record.table) WHERE fid = ?", arguments: [row.fid])
        return try campus(of: stored?.geometry())
    }

    private func campus(of geometry: Geometry?) throws -> String? {
        guard let box = geometry?.envelope else { return nil }
        let centre = Position((box.minX + box.maxX) / 2, (box.minY + box.maxY) / 2)
        return try campuses.first { try $0.outline.contains(centre) }?.name
    }
}
