import Formats

/// A part of a mass, exact to the millionth.
public struct MassShare: Sendable, Hashable, CustomStringConvertible {
    /// 1 to 1,000,000.
    public let millionths: Int64

    /// All of it.
    public static let all = MassShare(millionths: Apportionment.whole)

    private init(millionths: Int64) { self.millionths = millionths }

    /// Nil when it is not from 1 to 1,000,000.
    public init?(_ millionths: Int64) {
        guard (1...Apportionment.whole).contains(millionths) else { return nil }
        self.millionths = millionths
    }

    /// - Parameter text: per cent, with its sign: `72%`, `12,5 %`.
    /// - Throws: ``FlowError/unreadableShare(_:)``, also for more than four decimals, zero, and more than 100 %.
    public init(typed text: String) throws(FlowError) {
        guard text.last == "%", let number = DecimalText(String(text.dropLast())),
            let share = number.scaled(by: 4).flatMap({ MassShare($0) })
        else { throw .unreadableShare(text) }
        self = share
    }

    /// `72,5 %`
    public var description: String { FlowError.percent(millionths) + " %" }
}
