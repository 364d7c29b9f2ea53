import Glibc

/// An instant, in coordinated universal time, of the years 1 to 9999.
public struct Instant: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00Z, leap seconds left out.
    public let seconds: Int
    /// 0 to 999,999,999.
    public let nanoseconds: Int

    /// Nil outside the years 1 to 9999.
    public init?(seconds: Int, nanoseconds: Int = 0) {
        guard (-62_135_596_800...253_402_300_799).contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else {
            return nil
        }
        (self.seconds, self.nanoseconds) = (seconds, nanoseconds)
    }

    /// Reads ISO 8601: `2011-10-22T00:00Z`, `2009-02-20 08:40:12.5+02:00`. The zone must be said, or nothing tells what
    /// instant it is.
    public init?(iso: String) {
        var iso = iso
        guard let instant = iso.withUTF8({ Instant(iso: $0) }) else { return nil }
        self = instant
    }

    /// As ``init(iso:)-(String)``, from bytes.
    public init?(iso bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count > 11, let date = CalendarDate(iso: UnsafeBufferPointer(rebasing: bytes[..<10])),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == ASCII.space,
            let time = ClockTime(UnsafeBufferPointer(rebasing: bytes[11...])), let offset = time.offset
        else { return nil }
        self.init(seconds: date.dayNumber * 86_400 + time.seconds - offset, nanoseconds: time.nanoseconds)
    }

    /// Reads ISO 8601 as ``init(iso:)-(String)`` does; a time without a zone is that of the clocks where the program runs.
    public init?(local text: String) {
        if let instant = Instant(iso: text) {
            self = instant
            return
        }
        var text = text
        guard let seconds = text.withUTF8(Self.localSeconds) else { return nil }
        self.init(seconds: seconds)
    }

    private static func localSeconds(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count > 11, let date = CalendarDate(iso: UnsafeBufferPointer(rebasing: bytes[..<10])),
            bytes[10] == UInt8(ascii: "T") || bytes[10] == ASCII.space,
            let time = ClockTime(UnsafeBufferPointer(rebasing: bytes[11...])), time.offset == nil
        else { return nil }
        var parts = tm()
        parts.tm_year = Int32(date.year - 1900)
        parts.tm_mon = Int32(date.month - 1)
        parts.tm_mday = Int32(date.day)
        parts.tm_sec = Int32(time.seconds)
        parts.tm_isdst = -1
        return mktime(&parts)
    }

    /// The instant that it is.
    public static var now: Instant? {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Instant(seconds: now.tv_sec, nanoseconds: now.tv_nsec)
    }

    /// The day it is in universal time.
    public var date: CalendarDate? {
        CalendarDate(dayNumber: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    }

    /// The earlier instant comes first.
    public static func < (a: Instant, b: Instant) -> Bool {
        (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
    }

    /// `2011-10-22T00:00:00Z`, with milliseconds when there are some.
    public var description: String {
        let time = ((seconds % 86_400) + 86_400) % 86_400
        let milliseconds = nanoseconds / 1_000_000
        let fraction = milliseconds == 0 ? "" : ".\(padded(milliseconds, 3))"
        return "\(date?.description ?? "")T\(padded(time / 3600, 2)):\(padded(time / 60 % 60, 2))"
            + ":\(padded(time % 60, 2))\(fraction)Z"
    }
}

/// A time of day as ISO 8601 writes it, with or without the offset of its zone.
struct ClockTime {
    /// Since midnight.
    var seconds: Int
    var nanoseconds = 0
    /// Seconds to the east of universal time; nil when no zone is said.
    var offset: Int?

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard bytes.count >= 5, bytes[2] == ASCII.colon, let hour = number(bytes, 0..<2), hour < 24,
            let minute = number(bytes, 3..<5), minute < 60
        else { return nil }
        seconds = hour * 3600 + minute * 60
        var index = 5
        if bytes.count >= 8, bytes[5] == ASCII.colon {
            guard let second = number(bytes, 6..<8), second < 60 else { return nil }
            seconds += second
            index = 8
            if index < bytes.count, bytes[index] == ASCII.point || bytes[index] == ASCII.comma {
                let start = index + 1
                index = start
                while index < bytes.count, bytes[index].digit != nil { index += 1 }
                guard let fraction = number(bytes, start..<min(index, start + 9)) else { return nil }
                nanoseconds = fraction * Int(FixedPoint.powers[9 - min(index - start, 9)])
            }
        }
        guard index < bytes.count else { return }
        guard let zone = Self.offset(UnsafeBufferPointer(rebasing: bytes[index...])) else { return nil }
        offset = zone
    }

    private static func offset(_ zone: UnsafeBufferPointer<UInt8>) -> Int? {
        if zone.equals("Z") { return 0 }
        guard zone.first == ASCII.plus || zone.first == ASCII.minus, let hours = number(zone, 1..<3), hours < 24 else {
            return nil
        }
        let minutes: Int?
        switch zone.count {
        case 3: minutes = 0
        case 5: minutes = number(zone, 3..<5)
        case 6 where zone[3] == ASCII.colon: minutes = number(zone, 4..<6)
        default: minutes = nil
        }
        guard let minutes, minutes < 60 else { return nil }
        return (zone[0] == ASCII.minus ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}
