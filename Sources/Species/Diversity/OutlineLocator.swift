import Atlas
import Geospatial

/// Finds in which of many places a record lies, without looking at all of them.
struct OutlineLocator {
    /// What is known of where a record lies.
    enum Answer {
        /// The ranks of the places that hold it; edges count.
        case inside([Int])
        /// It is drawn in a place, but it may be farther off than the place is wide.
        case tooUncertain
        case elsewhere
    }

    /// A place made ready. It is asked by one thread at a time.
    private final class Place {
        let prepared: PreparedPolygon
        /// Of the disc of the same area, in metres.
        let radius: Double

        init(_ outline: MultiPolygon, area: Double) throws {
            prepared = try PreparedPolygon(outline)
            radius = (area / .pi).squareRoot()
        }
    }

    private let places: [Place]
    /// The rank of each place among those given.
    private let ranks: [Int]
    private let index: SpatialIndex

    init(_ outlines: [MultiPolygon], crs: CoordinateReferenceSystem) throws {
        let measure = try GeodesicMeasure(crs: crs)
        var places: [Place] = []
        var ranks: [Int] = []
        var boxes: [Envelope] = []
        for (rank, outline) in outlines.enumerated() {
            guard let box = Geometry.multiPolygon(outline).envelope else { continue }
            places.append(try Place(outline, area: measure.area(outline)))
            ranks.append(rank)
            boxes.append(box)
        }
        self.places = places
        self.ranks = ranks
        index = SpatialIndex(boxes)
    }

    /// - Parameter uncertainty: Darwin Core's `coordinateUncertaintyInMeters`; nil when the source gives none, and the
    ///   record is then taken at its word.
    func locate(_ position: Position, uncertainty: Double?) throws -> Answer {
        guard !places.isEmpty else { return .elsewhere }
        var holding: [Int] = []
        for place in index.query(Envelope(position)) where try places[place].prepared.intersects(position) {
            holding.append(place)
        }
        guard !holding.isEmpty else { return .elsewhere }
        let sure = holding.filter { places[$0].radius >= uncertainty ?? 0 }
        return sure.isEmpty ? .tooUncertain : .inside(sure.map { ranks[$0] })
    }
}
