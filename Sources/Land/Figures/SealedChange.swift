import Atlas
import Geospatial
import Languages

/// What sealed ground became, and what became sealed, since a baseline: by cause, with the band of the survey.
struct SealedChange: Sendable {
    /// Net m² sealed by works of the book; negative where ground was desealed.
    let byWorks: Double
    /// Net m² by changes on the ground that no works explain.
    let byOtherChange: Double
    /// Net m² by corrections and first drawings: the world did not change.
    let corrected: Double
    /// Net m² by what the outline took in or let go.
    let byOutline: Double
    /// What moved though nothing changed, m²: corrections, ground drawn anew, and the outline. Ground that was unclassified
    /// at the baseline is in its bounds already.
    let restated: Double
    /// Half the 95 % interval of the change on the ground, m², given how well vertices are placed.
    let band: Double

    init(_ transfers: [Transfer], types: [String: SurfaceType]) {
        func isSealed(_ account: Account) -> Bool {
            if case .type(let code) = account { types[code]?.sealingClass == .sealed } else { false }
        }
        var sums: [String: Double] = [:]
        var band = SurveyBand()
        var restated = 0.0
        for transfer in transfers where isSealed(transfer.from) != isSealed(transfer.to) {
            let sign = isSealed(transfer.to) ? 1.0 : -1.0
            sums[transfer.cause.code, default: 0] += sign * transfer.area
            if !transfer.cause.isOnTheGround, transfer.from != .unclassified { restated += sign * transfer.area }
            if transfer.cause.isOnTheGround { band.add(transfer.geometry, sign: sign, accuracy: transfer.accuracy) }
        }
        byWorks = sums["works"] ?? 0
        byOtherChange = sums["change"] ?? 0
        corrected = (sums["correction"] ?? 0) + (sums["survey"] ?? 0)
        byOutline = sums["outline"] ?? 0
        self.restated = restated
        self.band = band.halfWidth
    }

    /// Campuses taken together; their vertices err apart.
    init(_ changes: [SealedChange]) {
        byWorks = changes.reduce(0) { $0 + $1.byWorks }
        byOtherChange = changes.reduce(0) { $0 + $1.byOtherChange }
        corrected = changes.reduce(0) { $0 + $1.corrected }
        byOutline = changes.reduce(0) { $0 + $1.byOutline }
        restated = changes.reduce(0) { $0 + $1.restated }
        band = changes.reduce(0) { $0 + $1.band * $1.band }.squareRoot()
    }

    /// Net m² on the ground, works and other changes together.
    var onTheGround: Double { byWorks + byOtherChange }

    /// A change smaller than its band cannot be told from the error of the survey.
    var isNoise: Bool { abs(onTheGround) < band }

    var companions: [Companion] {
        let change = isNoise && onTheGround != 0
        return [
            LandFigures.area(
                "land.sealed_by_works", "Étanche gagné ou perdu par travaux depuis la référence",
                "Sealed gained or lost by works since the baseline", Estimate(exactly: byWorks)),
            LandFigures.area(
                "land.sealed_by_other_change", "… par d'autres changements sur le terrain",
                "… by other changes on the ground", Estimate(exactly: byOtherChange)),
            LandFigures.area(
                "land.sealed_by_correction", "… par relevés et corrections (rien n'a changé sur le terrain)",
                "… by surveys and corrections (nothing changed on the ground)", Estimate(exactly: corrected)),
            LandFigures.area(
                "land.sealed_by_outline", "… par le contour (terrain acquis ou cédé)",
                "… by the outline (land bought or sold)", Estimate(exactly: byOutline)),
            LandFigures.area(
                "land.sealed_change",
                change
                    ? "Changement sur le terrain, plus petit que l'erreur du relevé (bande à 95 %)"
                    : "Changement sur le terrain (bande à 95 % du relevé)",
                change
                    ? "Change on the ground, smaller than the error of the survey (95% band)"
                    : "Change on the ground (95% band of the survey)",
                Estimate(onTheGround, lower: onTheGround - band, upper: onTheGround + band)),
        ]
    }
}
