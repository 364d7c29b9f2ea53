import Atlas
import Formats

extension WasteYear {
    /// The grid as JSON: masses in grams, `null` for what is not known.
    ///
    /// - Throws: ``JSONWriterError``
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.pair("year", Int64(year))
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
        json.pair("campus", campus)
        try json.coverage(coverage, mayBeClaimed)
        json.pair("expected", Int64(expected))
        json.pair("covered", Int64(covered))
        json.key("unsaid_obligations")
        json.beginArray()
        for stream in unsaid { json.string(stream) }
        json.endArray()
        json.key("months")
        json.beginArray()
        for month in months {
            json.beginObject()
            json.pair("status", month.status.rawValue)
            json.pair("differs_from_closed", month.differs)
            json.endObject()
        }
        json.endArray()
        json.key("streams")
        json.beginArray()
        for stream in streams {
            json.beginObject()
            json.pair("stream", stream.stream)
            json.pair("known_grams", stream.grams)
            json.pair("is_incomplete", stream.isIncomplete)
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
        json.pair("state", state.name)
        if case .notExpected(let why) = state { json.pair("why", why.rawValue) }
        json.pair("expected", isExpected)
        json.pair("grams", isKnown ? grams : nil)
        json.pair("estimated_grams", isKnown ? estimatedGrams : nil)
        json.pair("weighings", Int64(weighings))
        if isContradicted { json.pair("contradicted", true) }
        if let provisional {
            json.key("provisional")
            json.beginObject()
            json.pair("grams", provisional.grams)
            json.pair("basis", provisional.basis.name)
            switch provisional.basis {
            case .sameMonth(let years): json.pair("years", Int64(years))
            case .lastEightWeeks(let days): json.pair("days", Int64(days))
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
        pair("may_be_claimed", mayBeClaimed)
    }
}
