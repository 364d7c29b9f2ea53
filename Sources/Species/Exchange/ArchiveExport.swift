public import Atlas
public import Formats
import GRDB
import Geospatial

/// What an archive held.
public struct ArchiveExportReport: Sendable, Hashable {
    /// How many observations were written.
    public let rows: Int
    /// Sensitive records that were left out.
    public let withheld: Int
    /// Values in which tabs or line ends became spaces.
    public let cleaned: Int
}

extension Atlas {
    /// Writes the observations that anyone may see as a Darwin Core Archive: tables (tabs, `\n`, nothing quoted), `meta.xml`,
    /// and `eml.xml` of GBIF's profile 1.3. Sensitive records are absent.
    ///
    /// The core is `occurrence.txt`; once the atlas has visits it is `event.txt`, with the visits and an event for each
    /// other observation, and the occurrences, the Humboldt extension and the measurements of the visits extend it. What an observation was said
    /// to be before is in `identification.txt`.
    ///
    /// - Parameters:
    ///   - path: a ZIP file, which appears whole or not at all.
    ///   - day: of this edition.
    /// - Throws: ``ArchiveExportError`` when what GBIF asks for is not said; see ``Atlas/describeDataset(_:by:)``.
    public func exportDarwinCore(to path: String, on day: CalendarDate = .today) throws -> ArchiveExportReport {
        let campuses = try campuses(on: day).map(\.name)
        return try pool.read { db in
            let metadata = try DatasetMetadata(db)
            guard metadata.missing.isEmpty else { throw ArchiveExportError.metadataMissing(metadata.missing) }
            var writer = try ArchiveWriter(to: path, from: crs)
            let hasVisits = try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM visit)") == true
            let count: Int
            if hasVisits {
                _ = try writer.write(.events, db)
                count = try writer.write(.occurrencesOfEvents, db)
                _ = try writer.write(.surveys, db)
                _ = try writer.write(.measurements, db)
            } else {
                count = try writer.write(.occurrences, db)
            }
            if try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM identification)") == true {
                _ = try writer.write(.formerIdentifications(isUnderEvents: hasVisits), db)
            }
            guard count > 0 || hasVisits else { throw ArchiveExportError.noRecord }
            try writer.finish(
                EMLDocument(
                    metadata: metadata, datasetType: hasVisits ? "Samplingevent" : "Occurrence",
                    publishedOn: day.description, extent: writer.extent,
                    firstDay: writer.firstDay, lastDay: writer.lastDay,
                    place: metadata.place ?? (campuses.isEmpty ? name : campuses.joined(separator: ", "))))
            return ArchiveExportReport(rows: count, withheld: try withheldCount(db), cleaned: writer.cleanedCount)
        }
    }

    /// How many observations no public channel shows.
    func withheldCount(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM observation WHERE NOT (\(Sensitivity.isPublic))") ?? 0
    }
}
