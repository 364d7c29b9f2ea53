import Formats
import GRDB

/// Who takes which waste where, on each day: few rows, read once.
struct CollectionsInForce {
    private struct Entry {
        let collection: WasteCollection
        /// ISO 8601, which sorts like the days that it writes.
        let from: String
        let to: String?

        /// How closely the collection says what happens to a weighing; nil when it does not speak of it.
        func fit(campus: String?, container: String?, facility: String?, on day: String) -> Int? {
            guard from <= day, to.map({ day < $0 }) ?? true else { return nil }
            var fit = 0
            for (said, found, weight) in [(collection.container, container, 4), (collection.campus, campus, 2)] {
                guard let said else { continue }
                guard said == found else { return nil }
                fit += weight
            }
            if let said = collection.facility, let facility {
                guard said == facility else { return nil }
                fit += 1
            }
            return fit
        }
    }

    private let entries: [String: [Entry]]

    init(_ db: Database) throws {
        entries = Dictionary(
            grouping: try WasteCollection.all(db).map {
                Entry(collection: $0, from: $0.since.description, to: $0.until?.description)
            }, by: \.collection.stream)
    }

    /// The collection that speaks most closely of a weighing; `isAmbiguous` when two do.
    func collection(
        of stream: String, campus: String?, container: String?, facility: String?, on day: String
    ) -> (collection: WasteCollection, isAmbiguous: Bool)? {
        var best: (collection: WasteCollection, fit: Int)?
        var isAmbiguous = false
        for entry in entries[stream] ?? [] {
            let fit = entry.fit(campus: campus, container: container, facility: facility, on: day)
            guard let fit, fit >= best?.fit ?? 0 else { continue }
            isAmbiguous = best?.fit == fit
            best = (entry.collection, fit)
        }
        return best.map { ($0.collection, isAmbiguous) }
    }

    /// Where a weighing that does not say it was taken; nil when nothing says it, or two collections do.
    func facility(of stream: String, campus: String?, container: String?, on day: String) -> String? {
        guard !entries.isEmpty,
            let found = collection(of: stream, campus: campus, container: container, facility: nil, on: day),
            !found.isAmbiguous
        else { return nil }
        return found.collection.facility
    }
}
