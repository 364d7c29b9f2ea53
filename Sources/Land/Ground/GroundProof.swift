import Atlas
import Formats
import GRDB
import Geospatial

/// The proof that a change on the ground did what it says, made inside its transaction: the eve is as it was, the books
/// of the ground touched balance, and outside the footprint nothing became anything else.
struct GroundProof {
    private let region: OutlineTimeline
    private let shape: MultiPolygon
    private let day: CalendarDate
    private let eve: CalendarDate
    private let measure: GeodesicMeasure
    private let before: [Account: Double]

    /// - Parameter shape: the ground that the change touches: the footprint and the surfaces it meets.
    init(of shape: MultiPolygon, on day: CalendarDate, _ book: GroundBook) throws {
        self.shape = shape
        self.day = day
        eve = day.advanced(by: -1) ?? day
        region = OutlineTimeline(name: "", always: shape)
        measure = try GeodesicMeasure(crs: book.atlas.crs)
        before = try Self.balance(book, region, eve, eve, measure).opening
    }

    private static func balance(
        _ book: GroundBook, _ region: OutlineTimeline, _ from: CalendarDate, _ to: CalendarDate,
        _ measure: GeodesicMeasure
    ) throws -> LandBalance {
        try LandBalance(
            of: SurfaceHistory(book.db, near: region.envelope), from: from, to: to, in: region, measure: measure)
    }

    /// - Parameter footprint: where the ground may become something else.
    /// - Throws: ``LandError/unbalanced(account:by:)``: the transaction is then undone.
    func verify(changing footprint: MultiPolygon, _ book: GroundBook) throws {
        let balance = try Self.balance(book, region, eve, day, measure)
        for account in Set(before.keys).union(balance.opening.keys) {
            try refuse(account.code, (balance.opening[account] ?? 0) - (before[account] ?? 0), LandBalance.tolerance)
        }
        for account in balance.accounts {
            try refuse(account.code, balance.residual(of: account), LandBalance.tolerance)
        }
        // What is cut on the grid may move by a millimetre along its edge.
        let slack = try LandBalance.tolerance + Atlas.grid * measure.perimeter(shape)
        let inside = PieceIndex([footprint])
        let outside = try balance.transfers.reduce(0) { sum, transfer in
            sum + (try measure.area(inside.remove(from: transfer.geometry)))
        }
        try refuse("outside", outside, slack)
    }

    private func refuse(_ account: String, _ difference: Double, _ tolerance: Double) throws {
        guard abs(difference) > tolerance else { return }
        throw LandError.unbalanced(account: account, by: difference)
    }
}

extension Atlas {
    /// One transaction on the ground, proved before it is kept.
    ///
    /// - Parameters:
    ///   - footprint: where the ground may become something else, given the book as it is.
    ///   - change: what closes and opens surfaces.
    func changeGround<Result>(
        on day: CalendarDate, by person: String?, reason: String?,
        footprint: (GroundBook) throws -> MultiPolygon, _ change: (GroundBook, MultiPolygon) throws -> Result
    ) throws -> Result {
        try write(by: person, reason: reason) { db in
            let book = GroundBook(atlas: self, db: db)
            let footprint = try footprint(book)
            guard let box = Geometry.multiPolygon(footprint).envelope else { throw LandError.nothingDrawn }
            let met = try SurfaceHistory(db, near: box).surfaces.map(\.geometry)
                .filter { try $0.sharesInterior(with: footprint) }
            let touched = try MultiPolygon.union(of: met + [footprint], grid: MultiPolygon.fullPrecision)
            let proof = try GroundProof(of: touched, on: day, book)
            let result = try change(book, footprint)
            try proof.verify(changing: footprint, book)
            return result
        }
    }
}
