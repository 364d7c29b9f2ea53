import Foundation

extension Atlas {
    /// Makes the demonstration atlas from the files that ship with the program, by the same imports a person uses.
    ///
    /// The campus is made up, and each of its files says so.
    public static func demonstration(
        at path: String, lists: ReferenceLists = .shipped, step: (ImportReport) -> Void = { _ in }
    ) throws -> Atlas {
        let atlas = try create(
            at: path, name: "École de démonstration", crs: try CoordinateReferenceSystem("EPSG:2154"), lists: lists)
        let land = lists.directory.appending(path: "geodata/demo")
        let life = lists.directory.appending(path: "species/demo")
        let options = ImportOptions()
        step(try atlas.importCampuses(from: land.appending(path: "outline.geojson").path, options: options))
        step(try atlas.importSurfaces(from: land.appending(path: "surfaces.geojson").path, options: options))
        step(try atlas.importParcels(from: land.appending(path: "parcels.geojson").path, options: options))
        step(try atlas.importContainers(from: land.appending(path: "containers.csv").path, options: options))
        step(try atlas.importWeighings(from: land.appending(path: "weighings.csv").path, options: options))
        try atlas.recordDemonstrationFacilities(from: land)
        step(try atlas.importPlants(from: life.appending(path: "plants.csv").path, options: options))
        step(try atlas.importObservations(from: life.appending(path: "observations.csv").path, options: options))
        try atlas.planDemonstrationWorks(from: land.appending(path: "works.geojson").path)
        return atlas
    }

    private func planDemonstrationWorks(from path: String) throws {
        guard let day = CalendarDate(iso: "2026-09-15") else { return }
        for (shape, surface) in try drawnSurfaces(from: path) {
            guard let name = shape["works"], let type = shape["surface_type"] else { continue }
            var details = WorksDetails()
            details.due = shape["due_on"].flatMap(CalendarDate.init(iso:))
            details.storageLitres = shape["storage_l"].flatMap(Int.init)
            details.remark = shape["source"]
            if let euros = shape["cost_eur"].flatMap(Int.init) {
                details.costs = [WorksCost(label: "ensemble", kind: .estimate, cents: euros * 100)]
            }
            try addWorks(
                name,
                surfaces: [
                    NewSurface(
                        surfaceType: type, geometry: surface, landUse: shape["land_use"].flatMap(LandUse.init),
                        outlet: shape["outlet"].flatMap(Outlet.init), name: shape["name"])
                ], on: day, details: details)
        }
    }

    private func recordDemonstrationFacilities(from folder: URL) throws {
        try forEachRow(of: folder.appending(path: "facilities.csv")) { row in
            guard let name = row["facility"], let from = row["valid_from"].flatMap({ CalendarDate(iso: $0) }),
                let evidence = row["evidence_kind"].flatMap(EvidenceKind.init(rawValue:))
            else { return }
            try add(Facility(name: name, kind: row["kind"], remark: row["source"]))
            let shares = try (row["goes_to"] ?? "").split(separator: " + ").map {
                try FacilityRoutes.Share(typed: String($0))
            }
            try record(
                FacilityRoutes(
                    of: row["stream"], at: name, from: from, shares: shares, evidence: evidence,
                    reference: row["evidence"], source: row["source"]))
        }
        try forEachRow(of: folder.appending(path: "energy_performance.csv")) { row in
            guard let name = row["facility"], let year = row["year"].flatMap({ Int($0) }),
                let value = row["r1_energy_efficiency"].flatMap(Double.init)
            else { return }
            try record(EnergyPerformance(of: name, year: year, value: value, source: row["source"]))
        }
    }

    private func forEachRow(of file: URL, _ body: ([String: String]) throws -> Void) throws {
        let reader = try DelimitedTextReader(ByteSource(file.path))
        var record = Formats.Record()
        while try reader.next(into: &record) {
            var row: [String: String] = [:]
            for (index, name) in reader.header.enumerated() {
                let text = record.text(index)
                if !text.isEmpty { row[name] = text }
            }
            try body(row)
        }
    }
}
