public import Atlas
public import Formats
import GRDB
import Geospatial

extension Atlas {
    /// Writes the observations as the SINP's standard "Occurrences de taxons" v2 has them, one row per record: its
    /// attributes as columns, its codes, semicolons, places as WKT in WGS 84.
    ///
    /// Attributes that v2 took out of the exchange (cdRef, versionTAXREF) are not there. What the atlas does not know is
    /// the code for it (NSP, "non renseigné"), or empty where the attribute is optional.
    ///
    /// - Parameters:
    ///   - path: where; `-` is standard output.
    ///   - sensitive: true to write the sensitive records too, with their level.
    ///   - day: only what was seen by then; nil for all.
    public func exportSINP(to path: String, sensitive: Bool, on day: CalendarDate? = nil) throws -> ExportReport {
        let toDegrees = try CoordinateTransform(from: crs, to: .wgs84)
        return try pool.read { db in
            let metadata = try DatasetMetadata(db)
            let arguments: StatementArguments = ["on": day?.description, "sensitive": sensitive ? 1 : 0]
            var writer = try DelimitedTextWriter(
                ByteSink(path), header: SINPRow.columns.map(\.name), dialect: .semicolonSeparated, byteOrderMark: true)
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT * FROM observation
                    WHERE (:sensitive OR \(Sensitivity.isPublic)) AND (:on IS NULL OR event_start <= :on) ORDER BY fid
                    """, arguments: arguments)
            var count = 0
            while let row = try rows.next() {
                let place = try row.geometry().map { try toDegrees.transform($0).rounded(to: 1e-9).geometry.wkt }
                let record = SINPRow(
                    row: row, wkt: place, metadata: metadata, channel: sensitive ? .internal : .public)
                for column in SINPRow.columns { try writer.field(column.value(record) ?? "") }
                try writer.endRow()
                count += 1
            }
            try writer.finish()
            return ExportReport(rows: count, withheld: sensitive ? 0 : try withheldCount(db))
        }
    }
}

/// One observation on its way to the SINP.
private struct SINPRow {
    struct Column: Sendable {
        let name: String
        let value: @Sendable (SINPRow) -> String?

        init(_ name: String, _ value: @escaping @Sendable (SINPRow) -> String?) {
            self.name = name
            self.value = value
        }
    }

    let row: Row
    let wkt: String?
    let metadata: DatasetMetadata
    let channel: ObserverName.Channel

    private func text(_ column: String) -> String? { row[column] }

    private var naturalness: (code: String, remark: String?) {
        SINPCode.naturalness(
            establishmentMeans: text("establishment_means"), degreeOfEstablishment: text("degree_of_establishment"),
            isPlant: text("kingdom") == "Plantae")
    }

    private var count: Int64? { row["individual_count"] }

    /// The start and the end of the time of day.
    private func time(_ end: Bool) -> String? {
        guard let parts = text("event_time")?.split(separator: "/", maxSplits: 1) else { return nil }
        return (end ? parts.last : parts.first).map(String.init)
    }

    private var remark: String? {
        let parts = [text("occurrence_remarks"), naturalness.remark].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " | ")
    }

    private var sourceStatus: String {
        switch text("basis_of_record") {
        case "HumanObservation", "MachineObservation": "Te"
        case "PreservedSpecimen", "LivingSpecimen", "FossilSpecimen", "MaterialSample": "Co"
        case "MaterialCitation": "Li"
        default: "NSP"
        }
    }

    /// The attributes, under the names of the standard; `geometrieWKT4326` says the reference system of `geometrie`.
    static let columns: [Column] = subject + source + description

    private static let subject: [Column] = [
        Column("idSINPOccTax") { $0.text("uuid") },
        Column("statutObservation") { $0.text("occurrence_status") == "absent" ? "No" : "Pr" },
        Column("nomCite") { $0.text("verbatim_identification") ?? $0.text("scientific_name") },
        Column("cdNom") { ($0.row["cd_nom"] as Int64?).map { String($0) } },
        Column("dateDebut") { $0.text("event_start") },
        Column("dateFin") { $0.text("event_end") ?? $0.text("event_start") },
        Column("heureDebut") { $0.time(false) },
        Column("heureFin") { $0.time(true) },
        Column("observateurIdentite") { ObserverName.published($0.text("recorded_by"), in: $0.channel) },
        Column("determinateur") { ObserverName.published($0.text("identified_by"), in: $0.channel) },
        Column("dateDetermination") { $0.text("date_identified") },
        Column("geometrieWKT4326") { $0.wkt },
        Column("natureObjetGeo") { $0.wkt == nil ? nil : "NSP" },
        Column("precision") {
            ($0.row["coordinate_uncertainty_in_meters"] as Double?).map { DarwinCoreText.decimal($0, places: 3) }
        },
        Column("objetDenombrement") { $0.count == nil ? "NSP" : "IND" },
        Column("denombrementMin") { $0.count.map { String($0) } },
        Column("denombrementMax") { $0.count.map { String($0) } },
        Column("typeDenombrement") { _ in "NSP" },
        Column("commentaire") { $0.remark },
    ]

    private static let source: [Column] = [
        Column("dSPublique") { _ in "NSP" },
        Column("idSINPJdd") { $0.metadata.uuid },
        Column("organismeGestionnaireDonnee") { $0.metadata.creator },
        Column("sensiNiveau") { ($0.row["sensitivity"] as Int64?).map { String($0) } },
        Column("statutSource") { $0.sourceStatus },
        Column("dEEFloutage") { ($0.row["coordinates_obscured"] as Bool?) == true ? "OUI" : "NSP" },
        Column("idOrigine") { $0.text("occurrence_id") },
        Column("idSINPRegroupement") { $0.text("event_id") },
        Column("techniqueEchantillonnage") { $0.text("sampling_protocol") },
    ]

    private static let description: [Column] = [
        Column("occEtatBiologique") { _ in "1" },
        Column("occNaturalite") { $0.naturalness.code },
        Column("occStatutBiogeographique") {
            SINPCode.biogeographicStatus(
                establishmentMeans: $0.text("establishment_means"),
                degreeOfEstablishment: $0.text("degree_of_establishment"))
        },
        Column("occSexe") { $0.text("sex").map { SINPCode.sex.code(of: $0) ?? "0" } ?? "6" },
        Column("occStadeDeVie") { $0.text("life_stage").map { SINPCode.lifeStage.code(of: $0) ?? "0" } ?? "0" },
        Column("occComportement") { $0.text("behavior") },
        Column("preuveExistante") { $0.text("associated_media") == nil ? "0" : "1" },
        Column("uRLPreuveNumerique") { $0.text("associated_media") },
    ]
}
