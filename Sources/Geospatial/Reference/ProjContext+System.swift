import CPROJ

extension ProjContext {
    /// The system that a definition names, as PROJ understands it.
    func system(_ definition: String) throws(ProjectionError) -> CoordinateReferenceSystem {
        let reference = SystemReference(definition)
        let given = try create(reference.text, for: definition)
        defer { proj_destroy(given) }
        if case .name(let written) = reference, name(of: given).lowercased() != written.lowercased() {
            throw .unknownSystem(definition: definition, reason: name(of: given))
        }
        if identifier(given) == Identifier(organization: "OGC", code: "CRS84") { return .wgs84 }
        let horizontal = try horizontalPart(given)
        defer { proj_destroy(horizontal) }
        if reference.isRegistered {
            return try describe(horizontal, given: given, isRegistered: true, definition: definition)
        }
        if let registered = registeredEquivalent(horizontal) { return try system(registered) }
        return try describe(horizontal, given: given, isRegistered: false, definition: definition)
    }

    /// - Parameter isRegistered: true when the object comes from a register, so that its identifier can be believed; a
    ///   definition in full may claim a code and say something else.
    private func describe(
        _ horizontal: OpaquePointer, given: OpaquePointer, isRegistered: Bool, definition: String
    ) throws(ProjectionError) -> CoordinateReferenceSystem {
        let core = try unbound(horizontal)
        defer { proj_destroy(core) }
        let type = proj_get_type(core)
        let isGeographic = type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS
        guard isGeographic || type == PJ_TYPE_PROJECTED_CRS else {
            throw .notHorizontal(definition: definition, name: name(of: given))
        }
        let code = isRegistered ? identifier(horizontal)?.text : nil
        guard let ellipsoid = ellipsoid(core), let axisUnit = axisUnit(core),
            let text = code ?? wkt(horizontal, PJ_WKT2_2019)
        else { throw .unknownSystem(definition: definition, reason: reason(proj_context_errno(pointer))) }
        return CoordinateReferenceSystem(
            name: name(of: given), authority: isRegistered ? identifier(given)?.authority : nil,
            isGeographic: isGeographic, wkt1: wkt(horizontal, PJ_WKT1_GDAL) ?? text,
            semiMajorAxis: ellipsoid.semiMajorAxis, inverseFlattening: ellipsoid.inverseFlattening,
            areaOfUse: areaOfUse(core), definition: text, axisUnit: axisUnit,
            base: isGeographic
                ? nil : try geographicBase(core, isRegistered: isRegistered, definition: definition))
    }

    private func geographicBase(
        _ core: OpaquePointer, isRegistered: Bool, definition: String
    ) throws(ProjectionError) -> CoordinateReferenceSystem {
        guard let base = proj_crs_get_geodetic_crs(pointer, core) else {
            throw .unknownSystem(definition: definition, reason: reason(proj_context_errno(pointer)))
        }
        defer { proj_destroy(base) }
        if !isRegistered, let registered = registeredEquivalent(base) { return try system(registered) }
        return try describe(base, given: base, isRegistered: isRegistered, definition: definition)
    }

    private func create(_ text: String, for definition: String) throws(ProjectionError) -> OpaquePointer {
        guard let object = proj_create(pointer, text) else {
            throw .unknownSystem(definition: definition, reason: reason(proj_context_errno(pointer)))
        }
        guard proj_is_crs(object) != 0 else {
            defer { proj_destroy(object) }
            throw .notHorizontal(definition: definition, name: name(of: object))
        }
        return object
    }

    /// The first part of a compound system; of any other, itself.
    private func horizontalPart(_ system: OpaquePointer) throws(ProjectionError) -> OpaquePointer {
        let part = proj_get_type(system) == PJ_TYPE_COMPOUND_CRS ? proj_crs_get_sub_crs(pointer, system, 0) : nil
        guard let horizontal = part ?? proj_clone(pointer, system) else { throw .unavailable }
        return horizontal
    }

    /// The system without the shift to another datum that a definition may carry (`TOWGS84`, `+towgs84`).
    private func unbound(_ system: OpaquePointer) throws(ProjectionError) -> OpaquePointer {
        let source = proj_get_type(system) == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(pointer, system) : nil
        guard let core = source ?? proj_clone(pointer, system) else { throw .unavailable }
        return core
    }

    /// The EPSG code of an equivalent entry. PROJ gives 100 or 90 when the names agree too, 70 when only the
    /// definitions do, and 25 when they differ.
    private func registeredEquivalent(_ system: OpaquePointer) -> String? {
        guard let core = try? unbound(system) else { return nil }
        defer { proj_destroy(core) }
        var confidences: UnsafeMutablePointer<Int32>?
        let found = proj_identify(pointer, core, "EPSG", nil, &confidences)
        defer {
            proj_int_list_destroy(confidences)
            proj_list_destroy(found)
        }
        guard let confidences, proj_list_get_count(found) > 0, confidences[0] >= 70,
            let match = proj_list_get(pointer, found, 0)
        else { return nil }
        defer { proj_destroy(match) }
        return identifier(match)?.text
    }

