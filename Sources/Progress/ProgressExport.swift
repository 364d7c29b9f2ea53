public import Atlas
public import Formats
import Geospatial
import Languages

extension Atlas {
    /// Writes where every target stands: in CSV a row for each figure, in GeoJSON a feature for each campus.
    ///
    /// - Parameter path: where; `-` is standard output.
    /// - Returns: how many rows or features were written.
    /// - Throws: ``ExportError/formatNotOffered(_:layer:offered:)`` for a GeoPackage.
    public func exportProgress(format: ExportFormat, on day: CalendarDate, to path: String) throws -> Int {
        let report = try progress(on: day)
        switch format {
        case .csv: return try writeTable(report, ByteSink(path))
        case .geojson: return try writeFeatures(report, ByteSink(path), on: day)
        case .gpkg: throw ExportError.formatNotOffered(format, layer: "progress", offered: [.geojson, .csv])
        }
    }

    private func writeTable(_ report: ProgressReport, _ sink: ByteSink) throws -> Int {
        let header = [
            "indicator", "campus", "label_fr", "unit", "from", "on", "value", "lower", "upper", "coverage", "verdict",
            "target_fr", "baseline_on", "due_on", "baseline", "goal", "expected", "note_fr",
        ]
        var writer = try DelimitedTextWriter(
            sink, header: header, dialect: .semicolonSeparated, byteOrderMark: true)
        func number(_ value: Double?) -> String { value.map { $0.description.replacing(".", with: ",") } ?? "" }
        for standing in report.standings {
            let figure = standing.figure
            try writer.write([
                figure.indicator.id, figure.perimeter.campus ?? "", figure.indicator.label.fr,
                figure.indicator.unit.rawValue, figure.from?.description ?? "", figure.on.description,
                number(figure.estimate?.value), number(figure.estimate?.lower), number(figure.estimate?.upper),
                number(figure.coverage), standing.verdict.rawValue, standing.target?.label.fr ?? "",
                standing.target?.baselineOn.description ?? "", standing.target?.dueOn.description ?? "",
                number(standing.trajectory?.baseline.value), number(standing.trajectory?.goal),
                number(standing.trajectory?.expected), figure.note?.fr ?? "",
            ])
        }
        try writer.finish()
        return report.standings.count
    }

    private func writeFeatures(_ report: ProgressReport, _ sink: ByteSink, on day: CalendarDate) throws -> Int {
        let toDegrees = try CoordinateTransform(from: crs, to: .wgs84)
        let campuses = try campuses(on: day)
        var writer = try GeoJSONWriter(sink, decimals: 8)
        for campus in campuses {
            let outline = try toDegrees.transform(.multiPolygon(campus.outline))
            try writer.write(id: campus.uuid, geometry: outline) { properties in
                properties.key("name")
                properties.string(campus.name)
                properties.key("on")
                properties.string(day.description)
                for standing in report.standings where standing.figure.perimeter.campus == campus.name {
                    guard let value = standing.figure.estimate?.value else { continue }
                    properties.key(standing.figure.indicator.id)
                    try properties.number(value)
                    properties.key(standing.figure.indicator.id + ".verdict")
                    properties.string(standing.verdict.rawValue)
                }
            }
        }
        try writer.finish()
        return campuses.count
    }
}
