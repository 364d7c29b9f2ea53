import Glibc
import Synchronization

/// Where bytes come from: a file, standard input, memory, or an entry of a ZIP archive.
///
/// It is a value: opening it happens in the reader that takes it, as often as there are readers, save for standard
/// input, which flows once (see ``spooled()``).
public struct ByteSource: Sendable {
    indirect enum Origin: Sendable {
        case file(String)
        case standardInput
        case memory([UInt8])
        case entry(ZIPEntry, of: ZIPContent)
        case spool(SpoolFile)
    }

    let origin: Origin
    /// What messages call it: the path, `-`, or the name given with the bytes.
    public let name: String

    init(_ origin: Origin, name: String) {
        self.origin = origin
        self.name = name
    }

    /// - Parameter argument: a path, or `-` for standard input.
    public init(_ argument: String) {
        self.init(argument == "-" ? .standardInput : .file(argument), name: argument)
    }

    /// A source of bytes that are already in memory.
    public init(bytes: some Sequence<UInt8>, name: String = "(bytes)") {
        self.init(.memory(Array(bytes)), name: name)
    }

    /// True when the bytes can be read more than once: not standard input, nor a pipe that has a path.
    public var canBeReadAgain: Bool {
        switch origin {
        case .memory, .entry, .spool: return true
        case .standardInput: return false
        case .file(let path):
            var status = stat()
            return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }
    }

    /// The same bytes, in a source that can be read more than once.
    ///
    /// What flows once is copied to a temporary file, which disappears with the last copy of the value returned.
    /// - Throws: ``FileError``
    public func spooled() throws(FileError) -> ByteSource {
        if canBeReadAgain { return self }
        return ByteSource(.spool(try SpoolFile(copying: try open())), name: name)
    }

    /// Every byte, when there are no more than `limit`.
    /// - Throws: ``FileError``, ``FileError/tooLarge(name:limit:)`` among others.
    public func readAll(limit: Int) throws(FileError) -> [UInt8] {
        let stream = try open()
        var bytes: [UInt8] = []
        var excess = false
        try stream.forEachChunk { chunk throws(FileError) in
            if bytes.count + chunk.count > limit { excess = true } else { bytes.append(contentsOf: chunk) }
            return !excess
        }
        if excess { throw .tooLarge(name: name, limit: limit) }
        return bytes
    }

    /// The first bytes, as many as asked for or as there are.
    /// - Throws: ``FileError``
    public func prefix(_ count: Int) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        try open().forEachChunk(of: max(count, 1)) { chunk throws(FileError) in
            bytes.append(contentsOf: chunk.prefix(count - bytes.count))
            return bytes.count < count
        }
        return bytes
    }

    package func open() throws(FileError) -> any ByteStream {
        switch origin {
        case .file(let path): try FileStream(path: path)
        case .standardInput: try FileStream.standardInput()
        case .memory(let bytes): MemoryStream(bytes)
        case .entry(let entry, let content): try EntryStream(entry, of: content)
        case .spool(let spool): try FileStream(path: spool.path)
        }
    }
}

/// Bytes that flow once.
package protocol ByteStream: AnyObject {
    /// Fills the front of the buffer and answers how many bytes it put there; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int
}

extension ByteStream {
    /// Lends chunk after chunk until the end, or until `body` answers false.
    package func forEachChunk(
        of size: Int = 1 << 18, _ body: (UnsafeRawBufferPointer) throws(FileError) -> Bool
    ) throws(FileError) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try read(into: buffer)
            if count == 0 { return }
            guard try body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else { return }
        }
    }
}

final class FileStream: ByteStream {
    private static let standardInputIsRead = Mutex(false)
    private let descriptor: CInt
    private let path: String

    init(path: String) throws(FileError) {
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        self.path = path
        if descriptor < 0 { throw FileError(path: path, code: errno) }
    }

    private init(standardInput: CInt) {
        descriptor = standardInput
        path = "-"
    }

    static func standardInput() throws(FileError) -> FileStream {
        let wasRead = standardInputIsRead.withLock { isRead in
            defer { isRead = true }
            return isRead
        }
        if wasRead { throw .alreadyRead(name: "-") }
        return FileStream(standardInput: STDIN_FILENO)
    }

    deinit {
        if descriptor > STDIN_FILENO { close(descriptor) }
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw FileError(path: path, code: errno) }
        }
    }
}

final class MemoryStream: ByteStream {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(buffer.count, bytes.count - position)
        bytes.withUnsafeBytes { all in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[position..<position + count]))
        }
        position += count
        return count
    }
}

/// A temporary copy on disk, removed with the last reference to it.
final class SpoolFile: Sendable {
    let path: String

    init(copying stream: any ByteStream) throws(FileError) {
        var folder = "/tmp"
        if let named = getenv("TMPDIR") { folder = String(cString: named) }
        var template = Array("\(folder)/campus-atlas-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        path = template.withUnsafeBufferPointer {
            String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        if descriptor < 0 { throw FileError(path: folder, code: errno) }
        defer { close(descriptor) }
        let path = path
        try stream.forEachChunk { chunk throws(FileError) in
            try writeWhole(chunk, to: descriptor, path: path)
            return true
        }
    }

    deinit { unlink(path) }
}

/// Writes every byte, however many calls it takes.
func writeWhole(_ bytes: UnsafeRawBufferPointer, to descriptor: CInt, path: String) throws(FileError) {
    var done = 0
    while done < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count > 0 {
            done += count
        } else if count < 0, errno != EINTR {
            throw FileError(path: path, code: errno)
        }
    }
}
