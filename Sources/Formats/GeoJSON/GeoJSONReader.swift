import Geospatial
import Glibc

/// Reads GeoJSON (RFC 7946) feature after feature, from a source of any size.
///
/// Takes a FeatureCollection, one Feature, one geometry, a text sequence (RFC 8142) or features one after another, with
/// the members of an object in any order. What is wrong with a feature whose JSON is well formed is told by
/// ``Feature/geometryProblem``, and reading goes on; malformed JSON ends it. Coordinates are given as they are written:
/// whether they lie on Earth is for whoever knows their system.
///
/// ```swift
/// let reader = try GeoJSONReader(ByteSource("surfaces.geojson"))
/// while let feature = try reader.next() { print(feature.number, reader.columns, feature.geometry as Any) }
/// ```
public final class GeoJSONReader {
    /// The coordinate reference system that a legacy `crs` member names, as it names it; nil when there is none, which
    /// is WGS 84 longitude and latitude (RFC 7946 section 4).
    ///
    /// When it stands after the features, a source that can be read again is looked through for it first; another is
    /// refused at its end, with ``GeoJSONError/crsAfterFeatures(source:crs:)``.
    public private(set) var crs: String?

    private enum State {
        case betweenTexts
        case inFeatures
        case finished
    }

    private let source: String
    private var json: JSONReader
    private var state = State.betweenTexts
    private var isSequence = false
    private var hasText = false
    private var hasCollectionType = false
    private var pending: Feature?
    private var count = 0
    private var tree = CoordinateTree()
    private var propertyColumns = PropertyColumns()
    private var record = Record()

    /// - Parameters:
    ///   - depthLimit: how many JSON objects and lists may be open at once.
    ///   - bufferSize: how many bytes are asked for at a time.
    /// - Throws: ``GeoJSONError``
    public init(_ source: ByteSource, depthLimit: Int = 64, bufferSize: Int = 1 << 18) throws(GeoJSONError) {
        self.source = source.name
        do throws(JSONError) {
            json = try JSONReader(source, depthLimit: depthLimit, bufferSize: bufferSize)
        } catch {
            throw .json(error)
        }
        try beginText()
        if !hasText { throw .empty(source: self.source) }
        if state == .inFeatures, crs == nil, source.canBeReadAgain {
            let sought = try sought { () throws(JSONError) in try crsAnywhere(source, depthLimit: depthLimit) }
            try adopt(sought)
        }
    }

    /// The names of the properties met so far, in the order of their first appearance.
    public var columns: [String] { propertyColumns.names }

    /// How many bytes the window of the reader can hold.
    package var bufferCapacity: Int { json.bufferCapacity }

    /// The next feature; nil at the end of the file.
    /// - Throws: ``GeoJSONError``; nothing more can be read afterwards.
    public func next() throws(GeoJSONError) -> Feature? {
        while true {
            if let feature = pending {
                pending = nil
                return feature
            }
            switch state {
            case .finished: return nil
            case .betweenTexts: try beginText()
            case .inFeatures:
                let feature = try sought { () throws(JSONError) in try json.nextElement() ? try readFeature() : nil }
                if propertyColumns.names.count > PropertyColumns.limit {
                    throw .tooManyColumns(source: source, limit: PropertyColumns.limit)
                }
                if let feature { return feature }
                try endCollection()
            }
        }
    }

    private func sought<Value>(_ read: () throws(JSONError) -> Value) throws(GeoJSONError) -> Value {
        do throws(JSONError) {
            return try read()
        } catch {
            throw .json(error)
        }
    }
}

/// The members of an object that may be a feature or a geometry.
private struct FeatureMembers {
    var geometry = GeometryMembers()
    var own: Result<Geometry?, GeometryProblem>?
    var id: String?
    var propertiesKind: JSONKind?
    var problem: GeometryProblem?
    var repeatedNames: [String] = []
}

extension GeoJSONReader {
    /// Reads the next text of the file: whole, or up to its features.
    private func beginText() throws(GeoJSONError) {
        guard let first = try sought({ () throws(JSONError) in try skipSeparators() }) else {
            state = .finished
            return
        }
        if hasText, !isSequence, hasCollectionType || first != ASCII.openBrace {
            throw .json(json.fail(.unexpectedByte(first, expected: .endOfText)))
        }
        let isFirst = !hasText
        hasText = true
        hasCollectionType = false
        guard first == ASCII.openBrace else {
            let kind = try sought { () throws(JSONError) in try json.kind() }
            throw .notGeoJSON(source: source, found: kind.rawValue)
        }
        var members = FeatureMembers()
        record.removeAll()
        let hasFeatures = try sought { () throws(JSONError) in
            try json.beginObject()
            while let member = try json.nextMember(GeoJSONMember.init) {
                if member == .features, members.geometry.type.map({ $0 == "FeatureCollection" }) ?? true {
                    try json.beginArray()
                    return true
                }
                try read(member, into: &members)
            }
            return false
        }
        let type = members.geometry.type
        if let declared = members.geometry.crs {
            if isFirst {
                try adopt(declared)
            } else if let name = declared.name, name != crs {
                members.problem = .otherCRS(name)
            }
        }
        if hasFeatures {
            hasCollectionType = type != nil
            state = .inFeatures
            return
        }
        state = .betweenTexts
        if type == "Feature" {
            pending = makeFeature(members)
        } else if let type, GeoJSONType(rawValue: type) != nil {
            members.own = Result { () throws(GeometryProblem) in try members.geometry.geometry(tree) }
            members.geometry.type = "Feature"
            members.propertiesKind = nil
            record.removeAll()
            pending = makeFeature(members)
        } else {
            throw .notGeoJSON(source: source, found: "type: \(type ?? "-")")
        }
    }

