public import Languages

/// The form of a register.
public enum RegisterLayout: String, Sendable, CaseIterable {
    /// The 100 columns that Trackdéchets imports (OUTGOING_WASTE).
    case trackdechets
    /// The register that the school keeps at least three years (C. env. R541-43).
    case legal
}

/// Why a weighing is not in the register, and needs not be.
public enum RegisterExemption: String, Sendable, Hashable, CaseIterable {
    /// Taken by the public service of waste management (arrêté of 31 May 2021, article 14).
    case publicService = "public_service"
    /// Trackdéchets has it by its tracking slip.
    case slip
    /// Treated on the campus: it has not left.
    case onSite = "on_site"
    /// Not waste: avoided, or used again by the school.
    case notWaste = "not_waste"
    /// The same mass stands by another source (`waste reconcile authority`).
    case otherSource = "other_source"

    /// As people say it.
    public var label: Bilingual {
        switch self {
        case .publicService:
            Bilingual(
                fr: "service public, exempté (arrêté du 31 mai 2021, art. 14)",
                en: "public service, exempt (arrêté of 31 May 2021, art. 14)")
        case .slip: Bilingual(fr: "déjà tracé par un bordereau", en: "already traced by a slip")
        case .onSite: Bilingual(fr: "traité sur place", en: "treated on site")
        case .notWaste: Bilingual(fr: "pas un déchet", en: "not waste")
        case .otherSource: Bilingual(fr: "compté par une autre source", en: "counted by another source")
        }
    }
}

/// What an export of the register wrote. Each weighing that left the campus in the period is in ``rows``, ``refused`` or
/// ``apart``; one that was cancelled before it was declared is in none.
public struct RegisterReport: Sendable {
    /// Weighings left out for one reason.
    public struct Apart: Sendable, Hashable {
        /// The reason.
        public let exemption: RegisterExemption
        /// How many.
        public internal(set) var rows = 0
        /// Their mass.
        public internal(set) var grams: Int64 = 0
    }

    /// Rows written.
    public internal(set) var rows = 0
    /// Of them, those that correct a row declared before (MODIFIER).
    public internal(set) var corrections = 0
    /// Of them, those that cancel a row declared before (ANNULER).
    public internal(set) var cancellations = 0
    /// Rows that Trackdéchets would refuse; they are in ``refusals``.
    public internal(set) var refused = 0
    /// Why, with how many rows have each reason, the commonest first.
    public internal(set) var reasons: [(reason: Bilingual, rows: Int)] = []
    /// Rows of the legal register that lack a field.
    public internal(set) var incomplete = 0
    /// The mass of the rows written, in the register less in the ledger, in grams: a row is in whole kilograms.
    public internal(set) var rounding: Int64 = 0
    /// What was left out, and why.
    public internal(set) var apart: [Apart] = []
    /// The file of the refused rows; nil when there are none.
    public internal(set) var refusals: String?
    /// The file of what was left out; nil when there is none.
    public internal(set) var apartFile: String?
    /// True when the rows were noted as declared.
    public internal(set) var isDeclared = false
}
