/// Members of an object whose value may be absent: `null` then.
extension JSONWriter {
    /// A text.
    public mutating func member(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    /// A whole number.
    public mutating func member(_ name: String, _ value: Int64?) {
        key(name)
        if let value { integer(Int(value)) } else { null() }
    }

    /// A number.
    /// - Throws: ``JSONWriterError`` for what JSON has no number for.
    public mutating func member(_ name: String, _ value: Double?) throws(JSONWriterError) {
        key(name)
        if let value { try number(value) } else { null() }
    }

    /// True or false.
    public mutating func member(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }
}
