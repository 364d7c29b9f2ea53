import Formats
import Foundation
import GRDB
import GeoPackage
import Geospatial
import Atlas

/// Writes what was seen during visits, as observations that name their visit.
struct VisitObservations {
    enum Outcome {
        case made
        case known
        /// Already there with another count, which stays.
        case other
    }

    private let db: Database
    private let srs: Int32
    private let insert: Statement
    private let existing: Statement

    init(_ db: Database, srs: Int32) throws {
        self.db = db
        self.srs = srs
        insert = try db.makeStatement(
            sql: """
                INSERT INTO observation (geom, uuid, scientific_name, cd_nom, individual_count, organism_quantity,
                  organism_quantity_type, event_date, event_start, event_end, event_time, event_id, sampling_protocol,
                  recorded_by, locality, visit_id, import_id, import_row)
                VALUES (:geom, :uuid, :name, :cd_nom, :count, :quantity, :quantity_type, :day, :day, :day, :time, :event,
                  :protocol, :observers, :site, :visit, :import, :row)
                ON CONFLICT (uuid) DO NOTHING
                """)
        existing = try db.makeStatement(
            sql: "SELECT 1 FROM observation WHERE uuid = ? AND individual_count IS ? AND organism_quantity IS ?")
    }

    /// The visit that an observation is of.
    struct Event {
        let fid: Int64
        let uuid: String
        let details: VisitDetails
        /// What the count is of, when not of individuals.
        let quantityType: String?
    }

    func add(
        _ count: TaxonCount, cdNom: Int64? = nil, of event: Event, importID: Int64? = nil, row: Int? = nil
    ) throws -> Outcome {
        let uuid = RowIdentity.named(Array("observation\u{1E}\(event.uuid)\u{1E}\(TaxonName(count.name).key)".utf8))
        let individuals = event.quantityType == nil ? count.quantity : nil
        let quantity = event.quantityType == nil ? nil : count.quantity.map(String.init)
        let visit = event.details
        try insert.execute(arguments: [
            "geom": visit.position.map { Data(GeometryBlob(.point($0), srs: srs).bytes) }, "uuid": uuid,
            "name": count.name, "cd_nom": cdNom, "count": individuals, "quantity": quantity,
            "quantity_type": quantity == nil ? nil : event.quantityType, "day": visit.day.description,
            "time": visit.startTime, "event": event.uuid, "protocol": visit.protocolCode, "observers": visit.observers,
            "site": visit.site, "visit": event.fid, "import": importID, "row": row,
        ])
        if db.changesCount > 0 { return .made }
        return try Bool.fetchOne(existing, arguments: [uuid, individuals, quantity]) == true ? .known : .other
    }
}
