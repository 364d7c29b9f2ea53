import GRDB
import Geospatial
import Languages

/// The geometries of a layer one by one, and beside each the box that the spatial index has of it.
extension Inspection {
    func checkGeometries(of layer: GeometryLayer) {
        attempt(layer.shape.name) {
            let table = layer.shape.name
            let index = "rtree_\(table)_\(layer.column)"
            let hasIndex = try !layer.shape.isView && exists(index)
            let key = "t." + layer.key.quotedDatabaseIdentifier
            let geometry = "t." + layer.column.quotedDatabaseIdentifier
            let sql =
                hasIndex
                ? """
                SELECT \(key), \(geometry), r.id, r.minx, r.maxx, r.miny, r.maxy FROM \(table.quotedDatabaseIdentifier) t
                LEFT JOIN \(index.quotedDatabaseIdentifier) r ON r.id = \(key)
                """ : "SELECT \(key), \(geometry) FROM \(table.quotedDatabaseIdentifier) t"
            let statement = try RawStatement(db, sql: sql, subject: table)
            while try statement.step() {
                let fid = statement.int64(0)
                let extent = checkGeometry(statement, fid: fid, of: layer)
                if hasIndex { checkIndexRow(statement, fid: fid, extent: extent, table: table) }
            }
            if hasIndex {
                try checkExtraIndexRows(of: layer, index: index)
                try checkIndexDeclaration(of: layer, index: index)
            }
        }
        attempt(layer.shape.name) { try checkIndexPresence(of: layer) }
    }

    private func checkGeometry(_ statement: borrowing RawStatement, fid: Int64, of layer: GeometryLayer) -> Extent {
        let table = layer.shape.name
        guard statement.storage(1) != .null else { return .none }
        let blob = statement.blob(1) ?? UnsafeRawBufferPointer(statement.text(1))
        let header: GeometryBlob.Header
        do {
            header = try GeometryBlob.Header(blob)
        } catch {
            report(.geometryBlob, table: table, fid: fid, error.message)
            return .unknown
        }
        if header.srs != layer.srs {
            report(
                .geometryReferenceSystem, table: table, fid: fid,
                fr: "géométrie dans le système \(header.srs), couche dans le système \(layer.srs). Reprojetez-la.",
                en: "geometry in system \(header.srs), layer in system \(layer.srs). Reproject it.")
        }
        let scan: WKBScan
        do {
            scan = try WKBScan(blob, from: header.length)
        } catch {
            // The curves of clause F.1 are well formed and not walked here.
            guard layer.type != nil else { return .unknown }
            report(.wellKnownBinary, table: table, fid: fid, error.message)
            return .unknown
        }
        checkType(scan, fid: fid, of: layer)
        checkEnvelope(header, scan, fid: fid, table: table)
        if !scan.isFinite {
            report(
                .notFinite, table: table, fid: fid, fr: "une coordonnée n'est pas un nombre. Redessinez l'objet.",
                en: "a coordinate is not a number. Draw the feature again.")
        } else if scan.trailingBytes > 0 {
            report(
                .wellKnownBinary, table: table, fid: fid,
                fr: "\(scan.trailingBytes) octet(s) de trop après la géométrie.",
                en: "\(scan.trailingBytes) byte(s) too many after the geometry.")
        } else if !scan.hasM {
            checkValidity(UnsafeRawBufferPointer(rebasing: blob[header.length...]), fid: fid, table: table)
        }
        return scan.envelope.map(Extent.box) ?? .none
    }

