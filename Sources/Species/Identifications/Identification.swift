public import Atlas
public import Formats
import GRDB
import GeoPackage
import Geospatial
public import Languages

/// What someone said an observation to be (Darwin Core's Identification).
public struct Identification: Sendable, Hashable {
    /// The name as cited.
    public let scientificName: String
    /// Of TAXREF, as given.
    public let cdNom: Int64?
    /// Who said so.
    public let identifiedBy: String?
    /// When, as Darwin Core writes it.
    public let dateIdentified: String?
    /// How sure it is: a label of ``IdentificationStatus``, or what the source says.
    public let verificationStatus: String?
    /// Why.
    public let remarks: String?
    /// True of the one that stands.
    public let isCurrent: Bool
}

/// Another identification, or another opinion of the one that stands.
public struct NewIdentification: Sendable, Hashable {
    /// nil when the name stays, and what changes is how sure it is.
    public var scientificName: String?
    /// Of TAXREF.
    public var cdNom: Int64?
    /// Who identifies: nil keeps who identified before when the name stays.
    public var identifiedBy: String?
    /// The day.
    public var on: CalendarDate
    /// How sure it is; nil for what is not judged yet.
    public var status: IdentificationStatus?
    /// Why.
    public var remarks: String?

    /// What is said of an observation on a day.
    public init(
        _ scientificName: String? = nil, cdNom: Int64? = nil, identifiedBy: String? = nil, on: CalendarDate,
        status: IdentificationStatus? = nil, remarks: String? = nil
    ) {
        self.scientificName = scientificName
        self.cdNom = cdNom
        self.identifiedBy = identifiedBy
        self.on = on
        self.status = status
        self.remarks = remarks
    }
}

/// Why an observation was not identified again.
public enum IdentificationError: ReadableError, Hashable {
    case unknownObservation(String)
    case nothingNew
    case beforeTheObservation(CalendarDate)

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .unknownObservation(let identity):
            Bilingual(
                fr: "Aucune observation d'identité « \(identity) » (uuid ou occurrence_id).",
                en: "No observation of identity '\(identity)' (uuid or occurrence_id).")
        case .nothingNew:
            Bilingual(
                fr: "Ni nom, ni avis nouveau : donnez un nom, ou --status.",
                en: "Neither a name nor an opinion that is new: give a name, or --status.")
        case .beforeTheObservation(let day):
            Bilingual(
                fr: "Une identification du \(day) précède l'observation : vérifiez --on.",
                en: "An identification of \(day) comes before the observation: check --on.")
        }
    }
}

/// Where the identifications are that another took the place of. The one that stands is in `observation`.
enum IdentificationSchema {
    static let table = BookTable(
        "identification", label: Bilingual(fr: "Identifications antérieures", en: "Former identifications"))
    static let migration = Migration("species-identification-1", apply: create)

    private static func create(_ db: Database, _ crs: CoordinateReferenceSystem) throws {
        try db.execute(
            sql: """
                CREATE TABLE identification (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  observation_id INTEGER NOT NULL REFERENCES observation (fid),
                  scientific_name TEXT NOT NULL,
                  cd_nom INTEGER,
                  taxon_rank TEXT,
                  identified_by TEXT,
                  date_identified TEXT,
                  identification_verification_status TEXT,
                  identification_remarks TEXT
                );
                CREATE INDEX identification_observation ON identification (observation_id);
                ALTER TABLE observation ADD COLUMN identification_remarks TEXT;
                """)
        try db.geoPackage.registerAttributes(
            table: "identification", identifier: "Identifications antérieures", description: "")
        try db.geoPackage.describe(
            table: "observation", column: "identification_remarks", title: "Remarque sur l'identification")
        try Journal.install(on: "identification", db)
        try Journal.install(on: "observation", db)
    }
}

extension Atlas {
    /// What an observation was said to be: the identification that stands, then those before it, the latest first.
    ///
    /// - Parameter identity: the observation's `uuid`, or its `occurrence_id`.
    /// - Throws: ``IdentificationError/unknownObservation(_:)``
    public func identifications(of identity: String) throws -> [Identification] {
        try pool.read { db in
            let observation = try Self.observation(identity, db)
            return try Row.fetchAll(
                db,
                sql: """
                    SELECT \(Self.identificationColumns), 1 AS is_current, 0 AS place FROM observation WHERE fid = :fid
                    UNION ALL
                    SELECT \(Self.identificationColumns), 0, -fid FROM identification WHERE observation_id = :fid
                    ORDER BY is_current DESC, place
                    """, arguments: ["fid": observation["fid"] as Int64]
            ).map(Identification.init)
        }
    }

