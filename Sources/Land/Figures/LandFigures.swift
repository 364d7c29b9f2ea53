package import Atlas
package import Formats
import GRDB
import Geospatial
import Languages

/// The figures of the land book on a day.
package struct LandFigures: BookFigures {
    package static let sealedShare = Indicator(
        "land.sealed_share", label: Bilingual(fr: "Part de surface étanche", en: "Sealed share"),
        definition: Bilingual(
            fr:
                "Surface étanche (OCS GE : zones imperméables bâties et non bâties, CS1.1.1) sur la surface du campus ; "
                + "aires géodésiques, chaque m² compté une fois, l'étanche l'emportant.",
            en: "Sealed surface (OCS GE impermeable zones, built and unbuilt, CS1.1.1) over the surface of the campus; "
                + "geodesic areas, each m² counted once, sealed winning."), unit: .ratio)
    package static let newSealedParking = Indicator(
        "land.new_sealed_parking",
        label: Bilingual(fr: "Parking nouvellement étanche", en: "Newly sealed parking"),
        definition: Bilingual(
            fr: "Surface de stationnement étanche à cette date et qui ne l'était pas à la date de référence, en m² "
                + "(éclats de moins de 1 m² ou de 30 cm de large à part).",
            en:
                "Parking that is sealed on this day and was not at the baseline, in m² (slivers under 1 m² or 30 cm wide "
                + "apart)."), unit: .squareMetre)
    package static let indicators = [sealedShare, newSealedParking]

    private let day: CalendarDate
    private let atlas: Atlas
    private let campuses: [(campus: Campus, partition: Partition)]
    /// The surfaces as they are, when the atlas has no outline.
    private let unbounded: Partition?
    private let coefficients: (biotope: CoefficientSet, imperviousness: CoefficientSet)
    private let parking: [String: NewSealedParking]

    package init(_ atlas: Atlas, on day: CalendarDate, since baseline: LandFigures?) throws {
        self.day = day
        self.atlas = atlas
        let measure = try GeodesicMeasure(crs: atlas.crs)
        let outlines = try atlas.campuses(on: day)
        let (living, sets) = try atlas.pool.read { db in
            (
                try LivingSurfaces(on: day, db),
                (
                    biotope: try CoefficientSet("baf2021", on: day.description, db),
                    imperviousness: try CoefficientSet("imperviousness", on: day.description, db)
                )
            )
        }
        coefficients = sets
        campuses = try outlines.map { ($0, try Partition(of: living, in: $0.outline, measure: measure)) }
        unbounded = outlines.isEmpty ? try Partition(of: living, in: nil, measure: measure) : nil
        var parking: [String: NewSealedParking] = [:]
        if let baseline {
            for (campus, partition) in campuses {
                guard let before = baseline.campuses.first(where: { $0.campus.name == campus.name }) else { continue }
                parking[campus.name] = try NewSealedParking(
                    now: partition, before: before.partition, measure: measure)
            }
        }
        self.parking = parking
    }

    package func figure(_ id: String, _ perimeter: Perimeter) throws -> Figure? {
        switch id {
        case Self.sealedShare.id: sealedShare(perimeter)
        case Self.newSealedParking.id: newSealedParking(perimeter)
        default: nil
        }
    }

    /// Without an outline, the surfaces as they are stand for the school, and for no campus.
    private func partitions(_ perimeter: Perimeter) -> [Partition] {
        if let unbounded { return perimeter == .school ? [unbounded] : [] }
        return campuses.filter { perimeter.campus == nil || $0.campus.name == perimeter.campus }.map(\.partition)
    }

    private func sealedShare(_ perimeter: Perimeter) -> Figure {
        let partitions = partitions(perimeter)
        let sealed = partitions.reduce(0) { $0 + $1.area { $0.sealingClass == .sealed } }
        let overlap = partitions.reduce(0) { $0 + $1.overlapArea }
        guard unbounded == nil, !partitions.isEmpty else {
            return Figure(
                Self.sealedShare, perimeter, on: day, estimate: nil, coverage: nil,
                note: Bilingual(
                    fr: "Il manque le contour du campus : importez-le (« import campuses »).",
                    en: "The outline of the campus is missing: import it ('import campuses')."),
                targeted: partitions.isEmpty
                    ? nil : Self.area("land.sealed_area", "Surface étanche", "Sealed area", Estimate(exactly: sealed)),
                companions: [Self.area("land.overlap", "Recouvrements", "Overlaps", Estimate(exactly: overlap))])
        }
        let total = partitions.reduce(0) { $0 + ($1.outlineArea ?? 0) }
        let unclassified = partitions.reduce(0) { $0 + ($1.unclassifiedArea ?? 0) }
        let areas = partitions.reduce(into: [String: Double]()) { $0.merge($1.areaByType, uniquingKeysWith: +) }
        let classified = total - unclassified
        func share(_ isCounted: (SurfaceType) -> Bool) -> Estimate {
            let counted = partitions.reduce(0) { $0 + $1.area(where: isCounted) }
            return Estimate(counted / total, lower: counted / total, upper: (counted + unclassified) / total)
        }
        let defects = (unclassified + overlap) / total
        return Figure(
            Self.sealedShare, perimeter, on: day, estimate: share { $0.sealingClass == .sealed },
            coverage: classified / total,
            note: defects > Self.toleratedDefects
                ? Bilingual(
                    fr:
                        "Trous et recouvrements font \(percent(defects)) du campus (plus de 0,5 %) : figure à confirmer.",
                    en: "Gaps and overlaps make \(percent(defects)) of the campus (over 0.5 %): to be confirmed.")
                : nil,
            targeted: Self.area(
                "land.sealed_area", "Surface étanche", "Sealed area",
                Estimate(sealed, lower: sealed, upper: sealed + unclassified)),
            companions: [
                Self.area("land.total_area", "Surface du campus", "Surface of the campus", Estimate(exactly: total)),
                Self.area("land.unclassified", "Non classé", "Unclassified", Estimate(exactly: unclassified)),
                Self.area(
                    "land.overlap", "Recouvrements (comptés une fois)", "Overlaps (counted once)",
                    Estimate(exactly: overlap)),
                Self.area(
                    "land.sealed_over_other", "Dont étanche sur une autre classe (l'étanche l'emporte)",
                    "Of which sealed over another class (sealed wins)",
                    Estimate(exactly: partitions.reduce(0) { $0 + $1.sealedOverOtherArea })),
                Companion(
                    "land.sealed_share_without_roofs",
                    Bilingual(fr: "Étanche sans les toitures", en: "Sealed without roofs"),
                    .ratio, share { $0.sealingClass == .sealed && !$0.isRoof }),
                Companion(
                    "land.sealed_share_berlin", Bilingual(fr: "Étanche selon Berlin", en: "Sealed, Berlin definition"),
                    .ratio, share(\.isSealedInBerlin)),
                Companion(
                    "land.artificialised_share",
                    Bilingual(fr: "Artificialisé (R.101-1, ZAN)", en: "Artificialised (R.101-1)"),
                    .ratio, share(\.isArtificialised)),
                Companion(
                    "land.biotope_factor",
                    Bilingual(fr: "Coefficient de biotope (BAF 2021)", en: "Biotope area factor (2021)"),
                    .coefficient, coefficients.biotope.mean(areas, over: classified).map(Estimate.init(exactly:))),
                Companion(
                    "land.weighted_imperviousness",
                    Bilingual(fr: "Imperméabilisation pondérée", en: "Weighted imperviousness"), .ratio,
                    coefficients.imperviousness.mean(areas, over: classified).map { Estimate(exactly: $0 / 100) }),
            ])
    }

    /// Gaps and overlaps beyond which a figure is to be confirmed: 0.5 % of the campus.
    private static let toleratedDefects = 0.005

    private func newSealedParking(_ perimeter: Perimeter) -> Figure {
        let found = campuses.filter { perimeter.campus == nil || $0.campus.name == perimeter.campus }
            .map { parking[$0.campus.name] }
        guard !found.isEmpty, found.allSatisfy({ $0 != nil }) else {
            return Figure(
                Self.newSealedParking, perimeter, on: day, estimate: nil, coverage: nil,
                note: Bilingual(
                    fr: "Il faut le contour du campus à cette date et à la date de référence.",
                    en: "The outline of the campus on this day and at the baseline is needed."))
        }
        let known = found.compactMap { $0 }
        func sum(_ part: KeyPath<NewSealedParking, Double>) -> Double { known.reduce(0) { $0 + $1[keyPath: part] } }
        let newlySealed = sum(\.newlySealed)
        return Figure(
            Self.newSealedParking, perimeter, on: day,
            estimate: Estimate(
                newlySealed, lower: newlySealed - sum(\.unknownBefore), upper: newlySealed + sum(\.slivers)),
            coverage: nil,
            companions: [
                Self.area(
                    "land.newly_used_sealed_parking", "Déjà étanche, nouvellement stationné",
                    "Sealed before, newly parked on",
                    Estimate(exactly: sum(\.newlyUsed))),
                Self.area("land.lost_parking", "Stationnement disparu", "Parking lost", Estimate(exactly: sum(\.lost))),
                Self.area(
                    "land.parking_slivers", "Éclats mis à part", "Slivers set apart", Estimate(exactly: sum(\.slivers))),
            ])
    }

    private static func area(_ id: String, _ fr: String, _ en: String, _ estimate: Estimate) -> Companion {
        Companion(id, Bilingual(fr: fr, en: en), .squareMetre, estimate)
    }

    package func rows(of id: String, _ perimeter: Perimeter) throws -> [FigureRow] {
        let partitions = partitions(perimeter)
        switch id {
        case Self.sealedShare.id:
            return partitions.flatMap(\.pieces).filter { $0.surface.type.sealingClass == .sealed }.map { piece in
                row(piece.surface, Bilingual(fr: "étanche, partie visible", en: "sealed, visible part"), piece.area)
            }
        case Self.newSealedParking.id:
            return campuses.filter { perimeter.campus == nil || $0.campus.name == perimeter.campus }
                .compactMap { parking[$0.campus.name] }.flatMap(\.contributions).map { surface, area in
                    row(surface, Bilingual(fr: "stationnement nouvellement étanche", en: "newly sealed parking"), area)
                }
        default: return []
        }
    }

    private func row(_ surface: LivingSurface, _ role: Bilingual, _ area: Double) -> FigureRow {
        FigureRow(
            table: "surface", fid: surface.fid, uuid: surface.uuid,
            label: [surface.type.code, surface.name].compactMap { $0 }.joined(separator: " · "), role: role,
            amount: area,
            unit: .squareMetre)
    }
}

private func percent(_ ratio: Double) -> String { "\((ratio * 1000).rounded() / 10) %" }
