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
    private let history: SurfaceHistory
    private let campuses: [(campus: Campus, partition: Partition)]
    /// The surfaces as they are, when the atlas has no outline.
    private let unbounded: Partition?
    private let coefficients: LandCoefficients
    private let parking: [String: NewSealedParking]
    /// What moved since the baseline, by campus; empty without a baseline.
    private let changes: [String: SealedChange]
    private let frozen: [Perimeter: FrozenFigure]
    /// Frozen beside recomputed sealed areas of the baseline, where they differ.
    private let drift: [Perimeter: (frozen: Double, recomputed: Double)]

    package init(_ atlas: Atlas, on day: CalendarDate, since baseline: LandFigures?) throws {
        self.day = day
        let measure = try GeodesicMeasure(crs: atlas.crs)
        let outlines = try atlas.campuses(on: day)
        let read = try atlas.pool.read { db in
            (
                history: try baseline?.history ?? SurfaceHistory(db), timelines: try OutlineTimeline.campuses(db),
                coefficients: try LandCoefficients(on: day, db), types: try SurfaceType.all(db),
                frozen: try FrozenFigure.sealedAreas(on: day, db)
            )
        }
        let history = read.history
        self.history = history
        coefficients = read.coefficients
        frozen = read.frozen
        campuses = try outlines.map {
            ($0, try Partition(of: history, on: day, in: $0.outline, measure: measure))
        }
        unbounded = outlines.isEmpty ? try Partition(of: history, on: day, in: nil, measure: measure) : nil
        var parking: [String: NewSealedParking] = [:]
        var changes: [String: SealedChange] = [:]
        if let baseline, baseline.day <= day {
            for (campus, partition) in campuses {
                guard let before = baseline.campuses.first(where: { $0.campus.name == campus.name }) else { continue }
                parking[campus.name] = try NewSealedParking(
                    now: partition, before: before.partition, measure: measure)
            }
            for timeline in read.timelines {
                let ledger = try LandLedger(of: history, from: baseline.day, to: day, in: timeline, measure: measure)
                changes[timeline.name] = SealedChange(ledger.transfers, types: read.types)
            }
        }
        self.parking = parking
        self.changes = changes
        drift = try baseline?.drifted() ?? [:]
    }

    package func figure(_ id: String, _ perimeter: Perimeter) throws -> Figure? {
        switch id {
        case Self.sealedShare.id: try sealedShare(perimeter)
        case Self.newSealedParking.id: newSealedParking(perimeter)
        default: nil
        }
    }

    /// Without an outline, the surfaces as they are stand for the school, and for no campus.
    private func partitions(_ perimeter: Perimeter) -> [Partition] {
        if let unbounded { return perimeter == .school ? [unbounded] : [] }
        return campuses.filter { perimeter.campus == nil || $0.campus.name == perimeter.campus }.map(\.partition)
    }

    private func sealedShare(_ perimeter: Perimeter) throws -> Figure {
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
        let definitions = SealedDefinition.all(partitions, coefficients)
        let change = change(perimeter)
        return Figure(
            Self.sealedShare, perimeter, on: day, estimate: definitions.first?.estimate,
            coverage: total > 0 ? (total - unclassified) / total : nil,
            note: notes(perimeter, defects: total > 0 ? (unclassified + overlap) / total : 0),
            targeted: Self.area(
                "land.sealed_area", "Surface étanche", "Sealed area",
                Estimate(sealed, lower: sealed, upper: sealed + unclassified)),
            restatement: change?.restated,
            companions: [
                Self.area("land.total_area", "Surface du campus", "Surface of the campus", Estimate(exactly: total)),
                Self.area("land.unclassified", "Non classé", "Unclassified", Estimate(exactly: unclassified)),
                Self.area(
                    "land.overlap", "Recouvrements (comptés une fois)", "Overlaps (counted once)",
                    Estimate(exactly: overlap)),
                Self.area(
                    "land.sealed_over_other", "Dont étanche sur une autre classe (l'étanche l'emporte)",
                    "Of which sealed over another class (sealed wins)",
                    Estimate(exactly: try partitions.reduce(0) { try $0 + $1.sealedOverOtherArea })),
            ] + definitions.dropFirst().map(\.companion) + (change?.companions ?? []))
    }

    private func change(_ perimeter: Perimeter) -> SealedChange? {
        guard let campus = perimeter.campus else {
            return changes.isEmpty ? nil : SealedChange(changes.sorted { $0.key < $1.key }.map(\.value))
        }
        return changes[campus]
    }

    private func notes(_ perimeter: Perimeter, defects: Double) -> Bilingual? {
        var notes: [Bilingual] = []
        if defects > Partition.toleratedDefects {
            func percent(_ language: Language) -> String { language.number(defects * 100, decimals: 1) + "\u{00A0}%" }
            notes.append(
                Bilingual(
                    fr:
                        "Trous et recouvrements font \(percent(.fr)) du campus (plus de 0,5\u{00A0}%) : chiffre à confirmer.",
                    en: "Gaps and overlaps make \(percent(.en)) of the campus (over 0.5\u{00A0}%): to be confirmed."))
        }
        if let drift = drift[perimeter] {
            func area(_ area: Double, _ language: Language) -> String {
                language.number(area, decimals: 0) + "\u{00A0}m²"
            }
            let (was, gives) = (drift.frozen, drift.recomputed)
            notes.append(
                Bilingual(
                    fr:
                        "La référence a été gelée à \(area(was, .fr)) ; ses lignes donnent maintenant \(area(gives, .fr)).",
                    en: "The baseline was frozen at \(area(was, .en)); its rows now give \(area(gives, .en))."))
        }
        guard let first = notes.first else { return nil }
        return notes.dropFirst().reduce(first) {
            Bilingual(fr: $0.fr + " " + $1.fr, en: $0.en + " " + $1.en)
        }
    }

    /// The sealed areas whose rows no longer give what was frozen, to a square decimetre.
    private func drifted() throws -> [Perimeter: (frozen: Double, recomputed: Double)] {
        var drift: [Perimeter: (frozen: Double, recomputed: Double)] = [:]
        for (perimeter, figure) in frozen {
            let now = partitions(perimeter).reduce(0) { $0 + $1.area { $0.sealingClass == .sealed } }
            guard abs(now - figure.estimate.value) > LandBalance.tolerance else { continue }
            drift[perimeter] = (figure.estimate.value, now)
        }
        return drift
    }

    /// The figure that a target counts from: what was frozen for the day, when something was.
    package func reference(_ id: String, _ perimeter: Perimeter) throws -> Figure? {
        guard let figure = try figure(id, perimeter) else { return nil }
        guard id == Self.sealedShare.id, let frozen = frozen[perimeter], let targeted = figure.targeted else {
            return figure
        }
        return Figure(
            figure.indicator, perimeter, on: day, estimate: figure.estimate, coverage: figure.coverage,
            note: figure.note,
            targeted: Companion(targeted.id, targeted.label, targeted.unit, frozen.estimate),
            companions: figure.companions)
    }

    /// The six definitions of how sealed a perimeter is.
    func definitions(_ perimeter: Perimeter) -> [SealedDefinition] {
        unbounded == nil ? SealedDefinition.all(partitions(perimeter), coefficients) : []
    }

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

    static func area(_ id: String, _ fr: String, _ en: String, _ estimate: Estimate) -> Companion {
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
                .compactMap { parking[$0.campus.name] }.flatMap(\.pieces).filter { $0.change == .newlySealed }
                .map { piece in
                    row(
                        piece.surface,
                        Bilingual(fr: "stationnement nouvellement étanche", en: "newly sealed parking"), piece.area)
                }
        default: return []
        }
    }

    private func row(_ surface: Surface, _ role: Bilingual, _ area: Double) -> FigureRow {
        FigureRow(
            table: "surface", fid: surface.fid, uuid: surface.uuid,
            label: [surface.type.code, surface.name].compactMap { $0 }.joined(separator: " · "), role: role,
            amount: area,
            unit: .squareMetre)
    }
}
