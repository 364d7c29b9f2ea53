public import Atlas
public import Formats
import GRDB
public import Languages

/// The yearly attestation by which a collector, a trader or a plant tells its customer what became of waste that was
/// collected sorted (C. env. D543-284).
public struct WasteAttestation: Sendable, Hashable {
    /// The model of the attestation, which the year of the waste decides: the arrêté of 18 July 2018 before 2022; annex I-A
    /// of the arrêté of 21 December 2021 (seven streams) from 2022; its annex I-B (eight streams) from 2025.
    public enum Model: String, Sendable {
        case fiveStreams = "2018"
        case annexA = "I-A"
        case annexB = "I-B"

        /// The model for the waste of a year.
        public init(year: Int) {
            self = year >= 2025 ? .annexB : year >= 2022 ? .annexA : .fiveStreams
        }

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .fiveStreams:
                Bilingual(fr: "modèle de l'arrêté du 18 juillet 2018", en: "model of the arrêté of 18 July 2018")
            case .annexA:
                Bilingual(fr: "annexe I-A (7 flux)", en: "annex I-A (7 streams)")
            case .annexB:
                Bilingual(fr: "annexe I-B (8 flux)", en: "annex I-B (8 streams)")
            }
        }
    }

    /// Who attests.
    public var issuer: String
    /// The number that the issuer gives it.
    public var number: String?
    /// The year of the waste: the one before that in which it is issued.
    public var year: Int
    /// The campus; nil for all of them together.
    public var campus: String?
    /// The stream's code.
    public var stream: String
    /// The facility that treated it.
    public var facility: String?
    /// What became of it, as a code of the destinations.
    public var destination: String?
    /// The mass, in grams.
    public private(set) var grams: Int64
    /// The mass as it was typed, with its unit.
    public let massAsTyped: String
    /// The day it came.
    public var receivedOn: CalendarDate
    /// Its identity in the atlas; empty before it is recorded.
    public internal(set) var uuid = ""
    /// The SHA-256 of the document kept with it.
    public internal(set) var documentSHA256: String?

    /// An attestation, to be recorded.
    ///
    /// - Parameter mass: with its unit: `12,4t`.
    /// - Throws: ``WeighingError``
    public init(
        issuer: String, year: Int, stream: String, mass: String, campus: String? = nil, facility: String? = nil,
        destination: String? = nil, number: String? = nil, receivedOn: CalendarDate = .today
    ) throws {
        self.init(
            issuer: issuer, year: year, stream: stream, grams: try TypedMass.aboveZero(mass).grams, massAsTyped: mass,
            receivedOn: receivedOn)
        self.campus = campus
        self.facility = facility
        self.destination = destination
        self.number = number
    }

    fileprivate init(
        issuer: String, year: Int, stream: String, grams: Int64, massAsTyped: String, receivedOn: CalendarDate
    ) {
        self.issuer = issuer
        self.year = year
        self.stream = stream
        self.grams = grams
        self.massAsTyped = massAsTyped
        self.receivedOn = receivedOn
    }

    /// Which model it follows.
    public var model: Model { Model(year: year) }

    /// The last day on which it may be given: 31 March of the year after.
    public static func deadline(year: Int) -> CalendarDate? { CalendarDate(year: year + 1, month: 3, day: 31) }
}

/// What an attestation proves of the facility's route.
public enum AttestedRoute: Sendable, Hashable {
    /// The attestation names no destination.
    case none
    /// The route of the year, with the shares of all the attestations of this facility, stream and year.
    case made
    /// The year is proven already, by another kind of evidence: that stays.
    case provenAlready
}

extension Atlas {
    /// Records an attestation, its document and what it proves of the facility, in one transaction.
    ///
    /// The attestations of a facility, stream and year make its route of that year: one destination or several, in
    /// proportion to the masses attested. A route that proves nothing gives way for the year; one that proves stays.
    ///
    /// - Parameter document: the file of the attestation.
    /// - Throws: ``RegisterError``
    @discardableResult
    public func add(
        _ attestation: WasteAttestation, document: String? = nil, on today: CalendarDate = .today,
        by person: String? = nil
    ) throws -> (uuid: String, route: AttestedRoute) {
        guard !attestation.issuer.allSatisfy(\.isWhitespace) else { throw RegisterError.nothingSaid("--issuer") }
        guard attestation.year < today.year else { throw RegisterError.yearNotOver(attestation.year) }
        guard attestation.destination == nil || attestation.facility != nil else {
            throw RegisterError.destinationNeedsFacility
        }
        let file = try document.map { try DocumentFile($0) }
        let identity = RowIdentity.timeOrdered()
        let route = try write(by: person, reason: attestation.number) { db in
            try attestation.requireLists(db)
            try db.execute(
                sql: """
                    INSERT INTO waste_attestation
                      (uuid, issuer, number, year, campus, stream, facility, destination, mass_g, mass_as_typed,
                       received_on, document_sha256)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    identity, attestation.issuer, attestation.number, attestation.year, attestation.campus,
                    attestation.stream, attestation.facility, attestation.destination, attestation.grams,
                    attestation.massAsTyped, attestation.receivedOn.description, file?.sha256,
                ])
            if let file { try file.attach(to: "waste_attestation", row: db.lastInsertedRowID, db) }
            guard attestation.destination != nil, let facility = attestation.facility else { return AttestedRoute.none }
            return try AttestationRoutes(facility: facility, stream: attestation.stream, year: attestation.year)
                .make(db)
        }
        return (identity, route)
    }

    /// The attestations, by year, stream and issuer.
    ///
    /// - Parameter year: only those of the waste of this year.
    public func attestations(year: Int? = nil) throws -> [WasteAttestation] {
        try pool.read { try WasteAttestation.all(year: year, $0) }
    }
}

extension WasteAttestation {
    static func all(year: Int?, _ db: Database) throws -> [WasteAttestation] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT * FROM waste_attestation WHERE (:year IS NULL OR year = :year) ORDER BY year, stream, issuer, fid
                """, arguments: ["year": year]
        ).compactMap { row in
            guard let received = CalendarDate(iso: row["received_on"]) else { return nil }
            var attestation = WasteAttestation(
                issuer: row["issuer"], year: row["year"], stream: row["stream"], grams: row["mass_g"],
                massAsTyped: row["mass_as_typed"], receivedOn: received)
            attestation.number = row["number"]
            attestation.campus = row["campus"]
            attestation.facility = row["facility"]
            attestation.destination = row["destination"]
            attestation.uuid = row["uuid"] ?? ""
            attestation.documentSHA256 = row["document_sha256"]
            return attestation
        }
    }

    fileprivate func requireLists(_ db: Database) throws {
        try RegisterLists.requireStream(stream, db)
        if let campus { try RegisterLists.requireCampus(campus, db) }
        if let facility { try RegisterLists.requireFacility(facility, db) }
        if let destination { try RegisterLists.requireDestination(destination, db) }
    }
}
