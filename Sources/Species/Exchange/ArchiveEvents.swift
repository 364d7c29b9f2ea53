import Atlas

extension ArchiveTable {
    /// The visits, and an event for each observation made outside of them.
    ///
    /// A visit during which something sensitive was seen says neither its site nor its place: they would betray it.
    static let events = ArchiveTable(
        rowType: "http://rs.tdwg.org/dwc/terms/Event", file: "event.txt",
        terms: [
            "eventID", "samplingProtocol", "sampleSizeValue", "sampleSizeUnit", "samplingEffort", "eventDate",
            "eventTime",
            "locationID", "locality", "decimalLatitude", "decimalLongitude", "geodeticDatum", "informationWithheld",
            "eventRemarks",
        ].map { "http://rs.tdwg.org/dwc/terms/" + $0 },
        sql: """
            SELECT uuid, uuid, \(protocolName),
              CASE WHEN sample_size_unit IS NOT NULL THEN sample_size_value END,
              CASE WHEN sample_size_value IS NOT NULL THEN sample_size_unit END,
              coalesce(sampling_effort, duration_minutes || ' min'), event_date, start_time,
              CASE WHEN NOT \(hidesSomething) THEN parcel_uuid END, CASE WHEN NOT \(hidesSomething) THEN site END,
              NULL, NULL, CASE WHEN geom IS NOT NULL AND NOT \(hidesSomething) THEN 'WGS84' END,
              CASE WHEN \(hidesSomething) THEN 'Location withheld' END,
              CASE WHEN NOT \(hidesSomething) THEN remark END,
              CASE WHEN NOT \(hidesSomething) THEN geom END AS geom, event_date AS first_day, event_date AS last_day
            FROM visit
            UNION ALL
            SELECT '\(ownEvent)' || uuid, '\(ownEvent)' || uuid, coalesce(sampling_protocol, 'opportunistic observation'),
              NULL, NULL, NULL,
              coalesce(event_date, CASE WHEN event_end IS NULL OR event_end = event_start THEN event_start
                ELSE event_start || '/' || event_end END),
              event_time, NULL, locality, NULL, NULL, CASE WHEN geom IS NOT NULL THEN 'WGS84' END, NULL, NULL,
              geom, event_start, coalesce(event_end, event_start)
            FROM observation WHERE visit_id IS NULL AND \(Sensitivity.isPublic)
            """)

    /// What each visit looked for and with what effort (Humboldt Extension, TDWG 2024): the standard home of zeros.
    ///
    /// Absences are not written one by one: `isTaxonomicScopeFullyReported` says that all that was looked for and seen is
    /// here, so that the rest of the protocol's list is zero.
    static let surveys = ArchiveTable(
        rowType: "http://rs.tdwg.org/eco/terms/Event", file: "humboldt.txt",
        terms: [
            "protocolNames", "targetTaxonomicScope", "isTaxonomicScopeFullyReported", "isAbsenceReported",
            "isSamplingEffortReported", "samplingEffortValue", "samplingEffortUnit",
        ].map { "http://rs.tdwg.org/eco/terms/" + $0 },
        sql: """
            SELECT uuid, \(protocolName), (SELECT b."group" FROM bioindicator AS b WHERE b.code = protocol),
              CASE WHEN \(hidesSomething) THEN 'false' WHEN targets_complete THEN 'true'
                WHEN targets_complete = 0 THEN 'false' END,
              'false', CASE WHEN duration_minutes IS NULL THEN 'false' ELSE 'true' END, duration_minutes,
              CASE WHEN duration_minutes IS NOT NULL THEN 'minute' END
            FROM visit ORDER BY fid
            """)

    /// The weather of each visit (MeasurementOrFact).
    static let measurements = ArchiveTable(
        rowType: "http://rs.tdwg.org/dwc/terms/MeasurementOrFact", file: "measurementorfact.txt",
        terms: ["measurementType", "measurementValue"].map { "http://rs.tdwg.org/dwc/terms/" + $0 },
        sql: [
            ("temperature class", "temperature_class"), ("wind", "wind"), ("cloud cover", "cloud"),
            ("favourable weather", "CASE weather_favourable WHEN 1 THEN 'true' WHEN 0 THEN 'false' END"),
        ].map { type, value in "SELECT uuid, '\(type)', \(value) FROM visit WHERE (\(value)) IS NOT NULL" }
            .joined(separator: " UNION ALL "))

    private static let protocolName =
        "coalesce((SELECT b.label_en FROM bioindicator AS b WHERE b.code = protocol), protocol)"

    /// Something that the public may not see was seen during the visit.
    private static let hidesSomething = """
        EXISTS (SELECT 1 FROM observation WHERE observation.visit_id = visit.fid AND NOT \(Sensitivity.isPublic))
        """
}
