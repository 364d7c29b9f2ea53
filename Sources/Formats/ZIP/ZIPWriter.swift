import CZlib

/// Writes a ZIP archive (APPNOTE 6.3.10) entry after entry, as the bytes come: deflated, with the sizes after the data.
///
/// The same entries give the same bytes: every one is dated 1980-01-01. ZIP64 is not written.
public final class ZIPWriter {
    private struct Entry {
        let name: [UInt8]
        let offset: Int
        var checksum: UInt
        var packed = 0
        var size = 0
    }

    private let sink: ByteSink
    private let deflation: UnsafeMutablePointer<z_stream>
    private let packed = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var entries: [Entry] = []
    private var isInEntry = false

    /// - Throws: ``FileError/system(path:code:)`` when there is no memory to compress with.
    public init(_ sink: ByteSink) throws(FileError) {
        self.sink = sink
        deflation = .allocate(capacity: 1)
        deflation.initialize(to: z_stream())
        guard raw_deflate_init(deflation) == Z_OK else { throw FileError(path: sink.name, code: 12) }
    }

    deinit {
        deflateEnd(deflation)
        deflation.deallocate()
        packed.deallocate()
    }

    /// Starts an entry; the one before it ends.
    /// - Throws: ``FileError``
    public func begin(_ name: String) throws(FileError) {
        try endEntry()
        let bytes = Array(name.utf8)
        entries.append(Entry(name: bytes, offset: sink.count, checksum: crc32(0, nil, 0)))
        deflateReset(deflation)
        isInEntry = true
        var header: [UInt8] = []
        header.append(0x0403_4B50, 4)
        Self.appendCommon(to: &header)
        header.append(0, 4)
        header.append(0, 4)
        header.append(0, 4)
        header.append(bytes.count, 2)
        header.append(0, 2)
        try sink.write(header + bytes)
    }

    /// Adds bytes to the entry that was begun.
    /// - Throws: ``FileError``
    public func write(_ bytes: [UInt8]) throws(FileError) {
        guard isInEntry, !bytes.isEmpty else { return }
        let last = entries.count - 1
        entries[last].size += bytes.count
        try bytes.withUnsafeBufferPointer { buffer throws(FileError) in
            entries[last].checksum = crc32_z(entries[last].checksum, buffer.baseAddress, buffer.count)
            deflation.pointee.next_in = UnsafeMutablePointer(mutating: buffer.baseAddress)
            deflation.pointee.avail_in = UInt32(buffer.count)
            try drain(Z_NO_FLUSH)
        }
    }

    /// Adds text to the entry that was begun.
    /// - Throws: ``FileError``
    public func write(_ text: String) throws(FileError) { try write(Array(text.utf8)) }

    /// Ends the last entry, writes the directory and ends the file; see ``ByteSink/finish()``.
    /// - Throws: ``FileError``, ``FileError/tooLarge(name:limit:)`` beyond what ZIP without ZIP64 can hold.
    public func finish() throws(FileError) {
        try endEntry()
        let start = sink.count
        for entry in entries { try sink.write(Self.directoryRecord(entry.name, entry)) }
        let size = sink.count - start
        guard sink.count < 0xFFFF_FFFF, entries.count < 0xFFFF else {
            throw .tooLarge(name: sink.name, limit: 0xFFFF_FFFF)
        }
        var end: [UInt8] = []
        end.append(0x0605_4B50, 4)
        end.append(0, 4)
        end.append(entries.count, 2)
        end.append(entries.count, 2)
        end.append(size, 4)
        end.append(start, 4)
        end.append(0, 2)
        try sink.write(end)
        try sink.finish()
    }

    private func endEntry() throws(FileError) {
        guard isInEntry else { return }
        isInEntry = false
        deflation.pointee.next_in = nil
        deflation.pointee.avail_in = 0
        try drain(Z_FINISH)
        let entry = entries[entries.count - 1]
        guard entry.size < 0xFFFF_FFFF, entry.packed < 0xFFFF_FFFF else {
            throw .tooLarge(name: sink.name, limit: 0xFFFF_FFFF)
        }
        var sizes: [UInt8] = []
        sizes.append(0x0807_4B50, 4)
        sizes.append(Int(entry.checksum), 4)
        sizes.append(entry.packed, 4)
        sizes.append(entry.size, 4)
        try sink.write(sizes)
    }

    private func drain(_ flush: CInt) throws(FileError) {
        while true {
            deflation.pointee.next_out = packed.baseAddress?.assumingMemoryBound(to: UInt8.self)
            deflation.pointee.avail_out = UInt32(packed.count)
            let status = deflate(deflation, flush)
            let count = packed.count - Int(deflation.pointee.avail_out)
            entries[entries.count - 1].packed += count
            try sink.write(UnsafeRawBufferPointer(rebasing: packed[..<count]).assumingMemoryBound(to: UInt8.self))
            let isDone = flush == Z_FINISH ? status == Z_STREAM_END : deflation.pointee.avail_out > 0
            if isDone { return }
        }
    }

    /// Version needed, flags (sizes after the data, names in UTF-8), deflate, 1980-01-01 00:00.
    private static func appendCommon(to record: inout [UInt8]) {
        for value in [20, 0x0808, 8, 0, 0x21] { record.append(value, 2) }
    }

    private static func directoryRecord(_ name: [UInt8], _ entry: Entry) -> [UInt8] {
        var record: [UInt8] = []
        record.append(0x0201_4B50, 4)
        record.append(20, 2)
        appendCommon(to: &record)
        record.append(Int(entry.checksum), 4)
        record.append(entry.packed, 4)
        record.append(entry.size, 4)
        record.append(name.count, 2)
        for width in [2, 2, 2, 2, 4] { record.append(0, width) }
        record.append(entry.offset, 4)
        return record + name
    }
}

extension [UInt8] {
    /// Adds a little-endian integer of so many bytes.
    fileprivate mutating func append(_ value: Int, _ width: Int) {
        for place in 0..<width { append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }
}
