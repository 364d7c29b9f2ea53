import Formats

/// Names and values of what the months write.
extension JSONWriter {
    mutating func pair(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    mutating func pair(_ name: String, _ value: Int64?) {
        key(name)
        if let value { integer(Int(value)) } else { null() }
    }

    mutating func pair(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }
}
