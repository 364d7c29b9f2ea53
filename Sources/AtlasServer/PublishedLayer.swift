import CampusAtlas

/// A collection of OGC API - Features: a layer that can be exported, under the same name.
struct PublishedLayer: Sendable {
    let paged: PagedLayer
    let description: Bilingual

    var id: String { paged.export.name }
    var title: Bilingual { paged.export.label }
    var decimals: Int { paged.export.decimals }

    private init?(_ id: String, table: String, _ period: LayerPeriod, fr: String, en: String) {
        guard let export = Atlas.exports.first(where: { $0.name == id && $0.hasGeometry }) else { return nil }
        paged = PagedLayer(export, table: table, period: period)
        description = Bilingual(fr: fr, en: en)
    }

    private static let validity = LayerPeriod.validity(from: "valid_from", until: "valid_to")

    static let all = [
        PublishedLayer(
            "campuses", table: "campus", validity,
            fr: "L'emprise de chaque campus, avec les dates où elle est vraie.",
            en: "The outline of each campus, with the dates when it is true."),
        PublishedLayer(
            "surfaces", table: "surface", validity,
            fr: "Ce qui couvre le sol, imperméable ou non, avec les dates où cela est vrai.",
            en: "What covers the ground, sealed or not, with the dates when it is true."),
        PublishedLayer(
            "parcels", table: "parcel", validity,
            fr: "Les parcelles et leur mode de gestion.", en: "The parcels and how they are managed."),
        PublishedLayer(
            "works", table: "works", .days(first: "done_on", last: "done_on"),
            fr: "Les travaux sur le sol, projetés ou achevés.", en: "Works on the ground, planned or completed."),
        PublishedLayer(
            "plants", table: "plant", .validity(from: "planted_on", until: "removed_on"),
            fr: "Les arbres et les autres plantes, plantés ou spontanés.",
            en: "Trees and other plants, planted or spontaneous."),
        PublishedLayer(
            "planting_beds", table: "planting_bed", .validity(from: "planted_on", until: "removed_on"),
            fr: "Les massifs et les haies, une ligne par taxon de leur palette.",
            en: "Beds and hedges, a row for each taxon of their palette."),
        PublishedLayer(
            "observations", table: "observation", .days(first: "event_start", last: "event_end"),
            fr: "Ce qui a été observé, dans les termes de Darwin Core ; les données sensibles n'y sont pas.",
            en: "What was observed, in the terms of Darwin Core; sensitive records are left out."),
        PublishedLayer(
            "containers", table: "container", validity,
            fr: "Les contenants de déchets et leur flux.", en: "Waste containers and their stream."),
        PublishedLayer(
            "rain_devices", table: "rain_device", validity,
            fr: "Les ouvrages qui retiennent ou infiltrent la pluie.",
            en: "What holds rain back or lets it into the ground."),
        PublishedLayer(
            "infiltration_tests", table: "infiltration_test", .days(first: "tested_on", last: "tested_on"),
            fr: "La vitesse à laquelle le sol boit, là où elle fut mesurée.",
            en: "How fast the ground takes water in, where it was measured."),
    ].compactMap(\.self)
}

/// A coordinate reference system in which geometries may be asked for (OGC 18-058r1).
struct ReferenceSystem: Sendable {
    let uri: String
    let reference: LayerQuery.Reference

    static let crs84 = ReferenceSystem(uri: "http://www.opengis.net/def/crs/OGC/1.3/CRS84", reference: .wgs84)

    /// Longitude and latitude, then the atlas's own system where its authority, like the atlas, puts easting first: the
    /// URI of a system stands for the order of its axes too.
    static func offered(by atlas: Atlas) -> [ReferenceSystem] {
        guard let code = atlas.crs.authority,
            atlas.crs.wkt1.contains(/AXIS\["[^"]*",EAST\],\s*AXIS\["[^"]*",NORTH\]/)
        else { return [crs84] }
        let uri = "http://www.opengis.net/def/crs/\(code.organization)/0/\(code.code)"
        return [crs84, ReferenceSystem(uri: uri, reference: .working)]
    }
}
