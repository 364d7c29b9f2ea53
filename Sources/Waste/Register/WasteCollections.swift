public import Atlas
public import Formats
import GRDB

/// Who takes a stream away, from when, to where.
public struct WasteCollection: Sendable, Hashable {
    /// The stream's code.
    public var stream: String
    /// The campus; nil for all of them.
    public var campus: String?
    /// The only container meant, by its code; nil for all of the stream.
    public var container: String?
    /// The carrier; nil where the public service takes it.
    public var carrier: String?
    /// The facility that it is brought to.
    public var facility: String?
    /// The broker, if there is one.
    public var broker: String?
    /// The trader, if there is one.
    public var trader: String?
    /// The eco-organism that organises it, if there is one.
    public var ecoOrganism: String?
    /// True where the public service of waste management takes it: the register leaves it out (arrêté of 31 May 2021,
    /// article 14).
    public var isPublicService: Bool
    /// The treatment that is planned, as a code of ``TreatmentOperation``.
    public var operation: String?
    /// What the waste is usually called; nil for the stream's French label.
    public var wasteName: String?
    /// True for waste that holds persistent organic pollutants (regulation (EU) 2019/1021).
    public var isPOP: Bool
    /// From this day.
    public var since: CalendarDate
    /// Until the day before this one; nil while it goes on.
    public var until: CalendarDate?
    /// Its identity in the atlas; empty before it is recorded.
    public internal(set) var uuid = ""
    var fid: Int64 = 0

    /// A collection, to be recorded.
    public init(
        stream: String, campus: String? = nil, container: String? = nil, carrier: String? = nil,
        facility: String? = nil, isPublicService: Bool = false, operation: String? = nil, since: CalendarDate,
        until: CalendarDate? = nil
    ) {
        self.stream = stream
        self.campus = campus
        self.container = container
        self.carrier = carrier
        self.facility = facility
        self.isPublicService = isPublicService
        self.operation = operation
        self.since = since
        self.until = until
        isPOP = false
    }
}

extension Atlas {
    /// Records who takes a stream away. Of one stream, campus, container and facility, one collection goes on at a time.
    ///
    /// - Returns: its identity.
    /// - Throws: ``RegisterError``
    @discardableResult
    public func addWasteCollection(_ collection: WasteCollection, by person: String? = nil) throws -> String {
        if let until = collection.until, until <= collection.since { throw RegisterError.endBeforeStart }
        guard collection.isPublicService || collection.carrier != nil else {
            throw RegisterError.nothingSaid("--carrier, ou/or --public-service")
        }
        let operation = try collection.operation.map { text in
            guard let operation = TreatmentOperation(text) else { throw RegisterError.unknownOperation(text) }
            return operation.code
        }
        let identity = RowIdentity.timeOrdered()
        try write(by: person) { db in
            try collection.requireParties(db)
            try collection.requireAlone(db)
            try db.execute(
                sql: """
                    INSERT INTO waste_collection
                      (uuid, campus, stream, container, facility, carrier, broker, trader, eco_organism, public_service,
                       operation_code, waste_name, is_pop, valid_from, valid_to)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    identity, collection.campus, collection.stream, collection.container, collection.facility,
                    collection.carrier, collection.broker, collection.trader, collection.ecoOrganism,
                    collection.isPublicService, operation, collection.wasteName, collection.isPOP,
                    collection.since.description, collection.until?.description,
                ])
        }
        return identity
    }

    /// Ends a collection; it stays in the book.
    ///
    /// - Parameter day: the first day on which it is no more.
    /// - Throws: ``RegisterError``
    public func closeWasteCollection(_ identity: String, on day: CalendarDate, by person: String? = nil) throws {
        try write(by: person) { db in
            let open = try Row.fetchOne(
                db, sql: "SELECT fid, valid_from FROM waste_collection WHERE uuid = ? AND valid_to IS NULL",
                arguments: [identity])
            guard let open else { throw RegisterError.noCollection(identity) }
            guard (open["valid_from"] as String) < day.description else { throw RegisterError.endBeforeStart }
            try db.execute(
                sql: "UPDATE waste_collection SET valid_to = ? WHERE fid = ?",
                arguments: [day.description, open["fid"] as Int64])
        }
    }

    /// The collections, by stream and start.
    public func wasteCollections() throws -> [WasteCollection] {
        try pool.read { try WasteCollection.all($0) }
    }
}

extension WasteCollection {
    static func all(_ db: Database) throws -> [WasteCollection] {
        try Row.fetchAll(db, sql: "SELECT * FROM waste_collection ORDER BY stream, valid_from, fid").compactMap { row in
            guard let since = CalendarDate(iso: row["valid_from"]) else { return nil }
            var collection = WasteCollection(
                stream: row["stream"], campus: row["campus"], container: row["container"], carrier: row["carrier"],
                facility: row["facility"], isPublicService: row["public_service"], operation: row["operation_code"],
                since: since, until: (row["valid_to"] as String?).flatMap(CalendarDate.init(iso:)))
            collection.broker = row["broker"]
            collection.trader = row["trader"]
            collection.ecoOrganism = row["eco_organism"]
            collection.wasteName = row["waste_name"]
            collection.isPOP = row["is_pop"]
            collection.uuid = row["uuid"] ?? ""
            collection.fid = row["fid"]
            return collection
        }
    }

    fileprivate func requireParties(_ db: Database) throws {
        try RegisterLists.requireStream(stream, db)
        if let campus { try RegisterLists.requireCampus(campus, db) }
        if let facility { try RegisterLists.requireFacility(facility, db) }
        for (name, role) in [
            (carrier, WasteParty.Role.carrier), (broker, .broker), (trader, .trader), (ecoOrganism, .ecoOrganism),
        ] {
            if let name { try RegisterLists.requireParty(name, role, db) }
        }
    }

    fileprivate func requireAlone(_ db: Database) throws {
        let other = try String.fetchOne(
            db,
            sql: """
                SELECT valid_from FROM waste_collection
                WHERE stream = :stream AND campus IS :campus AND container IS :container AND facility IS :facility
                  AND (valid_to IS NULL OR valid_to > :since) AND (:until IS NULL OR valid_from < :until)
                """,
            arguments: [
                "stream": stream, "campus": campus, "container": container, "facility": facility,
                "since": since.description, "until": until?.description,
            ])
        guard let other else { return }
        let what = [stream, campus, container, facility].compactMap { $0 }.joined(separator: ", ")
        throw RegisterError.overlappingCollection(what, since: other)
    }
}
