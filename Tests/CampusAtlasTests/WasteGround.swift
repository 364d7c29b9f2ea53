import CampusAtlas
import Foundation
import GRDB
import Testing

/// An atlas of weighings whose destinations are proven: what rates are tried on.
struct WasteGround {
    let folder: TemporaryFolder
    let atlas: Atlas

    /// Two campuses, and a plant that does with each stream what is declared of it.
    init() throws {
        folder = try TemporaryFolder()
        atlas = try folder.atlas()
        _ = try atlas.importCampuses(
            from: folder.file(
                "campuses.csv",
                "name;geometry_wkt\nOuest;\(Self.square(786_400))\nEst;\(Self.square(787_400))\n"),
            options: Self.options)
        try change("INSERT INTO facility (name) VALUES ('Usine'), ('Tri'), ('UVE')")
        for destination in ["RECYCLE", "COMPOST_OFF", "DIGEST", "SPREAD", "BACKFILL", "REUSE_EXT", "HAZ_TREAT"] {
            try change("INSERT INTO facility (name) VALUES ('\(destination)')")
            try route("\(destination)", to: destination)
        }
        try route("UVE", to: "ENERGY")
        for year in 2022...2026 {
            try change(
                """
                INSERT INTO facility_performance (facility, year, r1_energy_efficiency, r1_threshold)
                VALUES ('UVE', \(year), 0.7, 0.6)
                """)
        }
    }

    private static func square(_ west: Int) -> String {
        "POLYGON ((\(west) 6337700, \(west + 100) 6337700, \(west + 100) 6337800, \(west) 6337800, \(west) 6337700))"
    }

    private static var options: ImportOptions {
        var options = ImportOptions()
        options.crs = "EPSG:2154"
        return options
    }

    /// What the plant of a name does with a stream, or with all, and how that is known.
    func route(
        _ facility: String, stream: String? = nil, to destination: String, share: Int = 1_000_000,
        next: String? = nil, evidence: String = "certificate"
    ) throws {
        try atlas.pool.write { db in
            try db.execute(
                sql: """
                    INSERT INTO facility_route
                      (facility, stream, valid_from, destination, share_ppm, next_facility, evidence_kind)
                    VALUES (?, ?, '2000-01-01', ?, ?, ?, ?)
                    """, arguments: [facility, stream, destination, share, next, evidence])
        }
    }

    func change(_ sql: String) throws { try atlas.pool.write { try $0.execute(sql: sql) } }

    /// - Parameter rows: date;stream;kg;method;destination;campus. The plant is the one of the destination; what burns with
    ///   energy burns at `UVE`, what is sorted is sorted at `Tri`.
    func weigh(_ rows: [String]) throws {
        let lines = rows.map { row -> String in
            let fields = row.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
            let plant = ["ENERGY": "UVE", "SORTING": "Tri"][fields[4]] ?? fields[4]
            return row + ";" + plant
        }
        let report = try atlas.importWeighings(
            from: folder.file(
                "w-\(UUID().uuidString).csv",
                "date;flux;masse;methode;destination;campus;installation\n" + lines.joined(separator: "\n") + "\n"),
            options: ImportOptions(set: ["unit": "kg"]))
        #expect(report.accepted == rows.count)
    }

    func rates(_ year: Int = 2024, campus: String? = nil, base: Int? = nil) throws -> WasteRates {
        try atlas.wasteRates(year: year, campus: campus, base: base)
    }

    func rate(_ id: String, _ year: Int = 2024, campus: String? = nil) throws -> DefinedRate {
        let columns = try rates(year, campus: campus).columns
        return try #require(columns.first { $0.rate.definition.id == id }).rate
    }

    func audit(
        _ stream: String, on day: String, sample: Int64, nonTarget: Int64, _ place: ContaminationAudit.Place = .leaving,
        campus: String? = nil
    ) throws {
        try atlas.record(
            ContaminationAudit(
                of: stream, campus: campus, on: #require(CalendarDate(iso: day)), sample: sample, nonTarget: nonTarget,
                place: place))
    }
}
