/// How a treatment stands in the hierarchy of the directive 2008/98/EC, by the names of Trackdéchets.
public enum TreatmentMode: String, Sendable, Hashable, CaseIterable {
    case reuse = "REUTILISATION"
    case recycling = "RECYCLAGE"
    case energyRecovery = "VALORISATION_ENERGETIQUE"
    case otherRecovery = "AUTRES_VALORISATIONS"
    case elimination = "ELIMINATION"

    /// The qualification that the register asks for (arrêté of 31 May 2021, article 2): 1 preparing for reuse, 2 recycling,
    /// 3 other recovery, energy included, 4 elimination.
    public var qualification: Int {
        switch self {
        case .reuse: 1
        case .recycling: 2
        case .energyRecovery, .otherRecovery: 3
        case .elimination: 4
        }
    }
}

/// A treatment operation of annexes I and II of the directive 2008/98/EC, and what Trackdéchets takes of it.
public struct TreatmentOperation: Sendable, Hashable {
    /// `R3`, `D10`, `D9F`: no space.
    public let code: String
    /// The modes that both Trackdéchets' documentation and its code allow; none for an operation that is not final.
    public let modes: [TreatmentMode]

    /// False for what must be followed by another treatment: the register gives it no mode.
    public var isFinal: Bool { !modes.isEmpty }

    /// True where only a measured mass is taken. The documentation says so for R1, D10 and D5; the code of the outgoing
    /// register does not refuse an estimate.
    public var requiresMeasuredMass: Bool { ["R1", "D10", "D5"].contains(code) }

    /// Reads `R 3`, `D 9 F`, `r13`; nil for what Trackdéchets does not take: D6, D7 and D11, forbidden in France, included.
    public init?(_ text: String) {
        let code = text.uppercased().filter { !$0.isWhitespace }
        guard let operation = Self.all.first(where: { $0.code == code }) else { return nil }
        self = operation
    }

    private init(code: String, _ modes: TreatmentMode...) {
        self.code = code
        self.modes = modes
    }

    /// Every operation that is taken.
    ///
    /// Source: Trackdéchets, the documentation's page `reference/operationModes` and the code's table of expected modes,
    /// which differ: REUTILISATION is in the first only for R3, R4, R5 and R11, in the second only for R6 and R8;
    /// AUTRES_VALORISATIONS in the first only for R2, R4 and R6 to R10; VALORISATION_ENERGETIQUE in the second only for R9
    /// and R11; RECYCLAGE in the first only for R7. What only one of them allows is left out.
    public static let all: [TreatmentOperation] = [
        TreatmentOperation(code: "R0", .reuse),
        TreatmentOperation(code: "R1", .energyRecovery),
        TreatmentOperation(code: "R2", .reuse, .recycling),
        TreatmentOperation(code: "R3", .recycling, .otherRecovery),
        TreatmentOperation(code: "R4", .recycling),
        TreatmentOperation(code: "R5", .recycling, .otherRecovery),
        TreatmentOperation(code: "R6", .recycling),
        TreatmentOperation(code: "R7", .reuse),
        TreatmentOperation(code: "R8", .recycling),
        TreatmentOperation(code: "R9", .reuse, .recycling),
        TreatmentOperation(code: "R10", .recycling),
        TreatmentOperation(code: "R11", .recycling, .otherRecovery),
        TreatmentOperation(code: "R12"),
        TreatmentOperation(code: "R13"),
        TreatmentOperation(code: "D1", .elimination),
        TreatmentOperation(code: "D2", .elimination),
        TreatmentOperation(code: "D3", .elimination),
        TreatmentOperation(code: "D4", .elimination),
        TreatmentOperation(code: "D5", .elimination),
        TreatmentOperation(code: "D8", .elimination),
        TreatmentOperation(code: "D9"),
        TreatmentOperation(code: "D9F", .elimination),
        TreatmentOperation(code: "D10", .elimination),
        TreatmentOperation(code: "D12", .elimination),
        TreatmentOperation(code: "D13"),
        TreatmentOperation(code: "D14"),
        TreatmentOperation(code: "D15"),
    ]
}
