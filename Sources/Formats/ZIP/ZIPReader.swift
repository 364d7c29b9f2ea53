/// A file in a ZIP archive.
public struct ZIPEntry: Hashable, Sendable {
    /// Its path in the archive, with slashes.
    public let name: String
    /// In bytes, once unpacked.
    public let size: Int
    let compressedSize: Int
    let checksum: UInt32
    let isDeflated: Bool
    /// Where its local header starts in the archive.
    let headerOffset: Int
}

/// What a ZIP archive may unfold to.
public struct ZIPLimits: Hashable, Sendable {
    /// The largest entry, in bytes once unpacked.
    public var entrySize: Int
    /// The largest ratio of unpacked to packed size, asked of entries above a megabyte.
    public var ratio: Int
    /// All entries together, in bytes once unpacked.
    public var totalSize: Int

    /// 4 GiB an entry, 16 GiB altogether, and 250 times the packed size, unless said otherwise.
    public init(entrySize: Int = 1 << 32, ratio: Int = 250, totalSize: Int = 1 << 34) {
        self.entrySize = entrySize
        self.ratio = ratio
        self.totalSize = totalSize
    }
}

/// Reads ZIP archives (APPNOTE 6.3.10): stored and deflated entries, each as a ``ByteSource``.
///
/// Refused with their reason: encryption, several volumes, ZIP64, names that lead out of the folder, two entries of one
/// name, entries that overlap, and sizes or ratios beyond the limits, as announced and as found.
public struct ZIPReader: Sendable {
    /// The files of the archive, in the order of its directory; folders are left out.
    public let entries: [ZIPEntry]
    private let content: ZIPContent

    /// - Parameter source: a file or bytes; what flows once is spooled to a temporary file first.
    /// - Throws: ``FileError``, mostly ``FileError/archive(_:)``.
    public init(_ source: ByteSource, limits: ZIPLimits = ZIPLimits()) throws(FileError) {
        content = ZIPContent(source: try source.spooled(), limits: limits)
        let directory = try ZIPDirectory(content)
        entries = directory.entries
    }

    /// The bytes of an entry, checked as they flow.
    /// - Throws: ``FileError/archive(_:)`` when there is no entry of that name.
    public func source(_ name: String) throws(FileError) -> ByteSource {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw content.error(.noSuchEntry(name))
        }
        return source(entry)
    }

    /// The bytes of an entry, checked as they flow.
    public func source(_ entry: ZIPEntry) -> ByteSource {
        ByteSource(.entry(entry, of: content), name: "\(content.source.name)/\(entry.name)")
    }
}

/// The bytes of an archive, in any order.
struct ZIPContent: Sendable {
    let source: ByteSource
    let limits: ZIPLimits

    func error(_ reason: ZIPError.Reason) -> FileError {
        .archive(ZIPError(source: source.name, reason: reason))
    }
}

/// The directory at the end of an archive.
private struct ZIPDirectory {
    var entries: [ZIPEntry] = []

    init(_ content: ZIPContent) throws(FileError) {
        let file = try RandomAccessBytes(content.source)
        // End of central directory record: 22 bytes, then a comment of at most 65,535.
        let tailStart = max(0, file.count - 22 - 65_535)
        let tail = try file.bytes(tailStart, min(file.count, 22 + 65_535))
        guard let end = Self.lastRecord(tail) else { throw content.error(.notAnArchive) }
        let (disk, directoryDisk) = (tail.integer(end + 4, 2), tail.integer(end + 6, 2))
        let count = tail.integer(end + 10, 2)
        let (size, offset) = (tail.integer(end + 12, 4), tail.integer(end + 16, 4))
        if count == 0xFFFF || size == 0xFFFF_FFFF || offset == 0xFFFF_FFFF { throw content.error(.unsupportedZIP64) }
        if disk != 0 || directoryDisk != 0 { throw content.error(.severalVolumes) }
        guard offset + size <= tailStart + end else { throw content.error(.damaged) }
        let directory = try file.bytes(offset, size)
        var place = 0
        var names: Set<String> = []
        var extents: [Range<Int>] = []
        var total = 0
        for _ in 0..<count {
            let entry = try Self.entry(directory, &place, content)
            // What is stored starts 30 bytes after the header at the soonest, and ends before the directory.
            let extent = entry.headerOffset..<entry.headerOffset + 30 + entry.compressedSize
            guard extent.upperBound <= offset else { throw content.error(.damaged) }
            total += entry.size
            if total > content.limits.totalSize {
                throw content.error(.tooLargeAltogether(limit: content.limits.totalSize))
            }
            extents.append(extent)
            if entry.name.hasSuffix("/") { continue }
            guard names.insert(entry.name).inserted else { throw content.error(.repeatedName(entry.name)) }
            entries.append(entry)
        }
        extents.sort { $0.lowerBound < $1.lowerBound }
        for (extent, next) in zip(extents, extents.dropFirst()) where extent.upperBound > next.lowerBound {
            throw content.error(.damaged)
        }
    }

