public import Formats
public import Geospatial
public import Languages

/// How far works are.
public enum WorksStatus: String, Sendable, CaseIterable {
    case idea
    case study
    case funded
    /// Under way on the ground.
    case works
    /// Completed: the ground is what was planned.
    case done
    /// Completed, and seen to be so.
    case verified
    case cancelled

    /// The status as people say it.
    public var label: Bilingual {
        switch self {
        case .idea: Bilingual(fr: "idée", en: "idea")
        case .study: Bilingual(fr: "étude", en: "study")
        case .funded: Bilingual(fr: "financé", en: "funded")
        case .works: Bilingual(fr: "en travaux", en: "under way")
        case .done: Bilingual(fr: "achevé", en: "done")
        case .verified: Bilingual(fr: "vérifié", en: "verified")
        case .cancelled: Bilingual(fr: "abandonné", en: "cancelled")
        }
    }

    /// Where works may go from here: forward by one step or several before the ground changes, and out until then.
    public var next: [WorksStatus] {
        switch self {
        case .idea: [.study, .funded, .works, .done, .cancelled]
        case .study: [.funded, .works, .done, .cancelled]
        case .funded: [.works, .done, .cancelled]
        case .works: [.done, .cancelled]
        case .done: [.verified]
        case .verified, .cancelled: []
        }
    }

    /// True until the ground has changed or the works are given up.
    public var isPlanned: Bool { next.contains(.done) }
}

/// A line of what works cost. Money is whole cents, before tax.
public struct WorksCost: Sendable, Hashable {
    /// How sure the amount is.
    public enum Kind: String, Sendable, CaseIterable {
        case estimate
        case quote
        case invoice

        /// As people say it.
        public var label: Bilingual {
            switch self {
            case .estimate: Bilingual(fr: "estimation", en: "estimate")
            case .quote: Bilingual(fr: "devis", en: "quote")
            case .invoice: Bilingual(fr: "facture", en: "invoice")
            }
        }
    }

    /// What it pays for.
    public var label: String
    /// How sure it is.
    public var kind: Kind
    /// Cents of a euro, before tax.
    public var cents: Int
    /// The day of the quote or the invoice.
    public var on: CalendarDate?

    /// A line.
    public init(label: String, kind: Kind, cents: Int, on: CalendarDate? = nil) {
        self.label = label
        self.kind = kind
        self.cents = cents
        self.on = on
    }
}

/// Money from a programme.
public struct WorksGrant: Sendable, Hashable {
    /// Who gives it.
    public var agency: String
    /// Their number for the file.
    public var fileNumber: String?
    /// The part of the cost that it pays, 0 to 1.
    public var rate: Double?
    /// Cents of a euro.
    public var cents: Int?

    /// A grant.
    public init(agency: String, fileNumber: String? = nil, rate: Double? = nil, cents: Int? = nil) {
        self.agency = agency
        self.fileNumber = fileNumber
        self.rate = rate
        self.cents = cents
    }
}

/// Trees that works plant or fell.
public struct WorksTrees: Sendable, Hashable {
    /// What is done to them.
    public enum Act: String, Sendable, CaseIterable {
        case planted
        case felled
    }

    /// What is done.
    public var act: Act
    /// Darwin Core `scientificName`.
    public var scientificName: String
    /// How many.
    public var count: Int

    /// Trees of a species.
    public init(act: Act, scientificName: String, count: Int) {
        self.act = act
        self.scientificName = scientificName
        self.count = count
    }
}

/// A step in the life of works.
public struct WorksStep: Sendable, Hashable {
    /// What they became.
    public let status: WorksStatus
    /// On what day.
    public let on: CalendarDate
    /// Who says so.
    public let person: String?
    /// Why, or how.
    public let remark: String?
}

/// Works that change what the ground is.
public struct Works: Sendable {
    /// The number by which people call them: the row's key.
    public let number: Int64
    /// The row's public identity.
    public let uuid: String
    /// The name.
    public let name: String
    /// How far they are.
    public let status: WorksStatus
    /// When they are to be completed.
    public let due: CalendarDate?
    /// When they were.
    public let done: CalendarDate?
    /// The works of which these are what a partial completion left.
    public let partOf: Int64?
    /// What the ground is to be, piece by piece, in the working reference system.
    public let surfaces: [NewSurface]
    /// What is said of them.
    public let details: WorksDetails
    /// Their life, in order.
    public let steps: [WorksStep]

    /// All that the works touch, in the working reference system.
    public var footprint: MultiPolygon {
        get throws { try MultiPolygon.union(of: surfaces.map(\.geometry)) }
    }

    /// The cost in cents: invoices when there are some, or else quotes, or else estimates; nil when nothing is known.
    public var cents: Int? {
        for kind in [WorksCost.Kind.invoice, .quote, .estimate] {
            let lines = details.costs.filter { $0.kind == kind }
            if !lines.isEmpty { return lines.reduce(0) { $0 + $1.cents } }
        }
        return nil
    }
}

/// What is said of works besides the ground.
public struct WorksDetails: Sendable, Hashable {
    /// When they are to be completed.
    public var due: CalendarDate?
    /// The sewer that the rain leaves: `combined_sewer`, `stormwater_sewer`, or `none`.
    public var sewerLeft: String?
    /// Rain that can be held, litres.
    public var storageLitres: Int?
    /// Parking places before.
    public var parkingBefore: Int?
    /// Parking places after.
    public var parkingAfter: Int?
    /// Shade made, m².
    public var shade: Double?
    /// The school's action sheet.
    public var actionSheet: String?
    /// Anything else.
    public var remark: String?
    /// Lines of cost; those given are added.
    public var costs: [WorksCost] = []
    /// Grants; those given are added.
    public var grants: [WorksGrant] = []
    /// Trees; those given are added.
    public var trees: [WorksTrees] = []

    /// Nothing said.
    public init() {}
}
