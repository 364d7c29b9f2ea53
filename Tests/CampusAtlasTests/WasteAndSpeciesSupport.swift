import CampusAtlas
import Foundation
import GRDB
import Testing

/// An atlas of one test, the files that people send to it, and what another program finds in it afterwards.
struct Ledger {
    let folder: TemporaryFolder
    let atlas: Atlas

    /// - Parameter campuses: true to have ``west`` and ``east`` in it.
    init(campuses: Bool = false) throws {
        folder = try TemporaryFolder()
        atlas = campuses ? try folder.atlasWithCampuses() : try folder.atlas()
    }

    /// With other lists than those of this checkout.
    init(_ reference: ReferenceLists, campuses: Bool = false) throws {
        folder = try TemporaryFolder()
        atlas = try Atlas.create(
            at: folder.path("atlas.gpkg"), name: "École d'essai", crs: CoordinateReferenceSystem("EPSG:2154"),
            lists: reference)
        guard campuses else { return }
        _ = try atlas.importCampuses(
            from: folder.file("campuses.geojson", Self.outlines), options: ImportOptions())
    }

    /// A campus of 0.01° of longitude by 0.01° of latitude, from 4.08, 44.13.
    static let west = "Ouest"
    /// The same, 0.02° to the east.
    static let east = "Est"
    /// A place in the middle of ``west``, as the columns `longitude` and `latitude`.
    static let inWest = "4.0851;44.1351"
    static let inEast = "4.1051;44.1351"

    static let outlines: String = {
        func square(_ name: String, _ x: Double) -> String {
            let (y, side) = (44.13, 0.01)
            let ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
                .map { "[\($0.0),\($0.1)]" }.joined(separator: ",")
            return """
                {"type":"Feature","properties":{"name":"\(name)"},"geometry":{"type":"Polygon","coordinates":[[\(ring)]]}}
                """
        }
        return #"{"type":"FeatureCollection","features":["# + square(west, 4.08) + "," + square(east, 4.10) + "]}"
    }()

    func observations(
        _ text: String, file: String = "observations.csv", set constants: [String: String] = [:],
        map mapping: [String: String] = [:]
    ) throws -> ImportReport {
        try atlas.importObservations(
            from: folder.file(file, text), options: ImportOptions(set: constants, map: mapping))
    }

    func plants(_ text: String, file: String = "plants.csv") throws -> ImportReport {
        try atlas.importPlants(from: folder.file(file, text), options: ImportOptions())
    }

    func containers(_ text: String) throws -> ImportReport {
        try atlas.importContainers(from: folder.file("containers.csv", text), options: ImportOptions())
    }

    func weighings(
        _ text: String, file: String = "weighings.csv", set constants: [String: String] = [:],
        map mapping: [String: String] = [:]
    ) throws -> ImportReport {
        try atlas.importWeighings(from: folder.file(file, text), options: ImportOptions(set: constants, map: mapping))
    }

    /// Options for a file that is read where nothing may be written beside it.
    func options(set constants: [String: String] = [:], map mapping: [String: String] = [:]) -> ImportOptions {
        var options = ImportOptions(set: constants, map: mapping)
        options.refusals = folder.path("refused-\(UUID().uuidString)")
        return options
    }

    /// The rows of the file as SQLite gives them to any program.
    func rows(_ sql: String) throws -> [StoredRow] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: atlas.path, configuration: configuration)
            .read { try Row.fetchAll($0, sql: sql).map(StoredRow.init) }
    }

    /// What a program that has the functions of the spatial index, as QGIS does, may do in the file.
    func change(_ sql: String) throws {
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            for name in ["ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"] {
                db.add(function: DatabaseFunction(name, argumentCount: 1, pure: true) { _ in nil })
            }
        }
        try DatabaseQueue(path: atlas.path, configuration: configuration).write { try $0.execute(sql: sql) }
    }

    /// The values of the first column.
    func values<Value: DatabaseValueConvertible>(_ sql: String, as type: Value.Type = Value.self) throws -> [Value?] {
        try rows(sql).map { Value.fromDatabaseValue($0.row[0]) }
    }

    /// What an export writes.
    func exported(_ layer: String, _ format: ExportFormat, sensitive: Bool = false) throws -> (String, ExportReport) {
        let path = folder.path("export-\(UUID().uuidString)")
        let report = try atlas.export(layer, format: format, sensitive: sensitive, to: path)
        return (try String(contentsOfFile: path, encoding: .utf8), report)
    }

    /// The features of a GeoJSON export, read by Foundation: their properties and the coordinates of their points.
    func features(_ layer: String, sensitive: Bool = false) throws -> [(properties: [String: Any], place: [Double]?)] {
        let text = try exported(layer, .geojson, sensitive: sensitive).0
        let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        return try #require(object["features"] as? [[String: Any]]).map { feature in
            (
                feature["properties"] as? [String: Any] ?? [:],
                (feature["geometry"] as? [String: Any])?["coordinates"] as? [Double]
            )
        }
    }

    func standing(_ id: String, on day: String, campus: String? = nil) throws -> Standing {
        try atlas.explain(id, on: #require(CalendarDate(iso: day)), campus: campus).standing
    }

    func estimate(_ id: String, on day: String, campus: String? = nil) throws -> Estimate? {
        try standing(id, on: day, campus: campus).figure.estimate
    }
}

/// A row of the file, of which a value that is absent or of another kind is nil.
struct StoredRow {
    let row: Row

    subscript<Value: DatabaseValueConvertible>(_ column: String) -> Value? {
        Value.fromDatabaseValue(row[column])
    }
}

extension ImportReport {
    /// The English sentences of what refused rows.
    var reasons: [String] { remarks.filter { $0.severity == .refused }.map(\.message.en) }
    /// The English sentences of what was odd.
    var warnings: [String] { remarks.filter { $0.severity == .warning }.map(\.message.en) }
    /// Accepted, refused, known: what became of the rows.
    var counts: [Int] { [accepted, refused, known] }
    /// True when every row of the file is accounted for.
    var addsUp: Bool { rows == accepted + refused + known }
}

extension Figure {
    func companion(_ id: String) -> Estimate? { companions.first { $0.id == id }?.estimate }
}

/// True when the numbers of an estimate are these, to the precision of doubles.
func expect(
    _ estimate: Estimate?, is value: Double, from lower: Double, to upper: Double,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard let estimate else {
        Issue.record("no estimate", sourceLocation: sourceLocation)
        return
    }
    for (found, expected) in [(estimate.value, value), (estimate.lower, lower), (estimate.upper, upper)] {
        #expect(abs(found - expected) <= 1e-9 * max(1, abs(expected)), sourceLocation: sourceLocation)
    }
}
