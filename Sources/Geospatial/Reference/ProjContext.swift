import CPROJ

/// A PROJ context of our own: silent, without network, used by one thread at a time, with the last message PROJ logged.
struct ProjContext: ~Copyable {
    let pointer: OpaquePointer
    private let log: UnsafeMutablePointer<String>

    init() throws(ProjectionError) {
        guard let created = proj_context_create() else { throw .unavailable }
        pointer = created
        log = .allocate(capacity: 1)
        log.initialize(to: "")
        proj_context_set_enable_network(pointer, 0)
        proj_log_level(pointer, PJ_LOG_ERROR)
        proj_log_func(pointer, log) { target, _, text in
            guard let target, let text else { return }
            target.assumingMemoryBound(to: String.self).pointee = String(cString: text)
        }
    }

    deinit {
        proj_context_destroy(pointer)
        log.deinitialize(count: 1)
        log.deallocate()
    }

    /// What PROJ said last, or the meaning of the error code where it said nothing.
    func reason(_ code: Int32) -> String {
        if !log.pointee.isEmpty { return log.pointee }
        return proj_context_errno_string(pointer, code).map { String(cString: $0) } ?? "PROJ \(code)"
    }
}
