import Atlas

/// A table of an archive that is written: its class, its file, and the rows of the atlas that go into it.
///
/// The first table of an archive is its core, the others its extensions; an event core is one more description.
struct ArchiveTable: Sendable {
    /// The URI of the class.
    let rowType: String
    /// The name of the file in the archive.
    let file: String
    /// The URI of each term, in the order of the columns of ``sql`` after the first.
    let terms: [String]
    /// Selects the key, then a column per term. A column `geom` after them gives `decimalLongitude` and `decimalLatitude`;
    /// columns `first_day` and `last_day` give the days that the archive covers.
    let sql: String

    /// The class without the address of its vocabulary.
    var name: String { rowType.split(separator: "/").last.map(String.init) ?? rowType }

    /// The observations that anyone may see: the terms of the occurrence core (2025-07-10) that an observation of the atlas
    /// has, each with the SQL that gives it.
    ///
    /// `occurrenceID` is the atlas's own; the identifier that a record came with is among `otherCatalogNumbers`, so that
    /// two records of two sources never share one.
    static let occurrences = occurrences(under: "uuid", event: "event_id")

    /// The same observations, each under the event that it belongs to.
    static let occurrencesOfEvents = occurrences(under: event, event: event)

    /// The visit during which something was seen, or an event of its own.
    private static let event =
        "coalesce((SELECT v.uuid FROM visit AS v WHERE v.fid = visit_id), '\(ownEvent)' || observation.uuid)"
    /// What the identity of an event begins with that is no visit: no occurrence has the same.
    static let ownEvent = "event:"

    private static func occurrences(under key: String, event: String) -> ArchiveTable {
        let columns = occurrenceColumns.map { ($0.term, $0.term == "eventID" ? event : $0.sql) }
        return ArchiveTable(
            rowType: "http://rs.tdwg.org/dwc/terms/Occurrence", file: "occurrence.txt",
            terms: columns.map { $0.0.hasPrefix("http") ? $0.0 : "http://rs.tdwg.org/dwc/terms/" + $0.0 },
            sql: """
                SELECT \(key), \(columns.map(\.1).joined(separator: ", ")), geom,
                  event_start AS first_day, coalesce(event_end, event_start) AS last_day
                FROM observation WHERE \(Sensitivity.isPublic) ORDER BY fid
                """)
    }

    /// What the same observations were said to be before (GBIF's Identification History).
    ///
    /// - Parameter isUnderEvents: true in an archive whose core is events: the occurrence is then among the terms.
    static func formerIdentifications(isUnderEvents: Bool) -> ArchiveTable {
        ArchiveTable(
            rowType: "http://rs.tdwg.org/dwc/terms/Identification", file: "identification.txt",
            terms: [
                "occurrenceID", "identificationID", "scientificName", "taxonID", "taxonRank", "identifiedBy",
                "dateIdentified", "identificationVerificationStatus", "identificationRemarks",
            ].map { "http://rs.tdwg.org/dwc/terms/" + $0 },
            sql: """
                SELECT \(isUnderEvents ? event : "observation.uuid"), observation.uuid, former.uuid, former.scientific_name,
                  'https://taxref.mnhn.fr/taxref-web/taxa/' || former.cd_nom, former.taxon_rank,
                  \(ObserverName.published("former.identified_by")), former.date_identified,
                  former.identification_verification_status, former.identification_remarks
                FROM identification AS former JOIN observation ON observation.fid = former.observation_id
                WHERE \(Sensitivity.isPublic) ORDER BY former.fid
                """)
    }

    private static let occurrenceColumns: [(term: String, sql: String)] = [
        ("occurrenceID", "uuid"),
        ("basisOfRecord", "basis_of_record"),
        ("occurrenceStatus", "occurrence_status"),
        ("scientificName", "scientific_name"),
        ("verbatimIdentification", "verbatim_identification"),
        (
            "taxonID",
            "CASE WHEN cd_nom IS NULL THEN taxon_id ELSE 'https://taxref.mnhn.fr/taxref-web/taxa/' || cd_nom END"
        ),
        ("nameAccordingTo", "'TAXREF ' || taxref_version"),
        ("taxonRank", "taxon_rank"),
        ("kingdom", "kingdom"),
        ("family", "family"),
        ("vernacularName", "vernacular_name"),
        ("identifiedBy", ObserverName.published("identified_by")),
        ("dateIdentified", "date_identified"),
        ("identificationVerificationStatus", "identification_verification_status"),
        ("recordedBy", ObserverName.published("recorded_by")),
        ("eventID", "event_id"),
        (
            "eventDate",
            """
            coalesce(event_date, CASE WHEN event_end IS NULL OR event_end = event_start THEN event_start
              ELSE event_start || '/' || event_end END)
            """
        ),
        ("eventTime", "event_time"),
        ("samplingProtocol", "sampling_protocol"),
        ("individualCount", "individual_count"),
        ("organismQuantity", "organism_quantity"),
        ("organismQuantityType", "organism_quantity_type"),
        ("sex", "sex"),
        ("lifeStage", "life_stage"),
        ("behavior", "behavior"),
        ("establishmentMeans", "establishment_means"),
        ("degreeOfEstablishment", "degree_of_establishment"),
        ("decimalLatitude", "NULL"),
        ("decimalLongitude", "NULL"),
        ("geodeticDatum", "CASE WHEN geom IS NOT NULL THEN 'WGS84' END"),
        ("coordinateUncertaintyInMeters", "CASE WHEN geom IS NOT NULL THEN coordinate_uncertainty_in_meters END"),
        ("countryCode", "country_code"),
        ("locality", "locality"),
        ("institutionCode", "institution_code"),
        ("collectionCode", "collection_code"),
        ("catalogNumber", "catalog_number"),
        (
            "otherCatalogNumbers",
            """
            CASE WHEN occurrence_id IS NULL OR lower(occurrence_id) = lower(uuid) THEN other_catalog_numbers
              WHEN other_catalog_numbers IS NULL THEN occurrence_id
              ELSE occurrence_id || ' | ' || other_catalog_numbers END
            """
        ),
        ("datasetName", "dataset_name"),
        ("http://purl.org/dc/terms/license", "license"),
        ("http://purl.org/dc/terms/rightsHolder", "rights_holder"),
        (
            "informationWithheld",
            """
            coalesce(information_withheld,
              CASE WHEN coordinates_obscured THEN 'Coordinates obscured by the source, not published' END)
            """
        ),
        ("dataGeneralizations", "data_generalizations"),
        ("associatedMedia", "associated_media"),
        ("identificationRemarks", "identification_remarks"),
        ("occurrenceRemarks", "occurrence_remarks"),
    ]
}
