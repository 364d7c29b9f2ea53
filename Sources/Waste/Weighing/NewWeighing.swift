public import Formats
import Languages

/// When a weighing was made, and since when its mass had been gathered.
public struct WeighingTime: Sendable, Hashable {
    /// The day, where it was weighed.
    public let day: CalendarDate
    /// The instant, when it is known.
    public let instant: Instant?
    /// The first day over which the mass was gathered; nil when that is the day alone.
    public let from: CalendarDate?

    /// - Throws: ``WeighingError`` when the interval starts after it ends.
    public init(on day: CalendarDate, from first: CalendarDate? = nil) throws(WeighingError) {
        try self.init(day, nil, first)
    }

    /// - Parameter text: ISO 8601, `2026-11-23T08:10`; without a zone, it is that of the clocks where the program runs.
    /// - Throws: ``WeighingError``
    public init(at text: String, from first: CalendarDate? = nil) throws(WeighingError) {
        guard let instant = Instant(local: text), let day = CalendarDate(iso: String(text.prefix(10))) else {
            throw .notAnInstant(text)
        }
        try self.init(day, instant, first)
    }

    /// This instant.
    ///
    /// - Throws: ``WeighingError`` when the interval starts after it ends.
    public static func now(from first: CalendarDate? = nil) throws(WeighingError) -> WeighingTime {
        try WeighingTime(.today, .now, first)
    }

    private init(_ day: CalendarDate, _ instant: Instant?, _ first: CalendarDate?) throws(WeighingError) {
        if let first, first > day { throw .periodReversed(from: first, to: day) }
        (self.day, self.instant, from) = (day, instant, first)
    }

    /// True when the clocks of the phone and of this machine cannot explain it.
    var isInTheFuture: Bool {
        if day > .today { return true }
        guard let instant, let now = Instant.now else { return false }
        return instant.seconds > now.seconds + 600
    }
}

/// How full a container was, each time that it was emptied.
public struct Filling: Sendable, Hashable {
    /// How many times it was emptied; one or more.
    public let emptyings: Int
    /// Above 0, up to 1.5: 1 is full to the brim.
    public let fill: Double

    /// - Parameters:
    ///   - emptyings: one or more.
    ///   - fill: `0,8`, `80 %`. It is never taken for full (Keep America Beautiful, tracking and reporting: counting the
    ///     full capacity is not allowed).
    /// - Throws: ``WeighingError``
    public init(emptyings: Int = 1, fill: String) throws(WeighingError) {
        let isPercent = fill.hasSuffix("%")
        guard let typed = DecimalText(isPercent ? String(fill.dropLast()) : fill) else { throw .badFill(fill) }
        let value = typed.double / (isPercent ? 100 : 1)
        guard value > 0, value <= 1.5 else { throw .badFill(fill) }
        guard emptyings > 0 else { throw .badEmptyings(emptyings) }
        (self.emptyings, self.fill) = (emptyings, value)
    }
}

/// A weighing to be recorded.
public struct NewWeighing: Sendable, Hashable {
    /// How the mass is known.
    public enum Amount: Sendable, Hashable {
        /// What was in it.
        case net(TypedMass, Filling? = nil)
        /// What was in it and the container; without a tare, that of the container on the day.
        case gross(TypedMass, tare: TypedMass? = nil, Filling? = nil)
        /// Capacity × fill × density: a local density where enough weighings have taught one, else the stream's.
        case volume(Filling)

        /// What was typed, put together.
        ///
        /// - Parameters:
        ///   - isGross: true when the mass is with the container; a tare says so too.
        ///   - fill: compulsory with emptyings, and without a mass.
        /// - Throws: ``WeighingError``
        public init(
            mass: TypedMass?, tare: TypedMass? = nil, isGross: Bool = false, emptyings: Int? = nil, fill: String? = nil
        ) throws(WeighingError) {
            if emptyings != nil, fill == nil { throw .fillMissing }
            var filling: Filling?
            if let fill { filling = try Filling(emptyings: emptyings ?? 1, fill: fill) }
            switch (mass, filling) {
            case (let mass?, let filling):
                self = isGross || tare != nil ? .gross(mass, tare: tare, filling) : .net(mass, filling)
            case (nil, let filling?): self = .volume(filling)
            case (nil, nil): throw .amountMissing
            }
        }
    }

    /// How much.
    public var amount: Amount
    /// When.
    public var time: WeighingTime
    /// The code of a container of the atlas.
    public var container: String?
    /// What it is; nil for the container's.
    public var stream: String?
    /// nil for the container's.
    public var campus: String?
    /// What becomes of it, as declared.
    public var destination: String?
    /// The plant.
    public var facility: String?
    /// The number of the weighing ticket.
    public var ticket: String?
    /// Anything to add.
    public var remark: String?
    /// The container into which it was poured, for a transfer that stays on the campus.
    public var toContainer: String?
    /// How the mass was come by, when it is not by the own scale; a volume decides by itself.
    public var method: WeighingMethod?
    /// There was water in it.
    public var isWet = false
    /// The person is not sure.
    public var isDoubtful = false
    /// The identity given by who sends it: the same one sent twice is one weighing.
    public var uuid: String?

    /// A weighing to be recorded.
    public init(_ amount: Amount, time: WeighingTime, container: String? = nil, stream: String? = nil) {
        (self.amount, self.time, self.container, self.stream) = (amount, time, container, stream)
    }
}

/// What is to be changed in a weighing; nil leaves it, and an empty text takes it away.
public struct WeighingChange: Sendable, Hashable {
    /// How much.
    public var amount: NewWeighing.Amount?
    /// When.
    public var time: WeighingTime?
    /// The container.
    public var container: String?
    /// What it is.
    public var stream: String?
    /// What becomes of it.
    public var destination: String?
    /// The plant.
    public var facility: String?
    /// The ticket.
    public var ticket: String?
    /// The remark.
    public var remark: String?
    /// The container into which it was poured.
    public var toContainer: String?
    /// How the mass was come by.
    public var method: WeighingMethod?
    /// Whether there was water in it.
    public var isWet: Bool?
    /// Whether the person is unsure.
    public var isDoubtful: Bool?

    /// Nothing changed yet.
    public init() {}
}
