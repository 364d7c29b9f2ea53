import CZlib

/// The bytes of an entry, unpacked as they flow; its size and its checksum are compared at the end.
final class EntryStream: ByteStream {
    private let entry: ZIPEntry
    private let content: ZIPContent
    private let file: RandomAccessBytes
    private let packed = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private let inflation: UnsafeMutablePointer<z_stream>
    private var offset: Int
    private var remaining: Int
    private var produced = 0
    private var checksum: UInt
    private var isEnded = false

    init(_ entry: ZIPEntry, of content: ZIPContent) throws(FileError) {
        self.entry = entry
        self.content = content
        file = try RandomAccessBytes(content.source)
        inflation = .allocate(capacity: 1)
        inflation.initialize(to: z_stream())
        checksum = crc32(0, nil, 0)
        remaining = entry.compressedSize
        offset = 0
        let header = try file.bytes(entry.headerOffset, 30)
        guard raw_inflate_init(inflation) == Z_OK, header.count == 30, header.integer(0, 4) == 0x0403_4B50 else {
            throw content.error(.damaged)
        }
        offset = entry.headerOffset + 30 + header.integer(26, 2) + header.integer(28, 2)
        guard offset + remaining <= file.count else { throw content.error(.damaged) }
    }

    deinit {
        inflateEnd(inflation)
        inflation.deallocate()
        packed.deallocate()
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        if isEnded { return 0 }
        let count = entry.isDeflated ? try inflate(into: buffer) : try copy(into: buffer)
        produced += count
        if produced > entry.size { throw content.error(.wrongSize(entry: entry.name)) }
        checksum = crc32_z(checksum, buffer.baseAddress?.assumingMemoryBound(to: UInt8.self), count)
        if count == 0 || isEnded {
            isEnded = true
            if produced != entry.size { throw content.error(.wrongSize(entry: entry.name)) }
            if checksum != UInt(entry.checksum) { throw content.error(.wrongChecksum(entry: entry.name)) }
        }
        return count
    }

    private func copy(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(buffer.count, remaining)])
        let count = try file.read(offset, into: piece)
        offset += count
        remaining -= count
        return count
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        let room = min(buffer.count, 1 << 30)
        inflation.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        inflation.pointee.avail_out = UInt32(room)
        while inflation.pointee.avail_out == UInt32(room) {
            if inflation.pointee.avail_in == 0 { try refill() }
            let status = CZlib.inflate(inflation, Z_NO_FLUSH)
            if status == Z_STREAM_END {
                isEnded = true
                break
            }
            guard status == Z_OK, inflation.pointee.avail_in > 0 || inflation.pointee.avail_out == 0 || remaining > 0
            else {
                throw content.error(.damaged)
            }
        }
        return room - Int(inflation.pointee.avail_out)
    }

    private func refill() throws(FileError) {
        let piece = UnsafeMutableRawBufferPointer(rebasing: packed[..<min(packed.count, remaining)])
        let count = try file.read(offset, into: piece)
        if count == 0 { throw content.error(.damaged) }
        offset += count
        remaining -= count
        inflation.pointee.next_in = packed.baseAddress?.assumingMemoryBound(to: UInt8.self)
        inflation.pointee.avail_in = UInt32(count)
    }
}
