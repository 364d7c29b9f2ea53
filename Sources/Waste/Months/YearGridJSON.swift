import Atlas
import Formats

extension WasteYear {
    /// The grid as JSON: masses in grams, `null` for what is not known.
    ///
    /// - Throws: ``JSONWriterError``
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("year", Int64(year))
        try json.coverage(coverage, mayBeClaimed)
        json.key("campuses")
        json.beginArray()
        for campus in campuses { try campus.write(to: &json) }
        json.endArray()
        json.endObject()
        return json.bytes
    }
}

extension CampusYear {
    fileprivate func write(to json: inout JSONWriter) throws {
        json.beginObject()
        json.member("campus", campus)
        try json.coverage(coverage, mayBeClaimed)
        json.member("expected", Int64(expected))
        json.member("covered", Int64(covered))
        json.key("unsaid_obligations")
        json.beginArray()
        for stream in unsaid { json.string(stream) }
        json.endArray()
        json.key("months")
        json.beginArray()
        for month in months {
            json.beginObject()
            json.member("status", month.status.rawValue)
            json.member("differs_from_closed", month.differs)
            json.endObject()
        }
        json.endArray()
        json.key("streams")
        json.beginArray()
        for stream in streams {
            json.beginObject()
            json.member("stream", stream.stream)
            json.member("known_grams", stream.grams)
            json.member("is_incomplete", stream.isIncomplete)
            json.key("cells")
            json.beginArray()
            for cell in stream.cells { cell.write(to: &json) }
            json.endArray()
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

extension YearCell {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.member("state", state.name)
        if case .notExpected(let why) = state { json.member("why", why.rawValue) }
        json.member("expected", isExpected)
        json.member("grams", isKnown ? grams : nil)
        json.member("estimated_grams", isKnown ? estimatedGrams : nil)
        json.member("weighings", Int64(weighings))
        if isContradicted { json.member("contradicted", true) }
        if let provisional {
            json.key("provisional")
            json.beginObject()
            json.member("grams", provisional.grams)
            json.member("basis", provisional.basis.name)
            switch provisional.basis {
            case .sameMonth(let years): json.member("years", Int64(years))
            case .lastEightWeeks(let days): json.member("days", Int64(days))
            }
            json.endObject()
        }
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func coverage(_ coverage: Double?, _ mayBeClaimed: Bool) throws {
        key("coverage")
        if let coverage { try number(coverage, decimals: 6) } else { null() }
        member("may_be_claimed", mayBeClaimed)
    }
}
