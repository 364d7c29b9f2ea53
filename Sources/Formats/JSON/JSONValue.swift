/// A JSON value as a small tree: for options and documents that fit in memory, not for data.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    /// When a name comes twice, the last value holds.
    case object([String: JSONValue])

    /// Reads one value, and nothing after it.
    /// - Throws: ``JSONError``
    public init(_ source: ByteSource, depthLimit: Int = 64, bufferSize: Int = 1 << 18) throws(JSONError) {
        var reader = try JSONReader(source, depthLimit: depthLimit, bufferSize: bufferSize)
        self = try reader.value()
        try reader.finish()
    }

    /// Reads one value from UTF-8 bytes.
    /// - Throws: ``JSONError``
    public init(bytes: some Sequence<UInt8>) throws(JSONError) {
        try self.init(ByteSource(bytes: bytes, name: "JSON"))
    }

    /// The member of an object; nil for any other value.
    public subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The text of a string; nil for any other value.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value of a number; nil for any other value.
    public var number: Double? {
        if case .number(let value) = self { value } else { nil }
    }

    /// The value of a boolean; nil for any other value.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements of an array; nil for any other value.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The members of an object; nil for any other value.
    public var object: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }
}

extension JSONReader {
    /// The value that comes next, as a tree.
    public mutating func value() throws(JSONError) -> JSONValue {
        switch try kind() {
        case .null:
            try null()
            return .null
        case .bool: return .bool(try bool())
        case .number: return .number(try double())
        case .string: return .string(try string())
        case .array:
            var elements: [JSONValue] = []
            try beginArray()
            while try nextElement() { elements.append(try value()) }
            return .array(elements)
        case .object:
            var members: [String: JSONValue] = [:]
            try beginObject()
            while let key = try nextKey() { members[key] = try value() }
            return .object(members)
        }
    }
}
