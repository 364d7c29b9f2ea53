import Geospatial

/// How far an area may be off because vertices are not where they were measured.
///
/// Vertices err independently, by a standard deviation s each. The area of a ring then has the standard deviation
/// s/2 · √(Σ |p(i+1) − p(i−1)|²) (first-order propagation of the shoelace formula; Ghilani, *Adjustment Computations*,
/// chapter on error propagation in areas). Vertices that several pieces share move once: at each the vectors of the
/// pieces are added before they are squared, so that an edge between two surfaces of one class counts for nothing.
struct SurveyBand {
    /// Standard deviation of a vertex when the survey does not say, in metres: a convention of this program, of the order
    /// of what is drawn on aerial images.
    static let unknownAccuracy = 1.0
    /// 95 % of a normal error lie within so many standard deviations.
    static let coverage = 1.96

    private struct Vertex {
        var x = 0.0
        var y = 0.0
        var deviation = 0.0
    }

    private struct Key: Hashable {
        let x: Double
        let y: Double
    }

    private var vertices: [Key: Vertex] = [:]

    /// Adds a piece, or takes it away.
    ///
    /// - Parameters:
    ///   - sign: 1 where the area grows, −1 where it shrinks.
    ///   - accuracy: standard deviation of its vertices, in metres; nil when unknown.
    mutating func add(_ piece: MultiPolygon, sign: Double = 1, accuracy: Double?) {
        guard case .multiPolygon(let wound) = Geometry.multiPolygon(piece).wound else { return }
        for ring in wound.polygons.flatMap(\.rings) {
            let positions = ring.positions.dropLast()
            guard positions.count > 2 else { continue }
            for index in positions.indices {
                let next = positions[index + 1 < positions.endIndex ? index + 1 : positions.startIndex]
                let previous = positions[index > positions.startIndex ? index - 1 : positions.endIndex - 1]
                let key = Key(x: positions[index].x, y: positions[index].y)
                vertices[key, default: Vertex()].x += sign * (next.y - previous.y) / 2
                vertices[key, default: Vertex()].y += sign * (previous.x - next.x) / 2
                let deviation = accuracy ?? Self.unknownAccuracy
                vertices[key, default: Vertex()].deviation = max(vertices[key]?.deviation ?? 0, deviation)
            }
        }
    }

    /// One standard deviation of the area, m².
    var standardDeviation: Double {
        vertices.values.map { ($0.x * $0.x + $0.y * $0.y) * $0.deviation * $0.deviation }.sorted().reduce(0, +)
            .squareRoot()
    }

    /// Half the width of the interval that holds the area with 95 %, m².
    var halfWidth: Double { Self.coverage * standardDeviation }
}
