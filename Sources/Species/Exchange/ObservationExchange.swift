public import Atlas
import Formats
import Foundation

extension Atlas {
    /// Takes observations in, from a Darwin Core Archive, Darwin Core text, a GBIF download, iNaturalist's CSV, GeoNature's
    /// synthèse, the SINP's CSV or a plain sheet. Columns are read by name, whatever the format.
    ///
    /// - Parameters:
    ///   - path: a file, a folder that is an archive, or `-`.
    ///   - format: what the file must be; nil to recognise it, which the report says.
    ///   - progress: told the rows read so far, now and then.
    /// - Throws: ``ObservationFormatError``, ``ImportError``, `DarwinCoreArchiveError`.
    public func importObservations(
        from path: String, as format: ObservationFormat? = nil, options: ImportOptions,
        progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        var source = try Self.observations(at: path, layer: options.layer)
        if let format {
            try format.check(source.header, file: source.name)
            source.say(format.sentence(evidence: []))
        } else {
            let found = ObservationFormat.detect(source.header)
            source.say(found.format.sentence(evidence: found.evidence))
        }
        return try importRows(
            ObservationImporter.self, from: source, at: path, options: options, progress: progress)
    }

    private static func observations(at path: String, layer: String?) throws -> ImportSource {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        let head = exists && !isFolder.boolValue ? try ByteSource(path).prefix(4) : []
        let mayBeArchive = isFolder.boolValue || head == [0x50, 0x4B, 3, 4] || head.starts(with: [0x1F, 0x8B])
        guard mayBeArchive else { return try ImportSource(path, layer: layer) }
        do {
            return try ImportSource(ArchiveOccurrences(DarwinCoreArchive(path)))
        } catch let error as DarwinCoreArchiveError where error.reason == .noDescriptor {
            return try ImportSource(isFolder.boolValue ? try onlyTable(in: path, error) : path, layer: layer)
        }
    }

    /// The one table of a folder that has no descriptor.
    private static func onlyTable(in folder: String, _ error: DarwinCoreArchiveError) throws -> String {
        let tables = try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
            [".csv", ".txt", ".tsv", ".tab"].contains { name.lowercased().hasSuffix($0) }
        }
        guard let table = tables.first, tables.count == 1 else { throw error }
        return folder + "/" + table
    }
}
