import CampusAtlas
import GRDB
import Testing

/// An atlas on which a batch of histories, far from each other, is done through the commands of the land book.
struct LandHistoryReplay {
    let atlas: Atlas
    private let folder: TemporaryFolder
    private let reader: DatabasePool
    private var works: [String: Int64] = [:]
    private var imports = 0

    init(_ histories: [LandHistory]) throws {
        folder = try TemporaryFolder()
        atlas = try folder.atlas([])
        reader = try atlas.elsewhere()
        let outlines = try histories.flatMap { history in
            try history.outlines.enumerated().map {
                "\(history.campus($0));\(Geometry.multiPolygon($1.shape).wkt)"
            }
        }
        let path = try folder.file("c.csv", (["name;geometry_wkt"] + outlines).joined(separator: "\n"))
        try #require(try atlas.importCampuses(from: path, options: .metric).accepted == outlines.count)
        try survey(histories.flatMap { try $0.steps.prefix(while: \.isSurvey) })
    }

    /// Does what follows the first survey of a history, or stops at the first step that does not go as it must.
    ///
    /// - Returns: what went otherwise.
    mutating func run(_ history: LandHistory) throws -> String? {
        for step in try history.steps.drop(while: \.isSurvey) {
            do {
                try perform(step, of: history)
                if step.isRefused { return "not refused: \(step.line)" }
            } catch let error as any ReadableError {
                if !step.isRefused { return "\(step.line): \(error.message.en)" }
            }
        }
        return nil
    }

    private mutating func survey(_ steps: [LandHistory.Step]) throws {
        let lines = steps.compactMap { step -> String? in
            guard case .survey(let type, let shape, let priority) = step.act else { return nil }
            return "\(type);\(step.day);\(priority);\(Geometry.multiPolygon(shape).wkt)"
        }
        imports += 1
        let header = ["surface_type;valid_from;painter_priority;geometry_wkt"]
        let path = try folder.file("s\(imports).csv", (header + lines).joined(separator: "\n"))
        try #require(try atlas.importSurfaces(from: path, options: .metric).accepted == lines.count)
    }

    private mutating func perform(_ step: LandHistory.Step, of history: LandHistory) throws {
        let day = step.day
        switch step.act {
        case .survey: try survey([step])
        case .lay(let surfaces, let kind): try atlas.lay(surfaces, on: day, as: kind)
        case .plan(let name, let surfaces):
            works[history.works(name)] = try atlas.addWorks(name, surfaces: surfaces, on: day, clip: true)
        case .complete(let name, let part):
            let number = try #require(works[history.works(name)])
            works[history.works(name)] = try atlas.completeWorks(number, on: day, part: part) ?? number
        case .cancel(let name):
            try atlas.cancelWorks(#require(works[history.works(name)]), reason: "abandon", on: day)
        case .retype(let row, let type, let kind): try atlas.retype(find(row, day), to: type, on: day, as: kind)
        case .redraw(let row, let shape, let kind): try atlas.redraw(find(row, day), as: shape, on: day, as: kind)
        case .split(let row, let line): try atlas.split(find(row, day), along: line, on: day)
        case .merge(let a, let b): try atlas.merge([find(a, day), find(b, day)], on: day)
        case .close(let row, let kind): try atlas.close(find(row, day), on: day, as: kind)
        }
    }

    /// The identity of the one surface told.
    private func find(_ pointed: LandHistory.Pointed, _ day: CalendarDate) throws -> String {
        let day = (pointed.day ?? day).description
        let (x, y) = (pointed.position.x, pointed.position.y)
        let rows = try reader.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT uuid, geom FROM surface
                    WHERE surface_type = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) AND fid IN (
                      SELECT id FROM rtree_surface_geom WHERE minx <= ? AND maxx >= ? AND miny <= ? AND maxy >= ?)
                    """, arguments: [pointed.type, day, day, x, x, y, y])
        }
        let around = try rows.filter { try #require(try $0.geometry()?.polygonal).contains(pointed.position) }
        try #require(around.count == 1, "\(around.count) \(pointed.type) around \(x) \(y) on \(day)")
        return around[0]["uuid"]
    }
}

extension LandHistory {
    /// The name of one of its campuses.
    func campus(_ place: Int) -> String { "\(seed)-\(place)" }

    fileprivate func works(_ name: String) -> String { "\(seed)-\(name)" }
}

extension LandHistory.Step {
    fileprivate var isSurvey: Bool {
        if case .survey = act { true } else { false }
    }
}
