public import Atlas
import Foundation
public import Languages

/// Ground of one surface type, as the rain finds it.
public struct RainGround: Sendable, Hashable {
    /// The surface type; nil where no surface is drawn.
    public let type: String?
    /// Geodesic, m².
    public let area: Double
    /// nil when it is not known: the ground has no type, or the set no coefficient for the type.
    public let coefficient: Estimate?
}

/// Areas by where their rain goes, geodesic, m². A surface whose outlet nobody stated is unknown, even when it is
/// permeable: it widens the bounds of the other two.
public struct OutletAreas: Sendable, Hashable {
    private let toSewers: Double
    private let elsewhere: Double
    /// Nobody said where its rain goes.
    public let unknown: Double

    private init(toSewers: Double, elsewhere: Double, unknown: Double) {
        self.toSewers = toSewers
        self.elsewhere = elsewhere
        self.unknown = unknown
    }

    /// An area of one outlet; nil when nobody stated it.
    init(_ area: Double, to outlet: Outlet?) {
        switch outlet?.isSewer {
        case true?: self.init(toSewers: area, elsewhere: 0, unknown: 0)
        case false?: self.init(toSewers: 0, elsewhere: area, unknown: 0)
        case nil: self.init(toSewers: 0, elsewhere: 0, unknown: area)
        }
    }

    /// What a combined or a stormwater sewer takes.
    public var connected: Estimate { Estimate(toSewers, lower: toSewers, upper: toSewers + unknown) }
    /// What infiltrates, is stored, or goes to a watercourse.
    public var disconnected: Estimate { Estimate(elsewhere, lower: elsewhere, upper: elsewhere + unknown) }

    static func + (a: OutletAreas, b: OutletAreas) -> OutletAreas {
        OutletAreas(
            toSewers: a.toSewers + b.toSewers, elsewhere: a.elsewhere + b.elsewhere, unknown: a.unknown + b.unknown)
    }
}

/// What a rain is about.
public enum RainPerimeter: Sendable, Hashable {
    /// All campuses together.
    case school
    case campus(String)
    case parcel(String)
    /// The footprint of works.
    case works(Int64, name: String)
    /// The surfaces as they are, in an atlas without an outline.
    case surfaces

    /// As people say it.
    public var label: Bilingual {
        switch self {
        case .school: Bilingual(fr: "tous les campus", en: "all campuses")
        case .campus(let name): Bilingual(fr: name, en: name)
        case .parcel(let name): Bilingual(fr: "parcelle \(name)", en: "parcel \(name)")
        case .works(let number, let name): Bilingual(fr: "travaux \(number) · \(name)", en: "works \(number) · \(name)")
        case .surfaces: Bilingual(fr: "surfaces (sans contour de campus)", en: "surfaces (no campus outline)")
        }
    }
}

/// What becomes of a rain in a perimeter on a day. Volumes are in litres: a millimetre on a square metre is one.
public struct RainBalance: Sendable, Hashable {
    /// Where.
    public let perimeter: RainPerimeter
    /// How much rain.
    public let depth: RainDepth
    /// The ground by type, the unclassified last; its areas add up to the perimeter's.
    public let ground: [RainGround]
    /// Areas by where their rain goes.
    public let outlets: OutletAreas
    /// What can be stored.
    public let storage: RainStorage
    /// What works bring; nil for a perimeter that is none.
    public let gain: RainGain?

    init(
        _ perimeter: RainPerimeter, _ depth: RainDepth, ground: [RainGround], outlets: OutletAreas,
        devices: [RainDevice], declared: Int? = nil, gain: RainGain? = nil
    ) {
        self.perimeter = perimeter
        self.depth = depth
        self.ground = ground
        self.outlets = outlets
        storage = RainStorage(
            devices: devices, declared: declared, depth: depth, disconnected: outlets.disconnected)
        self.gain = gain
    }

    /// Geodesic, m².
    public var area: Double { ground.reduce(0) { $0 + $1.area } }

    /// The area whose coefficient is not known, m².
    public var unknownArea: Double { ground.reduce(0) { $0 + ($1.coefficient == nil ? $1.area : 0) } }

    /// What falls, in litres.
    public var fallen: Double { depth.millimetres * area }

    /// What leaves the surfaces, in litres: P × Σ A C.
    ///
    /// Ground whose coefficient is not known counts as running off whole, so that what is not known never improves the
    /// figure; its bounds are 0 and 1.
    public var runoff: Estimate {
        func sum(_ bound: (Estimate) -> Double, unknown: Double) -> Double {
            ground.reduce(0) { $0 + depth.millimetres * $1.area * ($1.coefficient.map(bound) ?? unknown) }
        }
        return Estimate(
            sum(\.value, unknown: 1), lower: sum(\.lower, unknown: 0), upper: sum(\.upper, unknown: 1))
    }

    /// What stays on site, in litres: P × Σ A (1 − C).
    public var kept: Estimate {
        let runoff = runoff
        return Estimate(fallen - runoff.value, lower: fallen - runoff.upper, upper: fallen - runoff.lower)
    }

    /// The runoff coefficient of the whole, weighted by area; nil without ground.
    public var coefficient: Estimate? {
        let fallen = fallen
        guard fallen > 0 else { return nil }
        let runoff = runoff
        return Estimate(runoff.value / fallen, lower: runoff.lower / fallen, upper: runoff.upper / fallen)
    }

    /// Several perimeters that do not overlap, as one.
    static func total(_ parts: [RainBalance], _ depth: RainDepth) -> RainBalance {
        var ground: [String?: RainGround] = [:]
        for part in parts.flatMap(\.ground) {
            let area = (ground[part.type]?.area ?? 0) + part.area
            ground[part.type] = RainGround(type: part.type, area: area, coefficient: part.coefficient)
        }
        return RainBalance(
            .school, depth, ground: ground.values.sorted(by: RainGround.precedes),
            outlets: parts.reduce(OutletAreas(0, to: nil)) { $0 + $1.outlets },
            devices: parts.flatMap(\.storage.devices))
    }
}

extension RainGround {
    /// By type, the unclassified last.
    static func precedes(_ a: RainGround, _ b: RainGround) -> Bool {
        switch (a.type, b.type) {
        case (let first?, let second?): first < second
        case (_?, nil): true
        default: false
        }
    }
}
