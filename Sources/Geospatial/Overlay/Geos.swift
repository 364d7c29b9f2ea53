import CGEOS

/// A GEOS context and the last message it logged: made, used and dropped by one call.
///
/// Everything GEOS owns is handled inside methods, which borrow the context and so cannot outlive it.
struct Geos: ~Copyable {
    let handle: OpaquePointer
    private let log: UnsafeMutablePointer<String>

    init() throws(TopologyError) {
        guard let created = GEOS_init_r() else { throw .engine("GEOS_init_r") }
        handle = created
        log = .allocate(capacity: 1)
        log.initialize(to: "")
        GEOSContext_setErrorMessageHandler_r(
            handle,
            { text, target in
                guard let text, let target else { return }
                target.assumingMemoryBound(to: String.self).pointee = String(cString: text)
            }, log)
    }

    deinit {
        GEOS_finish_r(handle)
        log.deinitialize(count: 1)
        log.deallocate()
    }

    var failure: TopologyError { .engine(log.pointee.isEmpty ? "GEOS" : log.pointee) }

    func destroy(_ geometry: OpaquePointer?) {
        if let geometry { GEOSGeom_destroy_r(handle, geometry) }
    }

    /// The answer of a predicate: GEOS gives 0, 1, or 2 when it failed.
    func answer(_ code: CChar) throws(TopologyError) -> Bool {
        guard code <= 1 else { throw failure }
        return code == 1
    }

    func validity(of geometry: Geometry) throws(TopologyError) -> Validity {
        let shape = try make(geometry)
        defer { destroy(shape) }
        return try validity(of: shape)
    }

    func validity(of shape: OpaquePointer) throws(TopologyError) -> Validity {
        var reason: UnsafeMutablePointer<CChar>?
        var place: OpaquePointer?
        let code = GEOSisValidDetail_r(handle, shape, 0, &reason, &place)
        defer {
            GEOSFree_r(handle, reason)
            destroy(place)
        }
        guard try !answer(code) else { return .valid }
        var position: Position?
        if let place, case .point(let found) = try read(place) { position = found }
        return .invalid(reason: reason.map { String(cString: $0) } ?? "", at: position)
    }

    /// The shape that GEOS makes of a surface which it first proves valid.
    func makeValid(_ multi: MultiPolygon) throws(TopologyError) -> OpaquePointer {
        let shape = try make(.multiPolygon(multi))
        do throws(TopologyError) {
            if case .invalid(let reason, let position) = try validity(of: shape) {
                throw .invalid(reason: reason, at: position)
            }
        } catch {
            destroy(shape)
            throw error
        }
        return shape
    }

    func repaired(_ geometry: Geometry) throws(TopologyError) -> Geometry {
        let shape = try make(geometry)
        defer { destroy(shape) }
        guard let parameters = GEOSMakeValidParams_create_r(handle) else { throw failure }
        defer { GEOSMakeValidParams_destroy_r(handle, parameters) }
        GEOSMakeValidParams_setMethod_r(handle, parameters, GEOS_MAKE_VALID_STRUCTURE)
        GEOSMakeValidParams_setKeepCollapsed_r(handle, parameters, 0)
        return try taken(GEOSMakeValidWithParams_r(handle, shape, parameters))
    }

    /// The value of what GEOS returned, which is then destroyed.
    func taken(_ result: OpaquePointer?) throws(TopologyError) -> Geometry {
        guard let result else { throw failure }
        defer { destroy(result) }
        return try read(result)
    }
}
