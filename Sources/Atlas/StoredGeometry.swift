package import Foundation
package import GRDB
import GeoPackage
package import Geospatial

extension Row {
    /// The geometry of a column; nil when it is NULL.
    ///
    /// - Throws: ``GeometryBlobError`` for a blob that is none of GeoPackage's.
    package func geometry(_ column: String = "geom") throws -> Geometry? {
        guard let blob = self[column] as Data? else { return nil }
        return try blob.withUnsafeBytes { try GeometryBlob($0).geometry }
    }
}

extension Atlas {
    /// A surface as the layers of this atlas store it: wound as the standards ask, in the working system.
    package func stored(_ surface: MultiPolygon) -> Data {
        Data(GeometryBlob(Geometry.multiPolygon(surface).wound, srs: Int32(crs.authority?.code ?? 0)).bytes)
    }
}
