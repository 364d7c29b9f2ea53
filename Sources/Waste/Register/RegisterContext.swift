import Formats
import GRDB

/// A weighing that left the campus, as the ledger has it.
struct DispatchedWaste {
    let fid: Int64
    let uuid: String
    let day: String
    let campus: String?
    let container: String?
    let stream: String
    let destination: String?
    let facility: String?
    let grams: Int64
    let method: WeighingMethod
    let wasteCode: String?
    let operation: String?
    let isCorrection: Bool
    let isCancelled: Bool
    /// The tracking slip by which Trackdéchets knows it already.
    let slip: String?
    /// False when another source makes authority for its stream and month.
    let isCounted: Bool

    static let columns = """
        w.fid, w.uuid, w.weighed_on, w.campus, w.container, w.stream, w.destination, w.facility, w.net_mass_g, w.method,
        w.low_code, w.operation_code, w.corrects IS NOT NULL, w.is_cancelled,
        (SELECT h.bsd_id FROM hazardous_movement AS h WHERE h.bsd_id = w.ticket),
        EXISTS (SELECT 1 FROM weighing_current AS k WHERE k.fid = w.fid)
        """

    init(_ row: Row) {
        fid = row[0]
        uuid = row[1] ?? ""
        day = row[2]
        campus = row[3]
        container = row[4]
        stream = row[5]
        destination = row[6]
        facility = row[7]
        grams = row[8]
        method = WeighingMethod(rawValue: row[9]) ?? .unknown
        wasteCode = row[10]
        operation = row[11]
        isCorrection = row[12]
        isCancelled = row[13]
        slip = row[14]
        isCounted = row[15]
    }
}

struct RegisterFacility {
    let name: String
    let siret: String?
    let address: PostalAddress
}

/// The parties of a movement, as far as the atlas knows them.
struct RegisterParties {
    struct Key: Hashable {
        let campus: String?
        let collection: Int64?
        let facility: String?
        /// True when two collections speak of it as closely.
        let isAmbiguous: Bool
    }

    let key: Key
    let establishment: Establishment?
    let collection: WasteCollection?
    let carrier: WasteParty?
    let broker: WasteParty?
    let trader: WasteParty?
    let ecoOrganism: WasteParty?
    let facility: RegisterFacility?
}

/// What the register must know of the atlas: few rows, read once.
struct RegisterContext {
    struct Stream {
        let label: String
        let code: String?
    }

    struct Destination {
        let operations: [String]
        let mode: TreatmentMode?
        let isWaste: Bool
    }

    struct Route {
        let stream: String?
        let from: String
        let to: String?
        let destination: String
        let operation: String?
    }

    let codes: LoWCodes
    let streams: [String: Stream]
    let destinations: [String: Destination]
    private let establishments: [String: Establishment]
    private let collections: CollectionsInForce
    private let parties: [String: WasteParty]
    private let facilities: [String: RegisterFacility]
    private let routes: [String: [Route]]

    init(_ db: Database) throws {
        codes = try LoWCodes(db)
        streams = try Self.streams(db)
        destinations = try Self.destinations(db)
        establishments = Dictionary(uniqueKeysWithValues: try Establishment.all(db).map { ($0.campus, $0) })
        collections = try CollectionsInForce(db)
        parties = Dictionary(
            uniqueKeysWithValues: try WasteParty.all(db).map { (Self.key($0.name, $0.role), $0) })
        facilities = try Self.facilities(db)
        routes = try Self.routes(db)
    }

    func parties(of waste: DispatchedWaste) -> RegisterParties {
        let found = collections.collection(
            of: waste.stream, campus: waste.campus, container: waste.container, facility: waste.facility, on: waste.day)
        let collection = found?.collection
        let facility = waste.facility ?? collection?.facility
        func party(_ name: String?, _ role: WasteParty.Role) -> WasteParty? {
            name.flatMap { parties[Self.key($0, role)] }
        }
        return RegisterParties(
            key: RegisterParties.Key(
                campus: waste.campus, collection: collection?.fid, facility: facility,
                isAmbiguous: found?.isAmbiguous ?? false),
            establishment: waste.campus.flatMap { establishments[$0] }, collection: collection,
            carrier: party(collection?.carrier, .carrier), broker: party(collection?.broker, .broker),
            trader: party(collection?.trader, .trader), ecoOrganism: party(collection?.ecoOrganism, .ecoOrganism),
            facility: facility.map {
                facilities[$0] ?? RegisterFacility(name: $0, siret: nil, address: PostalAddress())
            })
    }

    /// The only route of a facility for a stream on a day; nil when there is none, or several share the mass.
    func route(of facility: String?, stream: String, on day: String) -> Route? {
        let open = (facility.flatMap { routes[$0] } ?? []).filter { route in
            route.from <= day && route.to.map { day < $0 } ?? true
        }
        let own = open.filter { $0.stream == stream }
        let all = own.isEmpty ? open.filter { $0.stream == nil } : own
        return all.count == 1 ? all[0] : nil
    }

    private static func key(_ name: String, _ role: WasteParty.Role) -> String { "\(role.rawValue)\u{1F}\(name)" }

    private static func streams(_ db: Database) throws -> [String: Stream] {
        let rows = try Row.fetchAll(db, sql: "SELECT code, label_fr, low_default FROM waste_stream")
        return Dictionary(
            uniqueKeysWithValues: rows.map { ($0[0], Stream(label: $0[1], code: $0[2])) })
    }

    private static func destinations(_ db: Database) throws -> [String: Destination] {
        let rows = try Row.fetchAll(
            db, sql: "SELECT code, operation_codes, trackdechets_mode, is_waste FROM waste_destination")
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                let operations = (row[1] as String? ?? "").split(separator: "|").map(String.init)
                return (
                    row[0],
                    Destination(
                        operations: operations, mode: (row[2] as String?).flatMap(TreatmentMode.init(rawValue:)),
                        isWaste: row[3])
                )
            })
    }

    private static func facilities(_ db: Database) throws -> [String: RegisterFacility] {
        let rows = try Row.fetchAll(db, sql: "SELECT name, siret, address, postal_code, city, country FROM facility")
        return Dictionary(
            uniqueKeysWithValues: rows.map { row in
                (row[0], RegisterFacility(name: row[0], siret: row[1], address: PostalAddress(row)))
            })
    }

    private static func routes(_ db: Database) throws -> [String: [Route]] {
        let rows = try Row.fetchAll(
            db,
            sql: "SELECT facility, stream, valid_from, valid_to, destination, operation_code FROM facility_route")
        var routes: [String: [Route]] = [:]
        for row in rows {
            routes[row[0], default: []].append(
                Route(stream: row[1], from: row[2], to: row[3], destination: row[4], operation: row[5]))
        }
        return routes
    }
}
