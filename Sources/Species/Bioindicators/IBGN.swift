public import Languages

/// The tables of the French index of rivers' macro-invertebrates, IBGN (NF T90-350): classes of variety, indicator groups,
/// classes of quality.
public struct IBGN: Sendable, Hashable {
    private struct Band: Hashable {
        let range: ClosedRange<Int>
        let number: Int
        let label: Bilingual
    }

    /// A taxon that tells a group, from so many individuals on.
    struct Indicator: Hashable {
        let taxon: String
        let group: Int
        let minimum: Int
    }

    private let varieties: [Band]
    private let qualities: [Band]
    /// Empty while the table is still to be loaded.
    let indicators: [Indicator]

    /// The note: indicator group + class of variety − 1, at most 20.
    public static func note(indicatorGroup: Int, varietyClass: Int) -> Int {
        min(20, indicatorGroup + varietyClass - 1)
    }

    /// The class of variety (1 to 14) of so many taxa; nil for none.
    public func varietyClass(ofTaxa taxa: Int) -> Int? { varieties.first { $0.range.contains(taxa) }?.number }

    /// The class of quality of a note.
    public func quality(ofNote note: Int) -> Bilingual? { qualities.first { $0.range.contains(note) }?.label }

    /// The highest group that a taxon of it tells, being numerous enough.
    ///
    /// - Parameter count: individuals of a taxon.
    func indicatorGroup(_ count: (String) throws -> Int) rethrows -> Int? {
        var best: Int?
        for indicator in indicators where indicator.group > best ?? 0 {
            if try count(indicator.taxon) >= indicator.minimum { best = indicator.group }
        }
        return best
    }

    init(groups: ProtocolTable?, variety: ProtocolTable?, quality: ProtocolTable?) throws {
        varieties =
            try variety.map { table in
                try zip(Self.ranges(table), table.numbers("from", "class")).map { range, number in
                    Band(range: range, number: Int(number.value), label: Bilingual(fr: number.name, en: number.name))
                }
            } ?? []
        qualities =
            try quality.map { table in
                let (fr, en) = (try table.column("label_fr"), try table.column("label_en"))
                return try zip(Self.ranges(table), table.rows).map { range, row in
                    Band(
                        range: range, number: range.upperBound, label: Bilingual(fr: row.cells[fr], en: row.cells[en]))
                }
            } ?? []
        indicators =
            try groups.map { table in
                try zip(
                    table.numbers("scientific_name", "group"), table.numbers("scientific_name", "minimum")
                ).map { Indicator(taxon: $0.name, group: Int($0.value), minimum: Int($1.value)) }
            } ?? []
    }

    /// `from` to `to`, both included; an empty `to` has no end.
    private static func ranges(_ table: ProtocolTable) throws -> [ClosedRange<Int>] {
        let (from, to) = (try table.column("from"), try table.column("to"))
        return try table.rows.map { row in
            guard let low = Int(row.cells[from]), let high = row.cells[to].isEmpty ? .max : Int(row.cells[to]),
                low <= high
            else {
                throw table.fail(
                    row.number,
                    Bilingual(
                        fr: "de « \(row.cells[from]) » à « \(row.cells[to]) » : il faut deux nombres entiers en ordre",
                        en: "from '\(row.cells[from])' to '\(row.cells[to])': two whole numbers in order are needed"))
            }
            return low...high
        }
    }
}
