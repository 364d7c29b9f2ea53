public import Atlas
public import Formats
import GRDB

/// A tracking slip of hazardous waste, as Trackdéchets says it.
public struct HazardousSlip: Sendable, Hashable {
    /// The slip's number.
    public let number: String
    /// How far it is, in Trackdéchets' words.
    public let status: String?
    /// The day the waste left.
    public let dispatchedOn: CalendarDate?
    /// The campus it left.
    public let campus: String?
    /// The code of the list of waste.
    public let wasteCode: String
    /// The stream it is counted in.
    public let stream: String
    /// What the destination accepted, in grams; nil while it has not.
    public let acceptedGrams: Int64?
    /// What the destination refused, in grams.
    public let refusedGrams: Int64?
    /// The treatments done, the final ones when they are known.
    public let operations: String?
    /// The destination's name.
    public let destination: String?
    /// True when the ledger of weighings has it.
    public let isWeighed: Bool
}

extension Atlas {
    /// The slips, by day of dispatch.
    public func hazardousSlips(from first: CalendarDate? = nil, to last: CalendarDate? = nil) throws -> [HazardousSlip]
    {
        try pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT bsd_id, status, dispatched_on, campus, waste_code, stream, accepted_mass_g, refused_mass_g,
                      coalesce(final_codes, done_codes), destination_name,
                      EXISTS (SELECT 1 FROM weighing_current AS w WHERE w.ticket = bsd_id)
                    FROM hazardous_movement
                    WHERE (:first IS NULL OR dispatched_on >= :first) AND (:last IS NULL OR dispatched_on <= :last)
                    ORDER BY dispatched_on, bsd_id
                    """, arguments: ["first": first?.description, "last": last?.description]
            ).map { row in
                HazardousSlip(
                    number: row[0], status: row[1],
                    dispatchedOn: (row[2] as String?).flatMap(CalendarDate.init(iso:)), campus: row[3],
                    wasteCode: row[4], stream: row[5], acceptedGrams: row[6], refusedGrams: row[7],
                    operations: row[8], destination: row[9], isWeighed: row[10])
            }
        }
    }
}

extension HazardousSlip {
    /// Completes a row of the legal register with what the slip says of its parties.
    static func fill(_ fields: inout [String], from slip: String, _ db: Database) throws {
        let row = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT waste_name, carrier, carrier_siret, carrier_receipt, destination_name, destination_siret,
                      destination_address, eco_organism, substr(eco_organism_siret, 1, 9) FROM hazardous_movement
                    WHERE bsd_id = ?
                    """), arguments: [slip])
        guard let row else { return }
        let columns: [LegalColumn] = [
            .wasteName, .carrierName, .carrierNumber, .carrierReceipt, .destinationName, .destinationNumber,
            .destinationAddress, .ecoOrganismName, .ecoOrganismNumber,
        ]
        for (place, column) in columns.enumerated() {
            if let text = row[place] as String? { fields[column.place] = text }
        }
    }
}
