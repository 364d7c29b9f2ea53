import CampusAtlas
import GRDB
import Testing

/// An atlas on which a history is done step by step, through the commands of the land book.
struct LandHistoryReplay {
    let history: LandHistory
    let atlas: Atlas
    private let folder: TemporaryFolder
    private let reader: DatabasePool
    private var works: [String: Int64] = [:]

    init(_ history: LandHistory) throws {
        self.history = history
        folder = try TemporaryFolder()
        atlas = try folder.atlas([])
        reader = try atlas.elsewhere()
        let lines = try history.outlines.enumerated().map { "c\($0);;\(Geometry.multiPolygon($1.shape).wkt)" }
        let path = try folder.file("c.csv", (["name;valid_from;geometry_wkt"] + lines).joined(separator: "\n"))
        try #require(try atlas.importCampuses(from: path, options: .metric).accepted == lines.count)
    }

    /// Does the whole history, or stops at the first step that does not go as it must.
    ///
    /// - Returns: what went otherwise.
    mutating func run() throws -> String? {
        var surveyed: [String] = []
        for (place, step) in try history.steps.enumerated() {
            if case .survey(let type, let shape, let priority) = step.act {
                surveyed.append("\(type);\(step.day);\(priority);\(Geometry.multiPolygon(shape).wkt)")
                continue
            }
            try survey(&surveyed, place)
            do {
                try perform(step)
                if step.isRefused { return "not refused: \(step.line)" }
            } catch let error as any ReadableError {
                if !step.isRefused { return "\(step.line): \(error.message.en)" }
            }
        }
        try survey(&surveyed, history.lines.count)
        return nil
    }

    private func survey(_ lines: inout [String], _ place: Int) throws {
        guard !lines.isEmpty else { return }
        let header = ["surface_type;valid_from;painter_priority;geometry_wkt"]
        let path = try folder.file("s\(place).csv", (header + lines).joined(separator: "\n"))
        try #require(try atlas.importSurfaces(from: path, options: .metric).accepted == lines.count)
        lines = []
    }

    private mutating func perform(_ step: LandHistory.Step) throws {
        let day = step.day
        switch step.act {
        case .survey: break
        case .lay(let surfaces, let kind): try atlas.lay(surfaces, on: day, as: kind)
        case .plan(let name, let surfaces):
            works[name] = try atlas.addWorks(name, surfaces: surfaces, on: day, clip: true)
        case .complete(let name, let part):
            let rest = try atlas.completeWorks(#require(works[name]), on: day, part: part)
            works[name] = rest ?? works[name]
        case .cancel(let name): try atlas.cancelWorks(#require(works[name]), reason: "abandon", on: day)
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
        let rows = try reader.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT uuid, geom FROM surface
                    WHERE surface_type = ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)
                    """, arguments: [pointed.type, day, day])
        }
        let around = try rows.filter { try #require(try $0.geometry()?.polygonal).contains(pointed.position) }
        try #require(around.count == 1, "seed \(history.seed): \(around.count) \(pointed.type) on \(day)")
        return around[0]["uuid"]
    }
}
