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
        step(try atlas.importPlants(from: life.appending(path: "plants.csv").path, options: options))
        step(try atlas.importObservations(from: life.appending(path: "observations.csv").path, options: options))
        return atlas
    }
}
