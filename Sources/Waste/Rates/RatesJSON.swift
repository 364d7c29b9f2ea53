import Atlas
import Formats
import Languages

extension WasteRates {
    /// The six columns, their lines, why each two differ and the tables, as JSON: masses in grams, `null` for what is not
    /// known.
    ///
    /// - Throws: ``JSONWriterError``
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("year", Int64(year))
        json.member("campus", campus)
        try json.members("rates", columns) { json, column in try column.write(to: &json) }
        json.members("differences", differences) { json, difference in difference.write(to: &json) }
        json.members("gri_306", gri) { json, row in row.write(to: &json) }
        json.members("hesa_d73", hesa) { json, row in row.write(to: &json) }
        json.members("evidence", evidence) { json, entry in
            json.member("kind", entry.kind?.rawValue)
            json.member("grams", entry.grams)
        }
        json.endObject()
        return json.bytes
    }
}

extension [WasteMove] {
    /// Why figures moved, as JSON: grams, or millionths for a share.
    ///
    /// - Throws: ``JSONWriterError``
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.members("moves", self) { json, move in
            json.member("figure", move.figure.rawValue)
            json.member("unit", move.figure.isShare ? "1e-6" : "g")
            json.member("from", move.from)
            json.member("to", move.to)
            json.members("parts", WasteMove.Factor.allCases) { json, factor in
                json.member("factor", factor.rawValue)
                json.member("amount", move.parts[factor])
            }
        }
        json.endObject()
        return json.bytes
    }
}

extension [NextWeighing] {
    /// What to weigh next, as JSON, best first.
    ///
    /// - Throws: ``JSONWriterError``
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        try json.members("next", self) { json, item in
            json.member("act", item.act.rawValue)
            json.member("campus", item.campus)
            json.member("stream", item.stream)
            json.member("container", item.container)
            json.member("method", item.method?.rawValue)
            json.member("count", Int64(item.count))
            json.member("weighings", Int64(item.effort))
            try json.member("mass_kg", item.kilograms)
            try json.member("reduction_kg", item.reduction)
            try json.member("share_gain", item.gain)
            json.member("reason_fr", item.reason.fr)
            json.member("reason_en", item.reason.en)
        }
        json.endObject()
        return json.bytes
    }
}

extension WasteRates.Column {
    fileprivate func write(to json: inout JSONWriter) throws {
        json.member("definition", rate.definition.id)
        json.member("clause_fr", rate.definition.clause.fr)
        json.member("clause_en", rate.definition.clause.en)
        json.member("perimeter", rate.definition.perimeter.rawValue)
        json.member("counted_as", rate.countedLabel.en)
        json.member("counted_g", rate.counted)
        json.member("generated_g", rate.generated)
        try json.member("rate", rate.estimate)
        try json.member("coverage", rate.coverage)
        try json.member("measured", rate.measured)
        json.member("unproven_g", rate.unproven)
        json.member("without_reject_g", rate.withoutReject)
        json.members("lines", rate.lines) { json, line in
            json.member(line.key)
            json.member("counted_g", line.counted)
            json.member("generated_g", line.generated)
            json.member("rejected_g", line.rejected)
        }
        try json.members("companions", companions) { json, companion in
            json.member("id", companion.id)
            json.member("label_en", companion.label.en)
            json.member("unit", companion.unit.rawValue)
            try json.member("estimate", companion.estimate)
        }
        json.members("notes", notes) { json, note in
            json.member("fr", note.fr)
            json.member("en", note.en)
        }
    }
}

extension RateDifference {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("from", from.id)
        json.member("to", to.id)
        json.members("items", items) { json, item in
            json.member(item.key)
            json.member("counted_g", item.counted)
            json.member("generated_g", item.generated)
            json.member("reason", item.reason.rawValue)
        }
    }
}

extension WasteRates.TableRow {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("disclosure", disclosure)
        json.member("label_en", label.en)
        json.member("hazardous_g", hazardous)
        json.member("non_hazardous_g", nonHazardous)
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: Estimate?) throws {
        key(name)
        guard let value else { return null() }
        beginObject()
        try member("value", value.value)
        try member("lower", value.lower)
        try member("upper", value.upper)
        endObject()
    }

    /// An array of objects.
    fileprivate mutating func members<Values: Sequence>(
        _ name: String, _ values: Values, _ write: (inout JSONWriter, Values.Element) throws -> Void
    ) rethrows {
        key(name)
        beginArray()
        for value in values {
            beginObject()
            try write(&self, value)
            endObject()
        }
        endArray()
    }

    fileprivate mutating func member(_ key: RateLine.Key) {
        member("stream", key.stream)
        member("destination", key.destination)
        self.key("after_sorting")
        bool(key.isAfterSorting)
    }
}
