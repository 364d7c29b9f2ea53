package import Formats
package import Geospatial

/// A layer that is read in pieces: what leaves the atlas, the table that it is selected from, and when its rows are true.
package struct PagedLayer: Sendable {
    /// What leaves the atlas, and what is held back.
    package let export: LayerExport
    /// The table behind it, with `fid`, `uuid` and `geom`.
    let table: String
    let period: LayerPeriod

    package init(_ export: LayerExport, table: String, period: LayerPeriod) {
        self.export = export
        self.table = table
        self.period = period
    }
}

/// The columns of a table that say on which days a row is true.
package enum LayerPeriod: Sendable {
    /// From a first day until a day that is no longer of it; NULL is without bound.
    case validity(from: String, until: String)
    /// From a first day to a last; without a last there is one day only.
    case days(first: String, last: String)
}

/// Which rows of a layer are asked for. Rows without a place match every area, rows without a date every day (OGC
/// 17-069r4 requirements `fc-bbox-response` and `fc-time-response`).
package struct LayerQuery: Sendable {
    /// The system of coordinates that come in or go out: longitude and latitude in degrees, or the atlas's own.
    package enum Reference: Sendable {
        case wgs84
        case working
    }

    /// Where: in one of some rectangles.
    package struct Area: Sendable {
        package let boxes: [Envelope]
        package let reference: Reference

        package init(_ boxes: [Envelope], _ reference: Reference) {
            self.boxes = boxes
            self.reference = reference
        }
    }

    package var uuid: String?
    package var area: Area?
    /// nil is without bound.
    package var firstDay: CalendarDate?
    package var lastDay: CalendarDate?
    /// The system of the geometries that come out.
    package var reference = Reference.wgs84
    package var limit = 100
    package var offset = 0

    package init() {}
}

/// Some rows of those that a query asks for.
package struct LayerPage: Sendable {
    /// How many rows answer the query in all.
    package let matched: Int
    package let features: [LayerFeature]
}

/// A row as it leaves the atlas.
package struct LayerFeature: Sendable {
    package enum Value: Sendable {
        case integer(Int)
        case number(Double)
        case text(String)
    }

    package let uuid: String
    package let geometry: Geometry?
    /// The columns that have a value, in the order of the layer.
    package let properties: [(name: String, value: Value)]
}

/// What a layer covers.
package struct LayerSummary: Sendable {
    /// The days of the rows that have some; nil is without bound.
    package struct Days: Sendable {
        package let first: CalendarDate?
        package let last: CalendarDate?
    }

    package let count: Int
    /// In degrees, rounded outwards to a tenth of a metre; nil when no row has a place.
    package let extent: Envelope?
    /// nil when no row has a date.
    package let days: Days?
}
