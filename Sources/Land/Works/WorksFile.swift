public import Atlas
public import Formats
import Foundation
import GRDB
import Geospatial
import Languages

/// What a water agency asks of desealing works: tables, and the ground before and after.
extension Atlas {
    /// Writes the file of works into a folder: what the ground was and becomes (`before.geojson`, `after.geojson`, each m²
    /// once), the areas that change (`surfaces.csv`), the figures (`figures.csv`), costs, grants, trees and steps.
    ///
    /// Tables are for French spreadsheets: semicolons, decimal comma, UTF-8 with a mark.
    ///
    /// - Parameters:
    ///   - folder: made if it is not there; a file of the same name in it is replaced.
    ///   - depth: of rain, for the volume kept.
    /// - Returns: the names of the files written.
    /// - Throws: ``WorksError``, `FileError`
    @discardableResult
    public func writeWorksFile(
        _ number: Int64, to folder: String, on day: CalendarDate = .today, depth: RainDepth = .tenMillimetres
    ) throws -> [String] {
        let effect = try effect(ofWorks: number, on: day)
        let types = try surfaceTypes()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func path(_ name: String) -> String { URL(filePath: folder).appending(path: name).path }
        try write(groundBefore(effect, types), to: path("before.geojson"))
        try write(
            effect.works.surfaces.map {
                feature($0.geometry, .type($0.surfaceType), types, name: $0.name)
            }, to: path("after.geojson"))
        try table(
            path("surfaces.csv"), ["de", "vers", "m2"],
            effect.transfers.map { transfer in
                [transfer.from.name(types), transfer.to.name(types), decimal(transfer.area, 2)]
            })
        try table(path("figures.csv"), ["chiffre", "valeur", "unite", "definition"], figures(effect, depth))
        try table(
            path("costs.csv"), ["libelle", "nature", "euros_ht", "date"],
            effect.works.details.costs.map {
                [$0.label, $0.kind.label.fr, decimal(Double($0.cents) / 100, 2), $0.on?.description ?? ""]
            })
        try table(
            path("grants.csv"), ["financeur", "dossier", "taux_pct", "euros"],
            effect.works.details.grants.map { grant in
                [
                    grant.agency, grant.fileNumber ?? "", grant.rate.map { decimal($0 * 100, 1) } ?? "",
                    grant.cents.map { decimal(Double($0) / 100, 2) } ?? "",
                ]
            })
        try table(
            path("trees.csv"), ["acte", "nom_scientifique", "nombre"],
            effect.works.details.trees.map {
                [$0.act == .planted ? "planté" : "abattu", $0.scientificName, "\($0.count)"]
            })
        try table(
            path("steps.csv"), ["etat", "date", "personne", "remarque"],
            effect.works.steps.map { [$0.status.label.fr, $0.on.description, $0.person ?? "", $0.remark ?? ""] })
        return [
            "before.geojson", "after.geojson", "surfaces.csv", "figures.csv", "costs.csv", "grants.csv", "trees.csv",
            "steps.csv",
        ]
    }

    private func groundBefore(_ effect: WorksEffect, _ types: [String: SurfaceType]) throws -> [FoundFeature] {
        let footprint = try effect.works.footprint
        let history = try pool.read {
            try SurfaceHistory($0, near: Geometry.multiPolygon(footprint).envelope)
        }
        let eve = effect.works.done.flatMap { $0.advanced(by: -1) } ?? effect.day
        let ground = try GroundState(
            Partition(of: history, on: eve, in: footprint, measure: GeodesicMeasure(crs: crs)))
        return ground.pieces.map { feature($0.shape, $0.account, types, name: nil) }
    }

    private func feature(
        _ shape: MultiPolygon, _ account: Account, _ types: [String: SurfaceType], name: String?
    ) -> FoundFeature {
        let area = (try? GeodesicMeasure(crs: crs).area(shape)).map(JSONValue.number) ?? .null
        return FoundFeature(
            shape,
            [
                ("surface_type", .string(account.code)), ("label_fr", .string(account.name(types))),
                ("name", name.map(JSONValue.string) ?? .null), ("area_m2", area),
            ])
    }

    private func figures(_ effect: WorksEffect, _ depth: RainDepth) -> [[String]] {
        let works = effect.works
        let storage = works.details.storageLitres
        let rain = effect.rainGain(depth).litres
        let convention =
            "pluie de \(decimal(depth.millimetres, 1)) mm × Σ surface × (C avant − C après), coefficients runoff-default"
        func row(_ name: String, _ value: Double?, _ unit: String, _ decimals: Int, _ definition: String) -> [String] {
            [name, value.map { decimal($0, decimals) } ?? "", unit, definition]
        }
        return [
            row("surface désimperméabilisée", effect.desealed, "m2", 2, "étanche avant, non étanche après (OCS GE)"),
            row("surface nouvellement étanche", effect.newlySealed, "m2", 2, "non étanche avant, étanche après"),
            row(
                "surface nouvellement végétalisée", effect.newlyPlanted, "m2", 2,
                "sans végétation avant, végétalisée après"),
            row("pluie gardée sur place", rain.value, "L", 0, convention),
            row("pluie gardée sur place, au moins", rain.lower, "L", 0, convention + ", bornes de leurs sources"),
            row("pluie gardée sur place, au plus", rain.upper, "L", 0, convention + ", bornes de leurs sources"),
            row("stockage", storage.map(Double.init), "L", 0, "volume des ouvrages"),
            row(
                "stockage par m² désimperméabilisé",
                storage.flatMap { effect.desealed > 0 ? Double($0) / effect.desealed : nil }, "L/m2", 1,
                "stockage / surface désimperméabilisée"),
            row("coût", works.cents.map { Double($0) / 100 }, "EUR HT", 2, "factures, sinon devis, sinon estimations"),
            row(
                "coût par m²", effect.centsPerSquareMetre.map { $0 / 100 }, "EUR HT/m2", 2,
                "coût / (désimperméabilisé − nouvellement étanche)"),
            row("places avant", works.details.parkingBefore.map(Double.init), "1", 0, "stationnement"),
            row("places après", works.details.parkingAfter.map(Double.init), "1", 0, "stationnement"),
            row("ombre créée", works.details.shade, "m2", 0, "déclarée"),
        ]
    }

    private func table(_ path: String, _ header: [String], _ rows: [[String]]) throws {
        var writer = try DelimitedTextWriter(
            try ByteSink(path), header: header, dialect: .semicolonSeparated, byteOrderMark: true)
        for row in rows { try writer.write(row) }
        try writer.finish()
    }
}

extension Account {
    fileprivate func name(_ types: [String: SurfaceType]) -> String {
        switch self {
        case .type(let code): types[code]?.label.fr ?? code
        case .unclassified: "non classé"
        case .outside: "hors du campus"
        }
    }
}

private func decimal(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value).replacing(".", with: ",")
}