    private func ellipsoid(_ system: OpaquePointer) -> (semiMajorAxis: Double, inverseFlattening: Double)? {
        guard let ellipsoid = proj_get_ellipsoid(pointer, system) else { return nil }
        defer { proj_destroy(ellipsoid) }
        var (semiMajorAxis, inverseFlattening) = (0.0, 0.0)
        guard proj_ellipsoid_get_parameters(pointer, ellipsoid, &semiMajorAxis, nil, nil, &inverseFlattening) != 0
        else { return nil }
        return (semiMajorAxis, inverseFlattening)
    }

    private func axisUnit(_ system: OpaquePointer) -> Double? {
        guard let axes = proj_crs_get_coordinate_system(pointer, system) else { return nil }
        defer { proj_destroy(axes) }
        var factor = 0.0
        guard proj_cs_get_axis_info(pointer, axes, 0, nil, nil, nil, &factor, nil, nil, nil) != 0 else { return nil }
        // The register writes the degree with sixteen digits.
        return abs(factor * 180 / .pi - 1) < 1e-12 ? .pi / 180 : factor
    }

    private func areaOfUse(_ system: OpaquePointer) -> Envelope? {
        var (west, south, east, north) = (0.0, 0.0, 0.0, 0.0)
        let unknown = -1000.0
        guard proj_get_area_of_use(pointer, system, &west, &south, &east, &north, nil) != 0, west > unknown else {
            return nil
        }
        return Envelope(minX: west, minY: south, maxX: west > east ? east + 360 : east, maxY: north)
    }

    private func wkt(_ system: OpaquePointer, _ version: PJ_WKT_TYPE) -> String? {
        "MULTILINE=NO".withCString { option in
            let options: [UnsafePointer<CChar>?] = [option, nil]
            return proj_as_wkt(pointer, system, version, options).map { String(cString: $0) }
        }
    }

    private func name(of system: OpaquePointer) -> String { proj_get_name(system).map { String(cString: $0) } ?? "" }

    private struct Identifier: Equatable {
        let organization: String
        let code: String
        var text: String { "\(organization):\(code)" }
        var authority: AuthorityCode? { Int(code).map { AuthorityCode(organization: organization, code: $0) } }
    }

    private func identifier(_ system: OpaquePointer) -> Identifier? {
        guard let organization = proj_get_id_auth_name(system, 0), let code = proj_get_id_code(system, 0) else {
            return nil
        }
        return Identifier(organization: String(cString: organization), code: String(cString: code))
    }
}

/// The form in which a system was written.
private enum SystemReference {
    /// An entry of a register, as `EPSG:2154`.
    case code(String)
    /// The system in full: WKT, PROJJSON or a PROJ string.
    case definition(String)
    case name(String)

    var text: String {
        switch self {
        case .code(let text), .definition(let text), .name(let text): text
        }
    }

    var isRegistered: Bool {
        switch self {
        case .code, .name: true
        case .definition: false
        }
    }

    init(_ written: String) {
        let text = written.trimmed
        if text.contains("[") || text.hasPrefix("{") {
            self = .definition(text)
        } else if text.contains("proj=") {
            self = .definition(text.contains("type=crs") ? text : text + " +type=crs")
        } else if Int(text) != nil {
            self = .code("EPSG:\(text)")
        } else if let code = Self.code(inURN: text) ?? Self.code(inURL: text) {
            self = .code(code)
        } else {
            self = text.contains(":") ? .code(text) : .name(text)
        }
    }

    /// `urn:ogc:def:crs:EPSG:9.1:2154`, and `urn:x-ogc:…` before the name was registered (OGC 07-092r3).
    private static func code(inURN text: String) -> String? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 7, parts[0].lowercased() == "urn", parts[3].lowercased() == "crs" else { return nil }
        return "\(parts[4].uppercased()):\(parts[6])"
    }

    /// `http://www.opengis.net/def/crs/EPSG/0/2154` (OGC 09-048r5), and `…/gml/srs/epsg.xml#2154` of GML 2.
    private static func code(inURL text: String) -> String? {
        guard text.lowercased().hasPrefix("http") else { return nil }
        let parts = text.split(separator: "/")
        if let crs = parts.lastIndex(of: "crs"), parts.count == crs + 4 {
            return "\(parts[crs + 1].uppercased()):\(parts[crs + 3])"
        }
        let fragment = parts.last?.split(separator: "#") ?? []
        return fragment.count == 2 && fragment[0].lowercased() == "epsg.xml" ? "EPSG:\(fragment[1])" : nil
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
