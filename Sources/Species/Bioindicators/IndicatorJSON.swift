import Formats
import Languages

extension [IndicatorYear] {
    /// The bioindicators as JSON: an array of objects.
    ///
    /// - Throws: `JSONError` for a number that JSON cannot write.
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginArray()
        for one in self { try one.write(to: &json) }
        json.endArray()
        return json.bytes
    }
}

extension IndicatorYear {
    fileprivate func write(to json: inout JSONWriter) throws {
        json.beginObject()
        json.text("code", sheet.code)
        json.text("label", sheet.label)
        json.text("group", sheet.group)
        json.text("status", sheet.isVerified ? "verified" : "unverified")
        json.text("status_remark", sheet.statusRemark)
        json.key("year")
        json.integer(year)
        json.key("effort_met")
        json.bool(isEffortMet)
        json.key("active")
        json.bool(isActive)
        json.key("visits")
        json.integer(visits.count)
        json.key("sites")
        json.beginArray()
        for site in sites { site.write(to: &json) }
        json.endArray()
        json.key("scores")
        json.beginArray()
        for score in scores { try score.write(to: &json) }
        json.endArray()
        json.key("trend")
        try trend.write(to: &json)
        json.text("source", sheet.source)
        json.endObject()
    }
}

extension SiteYear {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.text("site", site)
        json.key("effort_met")
        json.bool(isMet)
        json.text("missing", isMet ? nil : missingLabel)
        json.key("visits")
        json.beginArray()
        for judged in visits {
            json.beginObject()
            json.text("uuid", judged.visit.uuid)
            json.text("day", judged.visit.details.day.description)
            json.key("units")
            json.integer(judged.standing.units)
            json.text("standing", judged.standing.label)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

extension Score {
    fileprivate func write(to json: inout JSONWriter) throws {
        json.beginObject()
        json.text("function", function.rawValue)
        json.text("label", label)
        json.text("unit", unit)
        try json.number("value", value)
        json.text("note", note)
        json.key("parts")
        json.beginArray()
        for part in parts {
            json.beginObject()
            json.text("name", part.name)
            try json.number("value", part.value)
            json.text("label", part.label)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

extension IndicatorTrend {
    fileprivate func write(to json: inout JSONWriter) throws {
        json.beginObject()
        json.text("class", direction.rawValue)
        switch self {
        case .uncertain(let reason): json.text("reason", reason)
        case .trend(let trend, let sites):
            try json.number("yearly_factor", trend.factor.value)
            try json.number("lower", trend.factor.lower)
            try json.number("upper", trend.factor.upper)
            try json.number("slope", trend.slope.value)
            try json.number("standard_error", trend.slope.standardError)
            json.key("sites")
            json.beginArray()
            for site in sites { json.string(site) }
            json.endArray()
            json.key("years")
            json.beginArray()
            for year in trend.years { json.integer(year) }
            json.endArray()
        }
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func text(_ name: String, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    fileprivate mutating func text(_ name: String, _ text: Bilingual?) {
        key(name)
        guard let text else { return null() }
        beginObject()
        self.text("fr", text.fr)
        self.text("en", text.en)
        endObject()
    }

    fileprivate mutating func number(_ name: String, _ value: Double?) throws {
        key(name)
        if let value { try self.number(value) } else { null() }
    }
}
