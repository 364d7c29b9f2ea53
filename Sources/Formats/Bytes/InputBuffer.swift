/// A window on a stream that slides forward: what a reader still needs stays, the rest makes room.
///
/// The byte after the last one is always 0, so that a loop may look before it checks.
struct InputBuffer: ~Copyable {
    private let stream: any ByteStream
    private(set) var base: UnsafeMutablePointer<UInt8>
    /// How many bytes the window can hold.
    private(set) var capacity: Int
    /// The next byte to read.
    var position = 0
    /// One past the last byte that was read from the stream.
    private(set) var end = 0
    /// True when the stream has nothing more.
    private(set) var isComplete = false
    /// How many bytes of the stream lie before the window.
    private(set) var discarded = 0

    init(_ stream: any ByteStream, size: Int) {
        self.stream = stream
        capacity = max(size, 16)
        base = .allocate(capacity: capacity + 1)
        base.initialize(to: 0)
    }

    deinit { base.deallocate() }

    /// The bytes between the two places of the window.
    func bytes(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: base + start, count: end - start)
    }

    /// Slides the window so that it starts at `first`, then reads until it is full or the stream ends.
    ///
    /// Every place in the window is afterwards lower by `first`. When the window is half full already, it doubles.
    mutating func slide(to first: Int) throws(FileError) {
        let kept = end - first
        if first > 0 {
            base.update(from: base + first, count: kept)
            discarded += first
            position -= first
            end = kept
        }
        if kept > capacity / 2 { grow() }
        while end < capacity, !isComplete {
            let count = try stream.read(into: UnsafeMutableRawBufferPointer(start: base + end, count: capacity - end))
            end += count
            if count == 0 { isComplete = true }
        }
        base[end] = 0
    }

    private mutating func grow() {
        let wider = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity + 1)
        wider.initialize(from: base, count: end)
        base.deallocate()
        base = wider
        capacity *= 2
    }
}