    /// Reads what follows the features of a collection.
    private func endCollection() throws(GeoJSONError) {
        var late: LegacyCRS?
        var type: String?
        try sought { () throws(JSONError) in
            while let member = try json.nextMember(GeoJSONMember.init) {
                switch member {
                case .crs: late = try json.legacyCRS()
                case .type: type = try json.typeName()
                default: try json.skip()
                }
            }
        }
        if let name = late?.name, name != crs { throw .crsAfterFeatures(source: source, crs: name) }
        if !hasCollectionType || type != nil {
            guard type == "FeatureCollection" else { throw .notGeoJSON(source: source, found: "type: \(type ?? "-")") }
        }
        hasCollectionType = true
        state = .betweenTexts
    }

    /// One element of the features.
    private func readFeature() throws(JSONError) -> Feature {
        record.removeAll()
        var members = FeatureMembers()
        let kind = try json.kind()
        guard kind == .object else {
            try json.skip()
            members.problem = .notAFeature(found: kind.rawValue)
            return makeFeature(members)
        }
        try json.beginObject()
        while let member = try json.nextMember(GeoJSONMember.init) {
            try read(member, into: &members)
        }
        if let name = members.geometry.crs?.name, name != crs { members.problem = .otherCRS(name) }
        return makeFeature(members)
    }

    private func read(_ member: GeoJSONMember, into members: inout FeatureMembers) throws(JSONError) {
        switch member {
        case .geometry: members.own = try json.geometry(&tree, crs: crs)
        case .properties:
            let kind = try json.kind()
            members.propertiesKind = kind
            record.removeAll()
            if kind == .object {
                members.repeatedNames = try json.properties(into: &record, &propertyColumns, feature: count + 1)
            } else {
                try json.skip()
            }
        case .id:
            switch try json.kind() {
            case .string: members.id = try json.string()
            case .number: members.id = try json.rawText()
            case let kind:
                try json.skip()
                if kind != .null { members.problem = .identifierNotText(kind) }
            }
        default: try json.read(member, into: &members.geometry, &tree)
        }
    }

    private func makeFeature(_ members: FeatureMembers) -> Feature {
        count += 1
        record.number = count
        record.pad(to: propertyColumns.names.count)
        var geometry: Geometry?
        var problem = members.problem
        switch members.own {
        case .success(let value): geometry = value
        case .failure(let reason): problem = problem ?? reason
        case nil: break
        }
        if problem == nil, members.geometry.type != "Feature" {
            problem = .notAFeature(found: members.geometry.type ?? "-")
        }
        if problem == nil, let kind = members.propertiesKind, kind != .object, kind != .null {
            problem = .propertiesNotAnObject(kind)
        }
        return Feature(
            number: count, id: members.id, geometry: problem == nil ? geometry : nil, geometryProblem: problem,
            properties: record, repeatedNames: members.repeatedNames)
    }

    private func adopt(_ declared: LegacyCRS) throws(GeoJSONError) {
        switch declared {
        case .none: break
        case .named(let name): crs = name
        case .unreadable: throw .unreadableCRS(source: source)
        }
    }

    /// Passes white space and record separators.
    private func skipSeparators() throws(JSONError) -> UInt8? {
        while let byte = try json.peekOrEnd() {
            if byte != ASCII.recordSeparator { return byte }
            isSequence = true
            json.input.position += 1
        }
        return nil
    }
}

/// The `crs` of a collection, wherever it stands in it. The whole file is only parsed when the bytes "crs" are in it.
private func crsAnywhere(_ source: ByteSource, depthLimit: Int) throws(JSONError) -> LegacyCRS {
    var json = try JSONReader(source, depthLimit: depthLimit)
    guard try json.holds("\"crs\"") else { return .none }
    json = try JSONReader(source, depthLimit: depthLimit)
    while try json.peekOrEnd() == ASCII.recordSeparator { json.input.position += 1 }
    try json.beginObject()
    while let member = try json.nextMember(GeoJSONMember.init) {
        if member == .crs { return try json.legacyCRS() }
        try json.skip()
    }
    return .none
}

extension JSONReader {
    /// True when the text holds these bytes, whatever they mean there.
    fileprivate mutating func holds(_ text: StaticString) throws(JSONError) -> Bool {
        while true {
            let last = input.end - text.utf8CodeUnitCount
            while input.position <= last,
                let found = memchr(input.base + input.position, Int32(text.utf8Start[0]), input.end - input.position)
            {
                let start = found - UnsafeMutableRawPointer(input.base)
                if start <= last, memcmp(found, text.utf8Start, text.utf8CodeUnitCount) == 0 { return true }
                input.position = start + 1
            }
            if input.isComplete { return false }
            input.position = max(input.position, last + 1)
            _ = try slide(keeping: input.position)
        }
    }
}
