import Formats
import Languages

extension WeighingOutcome {
    /// What became of the weighing, as JSON: masses in grams, `null` for what is not known.
    ///
    /// - Throws: ``JSONWriterError``
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        switch self {
        case .recorded(let weighing): try json.member("recorded", weighing)
        case .known(let weighing): try json.member("known", weighing)
        case .question(let question):
            json.key("question")
            json.beginObject()
            json.member("rule", question.rule.rawValue)
            json.member("understood", question.understood)
            json.member("text", question.text)
            json.key("choices")
            json.beginArray()
            for choice in question.choices {
                json.beginObject()
                json.member("answer", choice.answer.text)
                json.member("label", choice.label)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
        json.endObject()
        return json.bytes
    }
}

extension Weighing {
    /// The weighing as JSON: masses in grams, `null` for what is not known.
    ///
    /// - Throws: ``JSONWriterError``
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        try json.weighing(self)
        return json.bytes
    }
}

extension WasteFinding {
    /// The finding as JSON.
    public var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("key", key)
        json.member("rule", rule.rawValue)
        json.member("severity", rule.severity.rawValue)
        json.key("weighings")
        json.beginArray()
        for fid in weighings { json.integer(Int(fid)) }
        json.endArray()
        json.member("message", message)
        json.endObject()
        return json.bytes
    }
}

extension LocalDensity {
    /// The density as JSON, kg/m³.
    ///
    /// - Throws: ``JSONWriterError``
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("campus", kind.campus)
        json.member("stream", kind.stream)
        try json.member("capacity_l", kind.litres)
        json.key("count")
        json.integer(count)
        try json.member("density_kg_m3", density)
        try json.member("lower_kg_m3", interval?.lowerBound)
        try json.member("upper_kg_m3", interval?.upperBound)
        json.member("last", last?.description)
        json.key("is_used")
        json.bool(isUsed)
        try json.member("generic_kg_m3", generic)
        json.endObject()
        return json.bytes
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: Bilingual) {
        member(name + "_fr", value.fr)
        member(name + "_en", value.en)
    }

    fileprivate mutating func member(_ name: String, _ weighing: Weighing) throws {
        key(name)
        try self.weighing(weighing)
    }

    fileprivate mutating func weighing(_ weighing: Weighing) throws {
        beginObject()
        member("fid", weighing.fid)
        member("uuid", weighing.uuid)
        member("weighed_on", weighing.day.description)
        member("weighed_at", weighing.instant?.description)
        member("period_from", weighing.from?.description)
        member("campus", weighing.campus)
        member("container", weighing.container)
        member("stream", weighing.stream)
        member("destination", weighing.destination)
        member("facility", weighing.facility)
        member("net_mass_g", weighing.netGrams)
        member("gross_mass_g", weighing.grossGrams)
        member("tare_mass_g", weighing.tareGrams)
        member("typed", weighing.typed)
        member("method", weighing.method.rawValue)
        member("ticket", weighing.ticket)
        member("remark", weighing.remark)
        member("to_container", weighing.toContainer)
        member("emptyings", weighing.emptyings.map(Int64.init))
        try member("fill", weighing.fill)
        try member("density_kg_m3", weighing.density)
        member("weighed_by", weighing.person)
        member("corrects", weighing.corrects)
        key("is_cancellation")
        bool(weighing.isCancellation)
        member("reason", weighing.reason)
        member("spoken", weighing.spoken)
        endObject()
    }
}
