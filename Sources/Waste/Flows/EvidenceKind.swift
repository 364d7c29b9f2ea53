public import Languages

/// How it is known what became of a mass (GRI G3, EN22: determined directly, told by the contractor, or the contractor's
/// usual practice), with the papers that French law and haulers give.
public enum EvidenceKind: String, Sendable, Hashable, CaseIterable {
    /// The yearly attestation of the eight streams (C. env. D543-284).
    case attestation
    /// A certificate of the hauler or of the plant.
    case certificate
    case contract
    /// A ticket or a tracking slip, of the plant or attached to the weighing.
    case weighingTicket = "weighing_ticket"
    /// Seen or weighed by the school itself.
    case direct
    /// Told by the contractor, without a paper.
    case contractorStatement = "contractor_statement"
    /// What the contractor usually does, not what was done of this waste.
    case contractorDefault = "contractor_default"

    /// True for what proves. A statement without a paper and a usual practice are kept, and prove nothing: what rests on
    /// them counts as unproven.
    public var isProof: Bool {
        switch self {
        case .attestation, .certificate, .contract, .weighingTicket, .direct: true
        case .contractorStatement, .contractorDefault: false
        }
    }

    /// As people say it.
    public var label: Bilingual {
        switch self {
        case .attestation: Bilingual(fr: "attestation annuelle", en: "yearly attestation")
        case .certificate: Bilingual(fr: "certificat", en: "certificate")
        case .contract: Bilingual(fr: "contrat", en: "contract")
        case .weighingTicket: Bilingual(fr: "bon ou bordereau", en: "ticket or tracking slip")
        case .direct: Bilingual(fr: "constaté par l'école", en: "determined directly")
        case .contractorStatement: Bilingual(fr: "dit par le prestataire", en: "told by the contractor")
        case .contractorDefault: Bilingual(fr: "pratique du prestataire", en: "contractor's usual practice")
        }
    }
}
