/// What a person saw at a point: a type of surface, or its class and no more, or nothing that can be told.
enum Seen: Hashable {
    case type(SurfaceType)
    case sealingClass(SealingClass)
    case unknown

    /// How the atlas writes that nothing can be told; a file may also say `?`.
    static let unknownCode = "unknown"

    /// - Returns: nil for a text that is none of them.
    init?(_ text: String, types: [String: SurfaceType]) {
        let code = text.lowercased()
        if code == "?" || code == Self.unknownCode {
            self = .unknown
        } else if let type = types[text] ?? types[code] {
            self = .type(type)
        } else if let sealingClass = SealingClass(rawValue: code) {
            self = .sealingClass(sealingClass)
        } else {
            return nil
        }
    }

    var code: String {
        switch self {
        case .type(let type): type.code
        case .sealingClass(let sealingClass): sealingClass.rawValue
        case .unknown: Self.unknownCode
        }
    }

    var type: SurfaceType? {
        if case .type(let type) = self { type } else { nil }
    }

    var sealingClass: SealingClass? {
        switch self {
        case .type(let type): type.sealingClass
        case .sealingClass(let sealingClass): sealingClass
        case .unknown: nil
        }
    }
}

/// What the readings of one point say together.
struct PointReading {
    enum State: Hashable {
        case read
        /// Whoever looked could not tell.
        case unreadable
        /// Readers say different classes: none of them counts until they agree.
        case disputed
        case unread
    }

    let state: State
    /// nil unless it was read.
    let sealingClass: SealingClass?
    /// nil when only a class was told, or when readers agree on it and on no more.
    let type: SurfaceType?

    init(_ readings: some Sequence<Seen>) {
        let readings = Array(readings)
        let classes = Set(readings.compactMap(\.sealingClass))
        let types = Set(readings.compactMap(\.type))
        state =
            switch (readings.count, classes.count) {
            case (0, _): .unread
            case (_, 0): .unreadable
            case (_, 1): .read
            default: .disputed
            }
        sealingClass = classes.count == 1 ? classes.first : nil
        type = classes.count == 1 && types.count == 1 ? types.first : nil
    }

    /// Whether the place is of a type: nil when the readings cannot tell.
    func isOf(_ type: SurfaceType) -> Bool? {
        guard let sealingClass else { return nil }
        if let seen = self.type { return seen == type }
        return sealingClass == type.sealingClass ? nil : false
    }
}