    private static func lastRecord(_ tail: [UInt8]) -> Int? {
        var index = tail.count - 22
        while index >= 0 {
            if tail.integer(index, 4) == 0x0605_4B50, index + 22 + tail.integer(index + 20, 2) == tail.count {
                return index
            }
            index -= 1
        }
        return nil
    }

    private static func entry(
        _ directory: [UInt8], _ place: inout Int, _ content: ZIPContent
    ) throws(FileError) -> ZIPEntry {
        guard place + 46 <= directory.count, directory.integer(place, 4) == 0x0201_4B50 else {
            throw content.error(.damaged)
        }
        let start = place
        func field(_ offset: Int, _ width: Int) -> Int { directory.integer(start + offset, width) }
        let nameEnd = start + 46 + field(28, 2)
        place = nameEnd + field(30, 2) + field(32, 2)
        guard place <= directory.count else { throw content.error(.damaged) }
        let name = try safeName(directory[start + 46..<nameEnd], content)
        if field(8, 2) & 1 != 0 { throw content.error(.encrypted(entry: name)) }
        let method = field(10, 2)
        guard method == 0 || method == 8 else { throw content.error(.unsupportedMethod(entry: name, method)) }
        let (packed, size, offset) = (field(20, 4), field(24, 4), field(42, 4))
        if [packed, size, offset].contains(0xFFFF_FFFF) { throw content.error(.unsupportedZIP64) }
        if field(34, 2) != 0 { throw content.error(.severalVolumes) }
        if method == 0, packed != size { throw content.error(.wrongSize(entry: name)) }
        let limits = content.limits
        if size > limits.entrySize { throw content.error(.tooLarge(entry: name, limit: limits.entrySize)) }
        if size > 1 << 20, size / max(packed, 1) >= limits.ratio {
            throw content.error(.suspiciousRatio(entry: name, limit: limits.ratio))
        }
        return ZIPEntry(
            name: name, size: size, compressedSize: packed, checksum: UInt32(truncatingIfNeeded: field(16, 4)),
            isDeflated: method == 8, headerOffset: offset)
    }

    /// The name, in UTF-8 or else in Windows-1252, when it stays within the folder.
    private static func safeName(_ bytes: ArraySlice<UInt8>, _ content: ZIPContent) throws(FileError) -> String {
        var text = Array(bytes)
        if text.withUnsafeBufferPointer({ UTF8Sequence.firstInvalid($0) }) != nil {
            var decoded: [UInt8] = []
            let isText = text.withUnsafeBufferPointer {
                TextEncoding.windows1252.appendSingleBytes($0, to: &decoded)
            }
            guard isText else { throw content.error(.damaged) }
            text = decoded
        }
        let name = String(decoding: text, as: UTF8.self)
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        let isUnsafe =
            name.isEmpty || name.hasPrefix("/") || parts.contains("..")
            || text.contains { $0 < ASCII.space || $0 == ASCII.backslash || $0 == ASCII.colon }
        if isUnsafe { throw content.error(.unsafeName(name)) }
        return name
    }
}

extension [UInt8] {
    /// The little-endian integer of so many bytes at the place, which lies inside the bytes.
    func integer(_ place: Int, _ width: Int) -> Int {
        self[place..<place + width].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
