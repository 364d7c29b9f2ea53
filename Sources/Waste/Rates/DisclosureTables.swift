import Languages

/// The tables that GRI and HESA ask for: which destinations make each row.
enum DisclosureTables {
    private struct Category {
        let disclosure: String
        let label: Bilingual
        let destinations: Set<String>
    }

    /// GRI 306:2020; composting and digestion are recycling. Incineration with energy recovery is a disposal there.
    private static let griCategories = [
        Category(
            disclosure: "306-4", label: Bilingual(fr: "préparation à la réutilisation", en: "preparation for reuse"),
            destinations: ["REUSE_EXT"]),
        Category(
            disclosure: "306-4", label: Bilingual(fr: "recyclage, sur site", en: "recycling, onsite"),
            destinations: ["COMPOST_ON"]),
        Category(
            disclosure: "306-4", label: Bilingual(fr: "recyclage, hors site", en: "recycling, offsite"),
            destinations: ["RECYCLE", "COMPOST_OFF", "DIGEST"]),
        Category(
            disclosure: "306-4", label: Bilingual(fr: "autre valorisation", en: "other recovery operations"),
            destinations: ["SPREAD", "BACKFILL"]),
        Category(
            disclosure: "306-5",
            label: Bilingual(fr: "incinération avec énergie", en: "incineration with energy recovery"),
            destinations: ["ENERGY"]),
        Category(
            disclosure: "306-5",
            label: Bilingual(fr: "incinération sans énergie", en: "incineration without energy recovery"),
            destinations: ["INCIN"]),
        Category(
            disclosure: "306-5", label: Bilingual(fr: "enfouissement", en: "landfilling"), destinations: ["LANDFILL"]),
        Category(
            disclosure: "306-5", label: Bilingual(fr: "autre élimination", en: "other disposal operations"),
            destinations: ["HAZ_TREAT"]),
        Category(
            disclosure: "306-5", label: Bilingual(fr: "destination non prouvée", en: "unproven destination"),
            destinations: ["UNKNOWN", "SORTING"]),
    ]

    private static let hesaCategories = [
        Category(disclosure: "D73", label: Bilingual(fr: "recyclé", en: "recycled"), destinations: ["RECYCLE"]),
        Category(disclosure: "D73", label: Bilingual(fr: "incinération", en: "incineration"), destinations: ["INCIN"]),
        Category(
            disclosure: "D73", label: Bilingual(fr: "compostage", en: "composting"),
            destinations: ["COMPOST_ON", "COMPOST_OFF"]),
        Category(
            disclosure: "D73", label: Bilingual(fr: "méthanisation", en: "anaerobic digestion"),
            destinations: ["DIGEST"]),
        Category(disclosure: "D73", label: Bilingual(fr: "enfouissement", en: "landfill"), destinations: ["LANDFILL"]),
        Category(disclosure: "D73", label: Bilingual(fr: "énergie", en: "energy"), destinations: ["ENERGY"]),
        Category(
            disclosure: "D73", label: Bilingual(fr: "autre", en: "other"),
            destinations: ["REUSE_EXT", "SPREAD", "BACKFILL", "HAZ_TREAT"]),
    ]

    static func gri(_ cells: [RateCell]) -> [WasteRates.TableRow] {
        let waste = cells.filter(\.destination.isWaste)
        func row(_ disclosure: String, _ label: Bilingual, _ isIn: (RateCell) -> Bool) -> WasteRates.TableRow {
            func grams(hazardous: Bool) -> Int64 {
                waste.reduce(0) { $1.stream.isHazardous == hazardous && isIn($1) ? $0 + $1.grams : $0 }
            }
            return WasteRates.TableRow(
                disclosure: disclosure, label: label, hazardous: grams(hazardous: true),
                nonHazardous: grams(hazardous: false))
        }
        let streams = Set(waste.map(\.stream)).sorted { $0.code < $1.code }
        return streams.map { stream in row("306-3", stream.label) { $0.stream == stream } }
            + [row("306-3", Bilingual(fr: "produit, total", en: "generated, total")) { _ in true }]
            + griCategories.map { category in
                row(category.disclosure, category.label) { category.destinations.contains($0.destination.code) }
            }
    }

    /// - Parameter isComplete: true when every mass and destination is known: only then is what was not weighed zero, and
    ///   is there a total.
    static func hesa(_ cells: [RateCell], isComplete: Bool) -> [WasteRates.TableRow] {
        let counted = cells.filter { $0.destination.isWaste && WastePerimeter.withoutWorks.contains($0.stream) }
        func row(_ label: Bilingual, _ isIn: (RateCell) -> Bool) -> WasteRates.TableRow {
            func grams(hazardous: Bool) -> Int64? {
                let sum = counted.reduce(0) { $1.stream.isHazardous == hazardous && isIn($1) ? $0 + $1.grams : $0 }
                return sum > 0 || isComplete ? sum : nil
            }
            return WasteRates.TableRow(
                disclosure: "D73", label: label, hazardous: grams(hazardous: true),
                nonHazardous: grams(hazardous: false))
        }
        let total = Bilingual(fr: "total", en: "total")
        return hesaCategories.map { category in
            row(category.label) { category.destinations.contains($0.destination.code) }
        } + [
            isComplete
                ? row(total) { _ in true }
                : WasteRates.TableRow(disclosure: "D73", label: total, hazardous: nil, nonHazardous: nil)
        ]
    }
}