    /// Says what an observation is, or how sure that is. The identification that stood is kept, and so is the name as it
    /// was first cited (`verbatimIdentification`); what the source said of the former taxon's classification is dropped
    /// from the row, and stays in the journal.
    ///
    /// - Throws: ``IdentificationError``
    public func identify(_ identity: String, _ new: NewIdentification, by person: String? = nil, reason: String? = nil)
        throws
    {
        try write(by: person, reason: reason) { db in
            let observation = try Self.observation(identity, db)
            let name = new.scientificName ?? observation["scientific_name"]
            let isRenamed =
                name != observation["scientific_name"] || (new.cdNom != nil && new.cdNom != observation["cd_nom"])
            guard isRenamed || new.status != nil else { throw IdentificationError.nothingNew }
            if let seen = (observation["event_start"] as String?).flatMap({ CalendarDate(iso: $0) }), new.on < seen {
                throw IdentificationError.beforeTheObservation(new.on)
            }
            let fid: Int64 = observation["fid"]
            try db.execute(
                sql: """
                    INSERT INTO identification (uuid, observation_id, scientific_name, cd_nom, taxon_rank, identified_by,
                      date_identified, identification_verification_status, identification_remarks)
                    SELECT ?, fid, scientific_name, cd_nom, taxon_rank, identified_by, date_identified,
                      identification_verification_status, identification_remarks
                    FROM observation WHERE fid = ?
                    """, arguments: [RowIdentity.timeOrdered(), fid])
            if isRenamed { try Self.rename(fid, name, cdNom: new.cdNom, db) }
            try db.execute(
                sql: """
                    UPDATE observation SET identified_by = coalesce(:who, CASE WHEN :renamed THEN NULL ELSE identified_by END),
                      date_identified = :day, identification_verification_status = :status,
                      identification_remarks = :remarks
                    WHERE fid = :fid
                    """,
                arguments: [
                    "who": new.identifiedBy, "renamed": isRenamed, "day": new.on.description,
                    "status": new.status?.label.fr, "remarks": new.remarks, "fid": fid,
                ])
            try ObserverName.refresh(db)
            try Sensitivity.refreshNames(db)
        }
    }

    private static func rename(_ fid: Int64, _ name: String, cdNom: Int64?, _ db: Database) throws {
        let taxon = try TaxonResolver(db).taxon(named: name, cdNom: cdNom)
        try db.execute(
            sql: """
                UPDATE observation SET verbatim_identification = coalesce(verbatim_identification, scientific_name),
                  scientific_name = :name, cd_nom = :code, taxref_version = :version, family = :family,
                  vernacular_name = :vernacular, taxon_id = NULL, taxon_rank = NULL, species = NULL, kingdom = NULL
                WHERE fid = :fid
                """,
            arguments: [
                "name": name, "code": cdNom, "version": cdNom == nil ? nil : taxon?.version, "family": taxon?.family,
                "vernacular": taxon?.vernacularNameFr, "fid": fid,
            ])
    }

    private static func observation(_ identity: String, _ db: Database) throws -> Row {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT fid, scientific_name, cd_nom, event_start FROM observation
                WHERE uuid = lower(:identity) OR occurrence_id = :identity LIMIT 2
                """, arguments: ["identity": identity])
        guard rows.count == 1 else { throw IdentificationError.unknownObservation(identity) }
        return rows[0]
    }

    private static let identificationColumns =
        "scientific_name, cd_nom, identified_by, date_identified, identification_verification_status, identification_remarks"
}

extension Identification {
    fileprivate init(_ row: Row) {
        self.init(
            scientificName: row["scientific_name"], cdNom: row["cd_nom"], identifiedBy: row["identified_by"],
            dateIdentified: row["date_identified"], verificationStatus: row["identification_verification_status"],
            remarks: row["identification_remarks"], isCurrent: row["is_current"])
    }
}
