// Decimal digits to the nearest double, and back to a fixed number of decimals.

/// The double nearest to mantissa × 10^exponent, ties to even; nil when this way does not reach (|exponent| > 19, or
/// above zero with more than 53 bits): the caller then reads the text.
///
/// Below zero, the quotient of two integers is taken with more than 53 bits and a sticky bit, so that the one rounding
/// is that of the last conversion.
@inline(__always)
func decimalValue(_ mantissa: UInt64, exponent: Int) -> Double? {
    if exponent == 0 || mantissa == 0 { return Double(mantissa) }
    if mantissa <= 1 << 53, exponent >= -22, exponent <= 22 {
        return exponent < 0
            ? Double(mantissa) / FixedPoint.doublePowers[-exponent]
            : Double(mantissa) * FixedPoint.doublePowers[exponent]
    }
    guard exponent < 0, exponent >= -19 else { return nil }
    let divisor = FixedPoint.unsignedPowers[-exponent]
    let (mantissaShift, divisorShift) = (mantissa.leadingZeroBitCount, divisor.leadingZeroBitCount)
    let numerator = mantissa << UInt64(mantissaShift)
    // numerator / divisor lies between 1/2 and 2: the quotient has 63 or 64 bits, and the high half is below the divisor.
    let (quotient, remainder) = (divisor << UInt64(divisorShift)).dividingFullWidth((numerator >> 1, numerator << 63))
    let rounded = Double(quotient | (remainder == 0 ? 0 : 1))
    return rounded * Double(sign: .plus, exponent: divisorShift - mantissaShift - 63, significand: 1)
}

enum FixedPoint {
    /// 10^0 to 10^18.
    static let powers: [Int64] = [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ]
    /// 10^0 to 10^19.
    static let unsignedPowers: [UInt64] = [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
    ]
    /// 10^0 to 10^22, each of them exact.
    static let doublePowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The value times 10^decimals, rounded to an integer; nil when it is not finite or beyond 2^53.
    @inline(__always)
    static func scaled(_ value: Double, decimals: Int) -> Int64? {
        let scaled = (value * doublePowers[decimals]).rounded()
        return scaled.magnitude <= 0x1p53 ? Int64(scaled) : nil
    }
}
