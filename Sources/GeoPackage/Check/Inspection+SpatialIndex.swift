import GRDB
import Geospatial

/// The spatial index beside its layer (OGC 12-128r17 clause F.3). Boxes in the index are of 32-bit floats rounded outward:
/// a little larger than the geometry's, never smaller.
extension Inspection {
    /// - Parameter statement: a row of key, geometry, then the index's id, minx, maxx, miny, maxy.
    func checkIndexRow(_ statement: borrowing RawStatement, fid: Int64, extent: Extent, table: String) {
        let isIndexed = statement.storage(2) != .null
        switch extent {
        case .unknown: return
        case .none:
            guard isIndexed else { return }
            report(
                .indexRow, table: table, fid: fid, fr: "dans l'index spatial, sans géométrie. Refaites l'index.",
                en: "in the spatial index, without a geometry. Rebuild the index.")
        case .box(let box): checkIndexedBox(statement, fid: fid, box: box, isIndexed: isIndexed, table: table)
        }
    }

    private func checkIndexedBox(
        _ statement: borrowing RawStatement, fid: Int64, box: Envelope, isIndexed: Bool, table: String
    ) {
        guard isIndexed else {
            return report(
                .indexRow, table: table, fid: fid,
                fr: "absente de l'index spatial : les recherches par emprise l'oublient. Refaites l'index.",
                en: "not in the spatial index: searches by extent miss it. Rebuild the index.")
        }
        let indexed = Envelope(
            minX: statement.double(3), minY: statement.double(5), maxX: statement.double(4), maxY: statement.double(6))
        let contains =
            indexed.minX <= box.minX && indexed.maxX >= box.maxX && indexed.minY <= box.minY && indexed.maxY >= box.maxY
        if !contains {
            report(
                .indexBox, table: table, fid: fid,
                fr: "l'index spatial dit \(indexed.inWords), la géométrie \(box.inWords). Refaites l'index.",
                en: "the spatial index says \(indexed.inWords), the geometry \(box.inWords). Rebuild the index.")
        } else if indexed.exceedsRounding(of: box) {
            report(
                .indexBox, .warning, table: table, fid: fid,
                fr:
                    "l'index spatial a une boîte trop grande, \(indexed.inWords) pour \(box.inWords). Refaites l'index.",
                en: "the spatial index has too large a box, \(indexed.inWords) for \(box.inWords). Rebuild the index.")
        }
    }

    func checkExtraIndexRows(of layer: GeometryLayer, index: String) throws {
        let key = layer.key.quotedDatabaseIdentifier
        let cursor = try Int64.fetchCursor(
            db,
            sql: """
                SELECT id FROM \(index.quotedDatabaseIdentifier)
                WHERE id NOT IN (SELECT \(key) FROM \(layer.shape.name.quotedDatabaseIdentifier))
                """)
        while let id = try cursor.next() {
            report(
                .indexRow, table: layer.shape.name, fid: id,
                fr: "l'index spatial a une ligne que la table n'a pas. Refaites l'index.",
                en: "the spatial index has a row that the table does not. Rebuild the index.")
        }
    }

    /// The triggers are those of the file's version and no other; the extension is registered.
    func checkIndexDeclaration(of layer: GeometryLayer, index: String) throws {
        let table = layer.shape.name
        if try !isRegistered("gpkg_rtree_index", table: table, column: layer.column) {
            report(
                .extensionRow, table: table,
                fr: "l'index spatial n'est pas enregistré dans gpkg_extensions. Ajoutez sa ligne.",
                en: "the spatial index is not registered in gpkg_extensions. Add its row.")
        }
        let names = try Set(
            String.fetchAll(
                db, sql: "SELECT lower(name) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE",
                arguments: [table]))
        let present = SpatialIndexTriggers.everySuffix.filter { names.contains("\(index)_\($0)".lowercased()) }
        let expected = Set(SpatialIndexTriggers.suffixes(for: try schema.version))
        let version = try schema.version == .v1_4 ? "1.4" : "1.3"
        for suffix in expected.subtracting(present).sorted() {
            report(
                .indexTrigger, table: table,
                fr:
                    "le déclencheur \(index)_\(suffix) (version \(version)) manque : l'index ne suivra pas. Refaites l'index.",
                en:
                    "trigger \(index)_\(suffix) (version \(version)) is missing: the index will not follow. Rebuild the index."
            )
        }
        for suffix in present.subtracting(expected).sorted() {
            report(
                .indexTrigger, table: table,
                fr: "le déclencheur \(index)_\(suffix) n'est pas de la version \(version). Refaites l'index.",
                en: "trigger \(index)_\(suffix) is not one of version \(version). Rebuild the index.")
        }
    }

    func checkIndexPresence(of layer: GeometryLayer) throws {
        let table = layer.shape.name
        let index = "rtree_\(table)_\(layer.column)"
        if try isRegistered("gpkg_rtree_index", table: table, column: layer.column), try !exists(index) {
            report(
                .indexRow, table: table,
                fr: "index spatial enregistré, mais inexistant. Refaites-le ou retirez la ligne.",
                en: "spatial index registered, but not there. Rebuild it or remove the row.")
        }
    }
}

extension Envelope {
    /// True when an edge lies further out than four floats of rounding can put it.
    fileprivate func exceedsRounding(of box: Envelope) -> Bool {
        func exceeds(_ a: Double, _ b: Double) -> Bool { abs(a - b) > max(abs(b), 1e-30) * 0x1p-21 }
        return exceeds(minX, box.minX) || exceeds(maxX, box.maxX) || exceeds(minY, box.minY) || exceeds(maxY, box.maxY)
    }
}
