import Atlas
import Formats
import GRDB
import Geospatial

/// The proof that a change on the ground did what it says, made inside its transaction: the eve is as it was, the books
/// of the ground touched balance, and outside the footprint nothing became anything else.
struct GroundProof {
    private let region: OutlineTimeline
    /// The ground touched that must stay what it is.
    private let around: MultiPolygon
    private let day: CalendarDate
    private let eve: CalendarDate
    private let measure: GeodesicMeasure
    private let before: [Account: Double]
    private let aroundBefore: [Account: Double]

    /// - Parameters:
    ///   - shape: the ground that the change touches: the footprint and the surfaces it meets.
    ///   - footprint: where the ground may become something else.
    init(of shape: MultiPolygon, changing footprint: MultiPolygon, on day: CalendarDate, _ book: GroundBook) throws {
        region = OutlineTimeline(name: "", always: shape)
        around = try PieceIndex([footprint]).remove(from: shape)
        self.day = day
        eve = day.advanced(by: -1) ?? day
        measure = try GeodesicMeasure(crs: book.atlas.crs)
        let history = try SurfaceHistory(book.db, near: region.envelope)
        before = try Partition(of: history, on: eve, in: shape, measure: measure).stock
        aroundBefore = try Partition(of: history, on: day, in: around, measure: measure).stock
    }

    /// - Throws: ``LandError/unbalanced(account:by:)``: the transaction is then undone.
    func verify(_ book: GroundBook) throws {
        let history = try SurfaceHistory(book.db, near: region.envelope)
        let balance = try LandBalance(of: history, from: eve, to: day, in: region, measure: measure)
        try refuse(before, balance.opening, LandBalance.tolerance)
        for account in balance.accounts {
            try refuse(account.code, balance.residual(of: account), LandBalance.tolerance)
        }
        // What is cut on the grid may move by a millimetre along its edge.
        let slack = try LandBalance.tolerance + Atlas.grid * measure.perimeter(around)
        try refuse(aroundBefore, Partition(of: history, on: day, in: around, measure: measure).stock, slack)
    }

    private func refuse(_ before: [Account: Double], _ after: [Account: Double], _ tolerance: Double) throws {
        for account in Set(before.keys).union(after.keys) {
            try refuse(account.code, (after[account] ?? 0) - (before[account] ?? 0), tolerance)
        }
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
            let touched = try MultiPolygon.union(of: met + [footprint], grid: MultiPolygon.measuringGrid)
            let proof = try GroundProof(of: touched, changing: footprint, on: day, book)
            let result = try change(book, footprint)
            try proof.verify(book)
            return result
        }
    }
}
