import Formats
import Foundation
import Geospatial
import Languages

/// The refused rows, in the form of the file they come from, with the reason first: corrected, it can be sent again.
final class RefusalsFile {
    private let path: String
    private let isWanted: Bool
    /// The file, once a row went into it.
    private(set) var written: String?
    private let source: ImportSource
    private let toDegrees: CoordinateTransform?
    private var table: RefusalsWriter?
    private var features: GeoJSONWriter?

    /// - Parameter crs: the reference system of the file; refused features are written in WGS 84, as GeoJSON is.
    init(options: ImportOptions, path: String, source: ImportSource, crs: CoordinateReferenceSystem?) throws {
        self.source = source
        isWanted = !options.dryRun || options.refusals != nil
        self.path = options.refusals ?? Self.neighbour(of: path, form: source.refusalForm)
        toDegrees = try crs.flatMap { $0 == .wgs84 ? nil : try CoordinateTransform(from: $0, to: .wgs84) }
    }

    /// `weighings.csv` → `weighings.refus.csv`, beside it.
    private static func neighbour(of path: String, form: ImportSource.RefusalForm) -> String {
        let url = URL(filePath: path == "-" ? "import" : path)
        let name = url.deletingPathExtension().lastPathComponent
        let suffix =
            switch form {
            case .geoJSON: "geojson"
            case .delimited: ["csv", "tsv", "txt"].contains(url.pathExtension) ? url.pathExtension : "csv"
            }
        return url.deletingLastPathComponent().appending(path: "\(name).refus.\(suffix)").relativePath
    }

    func add(_ row: ImportRow, _ raw: ImportSource.RawRow) throws {
        guard isWanted else { return }
        written = path
        let reasons = row.problems.filter { $0.severity == .refused }
        do {
            switch source.refusalForm {
            case .delimited(let dialect, let byteOrderMark):
                if table == nil {
                    table = try RefusalsWriter(
                        ByteSink(path), header: row.plan.columns, dialect: dialect, language: .fr,
                        byteOrderMark: byteOrderMark)
                }
                try table?.write(row.spelled, problems: reasons)
            case .geoJSON:
                if features == nil { features = try GeoJSONWriter(ByteSink(path), decimals: 9) }
                let geometry = raw.geometry.map { geometry in (try? toDegrees?.transform(geometry)) ?? geometry }
                try features?.write(id: row.featureID, geometry: geometry) { properties in
                    properties.key("Erreur")
                    properties.string(reasons.map { $0.sentence(in: .fr) }.joined(separator: " ; "))
                    for (index, column) in row.plan.columns.enumerated() where !row.record.isEmpty(index) {
                        properties.key(column)
                        properties.string(row.record.text(index))
                    }
                }
            }
        } catch let error as any ReadableError {
            throw ImportError.refusalsNotWritten(path, reason: error.message.fr)
        }
    }

    func finish() throws {
        try table?.finish()
        try features?.finish()
    }
}
