import Glibc

/// The bytes of a source, in any order.
final class RandomAccessBytes {
    private let descriptor: CInt
    private let memory: [UInt8]
    private let name: String
    let count: Int

    /// - Parameter source: one that can be read again.
    init(_ source: ByteSource) throws(FileError) {
        name = source.name
        let path: String
        switch source.origin {
        case .file(let own): path = own
        case .spool(let spool): path = spool.path
        case .memory, .standardInput, .entry:
            memory = try source.readAll(limit: 1 << 30)
            descriptor = -1
            count = memory.count
            return
        }
        memory = []
        descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        var status = stat()
        guard descriptor >= 0, fstat(descriptor, &status) == 0 else { throw FileError(path: name, code: errno) }
        if status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: name) }
        count = Int(status.st_size)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// So many bytes from the offset; fewer at the end.
    func bytes(_ offset: Int, _ length: Int) throws(FileError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: max(0, min(length, count - offset)))
        let read = try bytes.withUnsafeMutableBufferPointer { buffer throws(FileError) in
            try self.read(offset, into: UnsafeMutableRawBufferPointer(buffer))
        }
        bytes.removeLast(bytes.count - read)
        return bytes
    }

    /// Fills the buffer from the offset on, and answers how many bytes there were.
    func read(_ offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        let wanted = max(0, min(buffer.count, count - offset))
        if descriptor < 0 {
            buffer.copyBytes(from: memory[min(offset, count)..<min(offset, count) + wanted])
            return wanted
        }
        var done = 0
        while done < wanted {
            let length = pread(descriptor, buffer.baseAddress?.advanced(by: done), wanted - done, off_t(offset + done))
            if length == 0 { return done }
            if length > 0 {
                done += length
            } else if errno != EINTR {
                throw FileError(path: name, code: errno)
            }
        }
        return done
    }
}
