import Formats

extension DiversityReport {
    /// The report as JSON: numbers unrounded, `null` for what is not known. Intervals are at 95 %.
    ///
    /// - Throws: ``JSONWriterError``
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        try json.member("coverage", coverage)
        json.key("groups")
        json.beginArray()
        for group in groups { try write(group, to: &json) }
        json.endArray()
        json.key("empty_places")
        json.beginArray()
        for place in emptyPlaces { json.string(place) }
        json.endArray()
        json.key("records")
        json.beginObject()
        for fate in RecordFate.allCases {
            json.key(fate.rawValue)
            json.integer(fates[fate] ?? 0)
        }
        json.endObject()
        json.endObject()
        return json.bytes
    }

    private func write(_ group: GroupDiversity, to json: inout JSONWriter) throws {
        json.beginObject()
        json.key("name")
        json.string(group.name)
        for (name, count) in [
            ("records", group.records), ("records_without_count", group.recordsWithoutCount),
            ("records_without_uncertainty", group.recordsWithoutUncertainty),
            ("individuals", group.sample.individuals), ("species", group.sample.richness),
        ] {
            json.key(name)
            json.integer(count)
        }
        try json.member("coverage", group.sample.coverage)
        try json.member("farthest_coverage", group.farthestCoverage)
        json.key("reach")
        if let reach = group.standardised?.reach { json.string(reach.rawValue) } else { json.null() }
        try json.member("size", group.standardised?.size)
        for order in HillOrder.allCases {
            try json.member("hill_\(order.rawValue)", group.standardised?.hillNumbers[order])
        }
        try json.member("chao1", group.sample.chao1())
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ estimate: StatisticalEstimate?) throws {
        key(name)
        guard let estimate else { return null() }
        beginObject()
        try member("value", estimate.value)
        try member("standard_error", estimate.standardError)
        try member("lower", estimate.lower)
        try member("upper", estimate.upper)
        endObject()
    }
}
