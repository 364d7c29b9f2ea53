import Geospatial

/// The members that RFC 7946, or the format of 2008 that it replaced, gives a meaning to.
enum GeoJSONMember {
    case type, features, geometry, properties, id, coordinates, geometries, crs, other

    init(_ name: UnsafeBufferPointer<UInt8>) {
        self =
            if name.equals("type") { .type } else if name.equals("geometry") {
                .geometry
            } else if name.equals("properties") { .properties } else if name.equals("coordinates") {
                .coordinates
            } else if name.equals("id") { .id } else if name.equals("features") {
                .features
            } else if name.equals("geometries") { .geometries } else if name.equals("crs") { .crs } else { .other }
    }
}

/// What a `crs` member says.
enum LegacyCRS: Equatable {
    /// `null`, which says nothing.
    case none
    case named(String)
    case unreadable

    var name: String? {
        switch self {
        case .none: nil
        case .named(let name): name
        case .unreadable: "crs ?"
        }
    }
}

/// The members of an object that is a geometry, or may be one.
struct GeometryMembers {
    var type: String?
    var hasCoordinates = false
    var collected: [Result<Geometry, GeometryProblem>]?
    var crs: LegacyCRS?

    /// - Parameter tree: the coordinates, when there are some.
    func geometry(_ tree: CoordinateTree) throws(GeometryProblem) -> Geometry {
        guard let type else { throw .noType }
        guard let known = GeoJSONType(rawValue: type) else { throw .unknownType(type) }
        guard known == .geometryCollection else {
            guard hasCoordinates else { throw .noCoordinates(type: type) }
            return try tree.geometry(known)
        }
        guard let collected else { throw .noCoordinates(type: type) }
        return .geometryCollection(try collected.map { member throws(GeometryProblem) in try member.get() })
    }
}

extension JSONReader {
    /// A geometry object, or null.
    mutating func geometry(
        _ tree: inout CoordinateTree, crs fileCRS: String?
    ) throws(JSONError) -> Result<Geometry?, GeometryProblem> {
        let kind = try kind()
        guard kind == .object else {
            try skip()
            return kind == .null ? .success(nil) : .failure(.notAnObject(kind))
        }
        tree.removeAll()
        var members = GeometryMembers()
        try beginObject()
        while let member = try nextMember(GeoJSONMember.init) {
            try read(member, into: &members, &tree)
        }
        if let name = members.crs?.name, name != fileCRS { return .failure(.otherCRS(name)) }
        return Result { () throws(GeometryProblem) in try members.geometry(tree) }
    }

    /// The value of a member, kept if it is one of a geometry.
    mutating func read(
        _ member: GeoJSONMember, into members: inout GeometryMembers, _ tree: inout CoordinateTree
    ) throws(JSONError) {
        switch member {
        case .type: members.type = try typeName()
        case .coordinates:
            tree.removeAll()
            members.hasCoordinates = true
            try coordinates(&tree, level: 0)
        case .geometries: members.collected = try geometries()
        case .crs: members.crs = try legacyCRS()
        default: try skip()
        }
    }

    /// The text of a `type`; of anything else, what it is written with.
    mutating func typeName() throws(JSONError) -> String {
        try kind() == .string ? try string() : try rawText()
    }

    private mutating func geometries() throws(JSONError) -> [Result<Geometry, GeometryProblem>]? {
        guard try kind() == .array else {
            try skip()
            return nil
        }
        var members: [Result<Geometry, GeometryProblem>] = []
        try beginArray()
        while try nextElement() {
            var tree = CoordinateTree()
            let member = try geometry(&tree, crs: nil)
            members.append(member.flatMap { $0.map { .success($0) } ?? .failure(.notAnObject(.null)) })
        }
        return members
    }

    private mutating func coordinates(_ tree: inout CoordinateTree, level: Int) throws(JSONError) {
        guard try peek() == ASCII.openBracket else {
            tree.noteNotANumber(try kind())
            return try skip()
        }
        try beginArray()
        var position = Position(0, 0)
        var numbers = 0
        var hasLists = false
        while try nextElement() {
            let byte = try peek()
            if byte.digit != nil || byte == ASCII.minus {
                let value = try double()
                numbers += 1
                switch numbers {
                case 1: position.x = value
                case 2: position.y = value
                case 3: position.z = value
                default: break
                }
            } else {
                hasLists = true
                try coordinates(&tree, level: level + 1)
            }
        }
        if numbers == 0 {
            tree.endList(level: level)
        } else {
            tree.append(position, numbers: numbers, level: level)
            if hasLists { tree.noteMixedList() }
        }
    }

    /// The `crs` member of the GeoJSON of 2008: a name, or the code of an even older draft.
    mutating func legacyCRS() throws(JSONError) -> LegacyCRS {
        let value = try value()
        if value == .null { return .none }
        let properties = value["properties"]
        switch value["type"]?.string {
        case "name":
            guard let name = properties?["name"]?.string, !name.isEmpty else { return .unreadable }
            return .named(name)
        case "EPSG":
            guard let code = properties?["code"]?.number, let number = Int(exactly: code) else { return .unreadable }
            return .named("EPSG:\(number)")
        default: return .unreadable
        }
    }
}
