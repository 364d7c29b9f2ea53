import Glibc

/// Where bytes go: a file, standard output, or memory. Bytes are gathered and written in large pieces.
///
/// A file appears whole or not at all: the bytes go to a neighbour of another name, which takes the file's name in
/// ``finish()``. A sink that is let go without it leaves nothing behind.
public final class ByteSink {
    private enum Target {
        case file(path: String, temporary: String, CInt)
        case standardOutput
        case memory
        case finished
    }

    private static let capacity = 1 << 18
    private var target: Target
    private var pending: [UInt8] = []
    /// What messages call it: the path, or `-`.
    public let name: String
    /// How many bytes were written.
    public private(set) var count = 0

    /// - Parameter argument: a path, or `-` for standard output.
    /// - Throws: ``FileError``
    public init(_ argument: String) throws(FileError) {
        name = argument
        if argument == "-" {
            target = .standardOutput
        } else {
            var status = stat()
            if stat(argument, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: argument) }
            var template = Array("\(argument).XXXXXX".utf8CString)
            let descriptor = mkstemp(&template)
            if descriptor < 0 { throw FileError(path: argument, code: errno) }
            let mask = umask(0)
            umask(mask)
            fchmod(descriptor, 0o666 & ~mask)
            let temporary = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
            target = .file(path: argument, temporary: temporary, descriptor)
        }
        pending.reserveCapacity(Self.capacity)
    }

    /// A sink whose bytes stay in memory, in ``bytes``.
    public init() {
        name = "(bytes)"
        target = .memory
    }

    deinit {
        if case .file(_, let temporary, let descriptor) = target {
            close(descriptor)
            unlink(temporary)
        }
    }

    /// What was written to memory; for a file, what waits to be written.
    public var bytes: [UInt8] { pending }

    /// - Throws: ``FileError``
    public func write(_ bytes: UnsafeBufferPointer<UInt8>) throws(FileError) {
        pending.append(contentsOf: bytes)
        count += bytes.count
        if pending.count >= Self.capacity { try flush() }
    }

    /// - Throws: ``FileError``
    public func write(_ bytes: [UInt8]) throws(FileError) {
        try bytes.withUnsafeBufferPointer { pointer throws(FileError) in try write(pointer) }
    }

    /// - Throws: ``FileError``
    public func write(_ text: String) throws(FileError) {
        try write(Array(text.utf8))
    }

    /// Writes what waits, and gives the file its name. Nothing may be written afterwards to a file or standard output.
    /// - Throws: ``FileError``; the file that had the name, if there was one, is then untouched.
    public func finish() throws(FileError) {
        try flush()
        guard case .file(let path, let temporary, let descriptor) = target else { return }
        target = .finished
        let isSynced = fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        if isSynced, rename(temporary, path) == 0 { return }
        let reason = isSynced ? errno : code
        unlink(temporary)
        throw FileError(path: path, code: reason)
    }

    private func flush() throws(FileError) {
        let descriptor: CInt
        switch target {
        case .memory: return
        case .file(_, _, let own): descriptor = own
        case .standardOutput: descriptor = STDOUT_FILENO
        case .finished: descriptor = -1
        }
        let name = name
        try pending.withUnsafeBufferPointer { bytes throws(FileError) in
            try writeWhole(UnsafeRawBufferPointer(bytes), to: descriptor, path: name)
        }
        pending.removeAll(keepingCapacity: true)
    }
}
