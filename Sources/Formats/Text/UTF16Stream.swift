/// UTF-16 bytes turned into UTF-8 as they flow.
///
/// Half a surrogate pair, or half a code unit at the end, becomes the byte FF, which no UTF-8 holds: the reader that
/// checks its rows then refuses it, with the row.
final class UTF16Stream: ByteStream {
    private let stream: any ByteStream
    private let isBigEndian: Bool
    private var incoming = [UInt8](repeating: 0, count: 1 << 16)
    private var outgoing: [UInt8] = []
    private var sent = 0
    /// The byte of a unit, or the unit of a pair, whose other half is still to come.
    private var halfUnit: UInt8?
    private var highSurrogate: UInt32?
    private var isComplete = false

    init(_ stream: any ByteStream, _ encoding: TextEncoding) {
        self.stream = stream
        isBigEndian = encoding == .utf16BigEndian
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        while sent == outgoing.count, !isComplete { try convert() }
        let count = min(buffer.count, outgoing.count - sent)
        outgoing.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[sent..<sent + count]))
        }
        sent += count
        return count
    }

    private func convert() throws(FileError) {
        outgoing.removeAll(keepingCapacity: true)
        sent = 0
        let stream = stream
        let count = try incoming.withUnsafeMutableBufferPointer { buffer throws(FileError) in
            try stream.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        if count == 0 {
            isComplete = true
            if halfUnit != nil || highSurrogate != nil { outgoing.append(0xFF) }
            return
        }
        for byte in incoming[..<count] {
            guard let first = halfUnit else {
                halfUnit = byte
                continue
            }
            halfUnit = nil
            take(isBigEndian ? UInt32(first) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(first))
        }
    }

    private func take(_ unit: UInt32) {
        if let high = highSurrogate {
            highSurrogate = nil
            if unit & 0xFC00 == 0xDC00 {
                return UTF8Sequence.append(0x10000 + (high & 0x3FF) << 10 + unit & 0x3FF, to: &outgoing)
            }
            outgoing.append(0xFF)
        }
        switch unit & 0xFC00 {
        case 0xD800: highSurrogate = unit
        case 0xDC00: outgoing.append(0xFF)
        default: UTF8Sequence.append(unit, to: &outgoing)
        }
    }
}
