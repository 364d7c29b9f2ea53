/// The sign before the decimals of a number.
public enum DecimalSign: Hashable, Sendable {
    case comma
    case point

    var byte: UInt8 { self == .comma ? ASCII.comma : ASCII.point }
    var other: DecimalSign { self == .comma ? .point : .comma }
}

/// A number as it was typed, held exactly: `mantissa` × 10^−`scale`.
///
/// Takes a decimal comma or point, thousands in groups of three set off by spaces (no-break and thin ones too) or by
/// the other sign, a leading plus or minus, an exponent (`1.5E-05`). Takes nothing else: no unit, no approximation, no
/// `1.2.3`, no NaN.
public struct DecimalText: Hashable, Sendable {
    /// The digits, decimals included.
    public let mantissa: Int64
    /// How many decimals the mantissa has; zero or more.
    public let scale: Int

    /// - Parameter sign: the decimal sign of the column; when nil, the only comma or point, or the last of two kinds, is
    ///   one. `1,234` alone may be either: ``DecimalColumn`` is who can tell.
    public init?(_ text: String, sign: DecimalSign? = nil) {
        var text = text
        guard let value = text.withUTF8({ DecimalText($0, sign: sign) }) else { return nil }
        self = value
    }

    /// As ``init(_:sign:)-(String,_)``, from UTF-8 bytes.
    public init?(_ bytes: UnsafeBufferPointer<UInt8>, sign: DecimalSign? = nil) {
        guard let shape = DecimalShape(trimmedBlank(bytes)), let sign = shape.decimalSign(declared: sign) else {
            return nil
        }
        guard let value = shape.value(sign) else { return nil }
        self = value
    }

    init(mantissa: Int64, scale: Int) {
        self.mantissa = mantissa
        self.scale = scale
    }

    /// The double nearest to the number.
    public var double: Double {
        let magnitude =
            decimalValue(mantissa.magnitude, exponent: -scale) ?? Double("\(mantissa.magnitude)e-\(scale)") ?? .nan
        return mantissa < 0 ? -magnitude : magnitude
    }

    /// The number times a power of ten, when that is an integer that fits; nil otherwise.
    ///
    /// Kilograms become grams with 3, tonnes with 6; `93,5` kg is exactly 93,500 g and `0,0005` kg is no gram.
    public func scaled(by powerOfTen: Int) -> Int64? {
        var value = mantissa
        var shift = powerOfTen - scale
        while shift < 0, value != 0 {
            let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
            if remainder != 0 { return nil }
            value = quotient
            shift += 1
        }
        while shift > 0, value != 0 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            value = product
            shift -= 1
        }
        return value
    }
}

/// The parts of a text that may be a number.
struct DecimalShape {
    private(set) var isNegative = false
    /// Digits, and the groups they stand in: 0 for a space, or the sign itself.
    private var parts: [(separator: UInt8, digits: [UInt8])] = [(0, [])]
    private var exponent = 0
    private(set) var commas = 0
    private(set) var points = 0

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        if bytes.first == ASCII.minus || bytes.first == ASCII.plus {
            isNegative = bytes.first == ASCII.minus
            index = 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte.digit != nil {
                parts[parts.count - 1].digits.append(byte)
                index += 1
            } else if byte == ASCII.comma || byte == ASCII.point {
                commas += byte == ASCII.comma ? 1 : 0
                points += byte == ASCII.point ? 1 : 0
                parts.append((byte, []))
                index += 1
            } else if byte | 0x20 == UInt8(ascii: "e") {
                guard let value = Self.exponent(UnsafeBufferPointer(rebasing: bytes[(index + 1)...])) else {
                    return nil
                }
                exponent = value
                break
            } else {
                let blank = blankLength(bytes, index)
                if blank == 0 || byte < ASCII.space { return nil }
                parts.append((0, []))
                index += blank
            }
            if parts.count > 16 { return nil }
        }
        // ".5" has no digits before its sign; any other part must have some.
        let isWhole = parts.count == 1
        guard !parts[0].digits.isEmpty || (!isWhole && parts[1].separator != 0) else { return nil }
        guard parts.dropFirst().allSatisfy({ !$0.digits.isEmpty }) else { return nil }
    }

    private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count <= 3 else { return nil }
        return Int(String(decoding: bytes, as: UTF8.self))
    }

    /// The sign that can only be the decimal one; nil when there is no sign, or when it may set off thousands.
    var evidence: DecimalSign? {
        if commas > 0, points > 0 {
            return parts.last { $0.separator != 0 }?.separator == ASCII.comma ? .comma : .point
        }
        if commas + points == 0 { return nil }
        let sign: DecimalSign = commas > 0 ? .comma : .point
        if commas + points > 1 { return sign.other }
        let hasSpaces = parts.dropFirst().contains { $0.separator == 0 }
        guard let fraction = parts.last?.digits else { return nil }
        let whole = parts[0].digits
        let mayBeThousands =
            !hasSpaces && fraction.count == 3 && exponent == 0 && (1...3).contains(whole.count)
            && whole[0] != ASCII.zero
        return mayBeThousands ? nil : sign
    }

    /// True for `1,234` and `1.234`: one sign, that may be either.
    var isAmbiguous: Bool { commas + points == 1 && evidence == nil }

    func decimalSign(declared: DecimalSign?) -> DecimalSign? {
        if let declared { return declared }
        return evidence ?? (commas > 0 ? .comma : .point)
    }

    /// The number, when its groups and its decimals are well made.
    func value(_ sign: DecimalSign) -> DecimalText? {
        var whole: [[UInt8]] = []
        var fraction: [UInt8] = []
        var separators: Set<UInt8> = []
        for (index, part) in parts.enumerated() {
            if index > 0, part.separator == sign.byte {
                guard index == parts.count - 1 else { return nil }
                fraction = part.digits
            } else {
                if index > 0 { separators.insert(part.separator) }
                whole.append(part.digits)
            }
        }
        if whole.count > 1 {
            guard separators.count == 1, (1...3).contains(whole[0].count) else { return nil }
            guard whole.dropFirst().allSatisfy({ $0.count == 3 }) else { return nil }
        }
        return number(whole.flatMap { $0 }, fraction)
    }

    private func number(_ whole: [UInt8], _ fraction: [UInt8]) -> DecimalText? {
        let fraction = fraction[..<(fraction.lastIndex { $0 != ASCII.zero }.map { $0 + 1 } ?? 0)]
        var mantissa: Int64 = 0
        for digit in whole + fraction {
            let (tens, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            let (next, carry) = tens.addingReportingOverflow(Int64(digit - ASCII.zero))
            if overflow || carry { return nil }
            mantissa = next
        }
        if isNegative { mantissa = -mantissa }
        let scale = fraction.count - exponent
        if scale >= 0 { return DecimalText(mantissa: mantissa, scale: scale) }
        guard let integer = DecimalText(mantissa: mantissa, scale: 0).scaled(by: -scale) else { return nil }
        return DecimalText(mantissa: integer, scale: 0)
    }
}