    private func checkType(_ scan: WKBScan, fid: Int64, of layer: GeometryLayer) {
        if let type = layer.type, !type.accepts(wkbKind: scan.kind) {
            let found = GeometryType.allCases.first { $0.wkbKind == scan.kind }?.rawValue ?? "\(scan.kind)"
            report(
                .geometryType, table: layer.shape.name, fid: fid,
                fr: "\(found) dans une colonne \(type.rawValue). Convertissez la géométrie.",
                en: "\(found) in a \(type.rawValue) column. Convert the geometry.")
        }
        for (name, has, rule) in [("Z", scan.hasZ, layer.z), ("M", scan.hasM, layer.m)]
        where (has && rule == 0) || (!has && rule == 1) {
            report(
                .geometryType, table: layer.shape.name, fid: fid,
                fr: has
                    ? "géométrie avec \(name), que la couche interdit."
                    : "géométrie sans \(name), que la couche exige.",
                en: has
                    ? "geometry with \(name), which the layer forbids."
                    : "geometry without \(name), which the layer requires.")
        }
    }

    private func checkEnvelope(_ header: GeometryBlob.Header, _ scan: WKBScan, fid: Int64, table: String) {
        let isEmpty = scan.envelope == nil
        if scan.isFinite, header.isEmpty != isEmpty || (isEmpty && header.envelopeCode != 0) {
            report(
                .emptyFlag, table: table, fid: fid,
                fr: isEmpty
                    ? "géométrie vide qui ne se dit pas vide, ou qui a une enveloppe."
                    : "géométrie dite vide, et qui ne l'est pas.",
                en: isEmpty
                    ? "empty geometry that does not say so, or that has an envelope."
                    : "geometry said to be empty that is not.")
            return
        }
        guard header.envelopeCode != 0, let actual = scan.envelope else { return }
        guard let said = header.envelope else {
            return report(
                .envelope, table: table, fid: fid, fr: "enveloppe faite de NaN. Réécrivez la géométrie.",
                en: "envelope made of NaN. Write the geometry again.")
        }
        if said.isNearly(actual) { return }
        // Written as minx, miny, maxx, maxy, which the header reads as minx, maxx, miny, maxy.
        let reordered = Envelope(minX: said.minX, minY: said.maxX, maxX: said.minY, maxY: said.maxY)
        if reordered.isNearly(actual) {
            report(
                .envelope, table: table, fid: fid,
                fr:
                    "enveloppe écrite minx, miny, maxx, maxy ; GeoPackage veut minx, maxx, miny, maxy. Réécrivez la géométrie.",
                en:
                    "envelope written minx, miny, maxx, maxy; GeoPackage wants minx, maxx, miny, maxy. Write the geometry again."
            )
        } else {
            report(
                .envelope, table: table, fid: fid,
                fr: "enveloppe \(said.inWords), coordonnées \(actual.inWords). Réécrivez la géométrie.",
                en: "envelope \(said.inWords), coordinates \(actual.inWords). Write the geometry again.")
        }
    }

    private func checkValidity(_ wkb: UnsafeRawBufferPointer, fid: Int64, table: String) {
        do {
            let geometry = try Geometry(wkb: wkb)
            guard let fault = try geometry.validity().fault else { return }
            report(
                .invalidGeometry, table: table, fid: fid, fr: "géométrie invalide : \(fault.fr). Réparez-la.",
                en: "invalid geometry: \(fault.en). Repair it.")
        } catch let error as WKBError {
            report(.invalidGeometry, table: table, fid: fid, error.message)
        } catch {
            report(
                .invalidGeometry, table: table, fid: fid, fr: "validité indéterminée : \(error).",
                en: "validity not known: \(error).")
        }
    }
}

/// What there is to index of a row.
enum Extent {
    /// No geometry, or an empty one.
    case none
    case box(Envelope)
    /// A geometry that cannot be read.
    case unknown
}

extension Envelope {
    /// Equal but for the last digits of a computation: to one part in 10⁹.
    fileprivate func isNearly(_ other: Envelope) -> Bool {
        zip([minX, minY, maxX, maxY], [other.minX, other.minY, other.maxX, other.maxY]).allSatisfy { a, b in
            abs(a - b) <= 1e-9 * max(abs(a), abs(b), 1e-3)
        }
    }

    var inWords: String { "[\(minX) \(minY), \(maxX) \(maxY)]" }
}
