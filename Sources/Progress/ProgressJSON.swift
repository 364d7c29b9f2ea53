import Atlas
import Formats
import Languages

extension ProgressReport {
    /// The report as JSON: numbers in their unit, unrounded, `null` for what is not known.
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("atlas", atlasName)
        json.member("on", on.description)
        json.key("indicators")
        json.beginArray()
        for standing in standings { try standing.write(to: &json) }
        json.endArray()
        json.endObject()
        return json.bytes
    }
}

extension Standing {
    fileprivate func write(to json: inout JSONWriter) throws {
        json.beginObject()
        json.member("id", figure.indicator.id)
        json.member("campus", figure.perimeter.campus)
        json.member("label", figure.indicator.label)
        json.member("definition", figure.indicator.definition)
        json.member("unit", figure.indicator.unit.rawValue)
        json.member("from", figure.from?.description)
        json.member("on", figure.on.description)
        try json.members(of: figure.estimate)
        try json.member("coverage", figure.coverage)
        json.member("note", figure.note)
        json.key("companions")
        json.beginArray()
        for companion in [figure.targeted].compactMap({ $0 }) + figure.companions {
            json.beginObject()
            json.member("id", companion.id)
            json.member("label", companion.label)
            json.member("unit", companion.unit.rawValue)
            try json.members(of: companion.estimate)
            json.endObject()
        }
        json.endArray()
        json.member("verdict", verdict.rawValue)
        try write(target, to: &json)
        try write(trajectory, to: &json)
        json.endObject()
    }

    private func write(_ target: Target?, to json: inout JSONWriter) throws {
        json.key("target")
        guard let target else { return json.null() }
        json.beginObject()
        json.member("label", target.label)
        json.member("kind", target.kind.rawValue)
        try json.member("value", target.value)
        json.member("baseline_on", target.baselineOn.description)
        json.member("due_on", target.dueOn.description)
        json.member("source", target.source)
        json.endObject()
    }

    private func write(_ trajectory: Trajectory?, to json: inout JSONWriter) throws {
        json.key("trajectory")
        guard let trajectory else { return json.null() }
        json.beginObject()
        json.member("judged", judged?.id)
        json.key("baseline")
        json.beginObject()
        try json.members(of: trajectory.baseline)
        json.endObject()
        try json.member("goal", trajectory.goal)
        try json.member("expected", trajectory.expected)
        try json.member("needed_per_year", trajectory.neededPerYear)
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: Bilingual?) {
        key(name)
        guard let value else { return null() }
        beginObject()
        member("fr", value.fr)
        member("en", value.en)
        endObject()
    }

    fileprivate mutating func members(of estimate: Estimate?) throws {
        try member("value", estimate?.value)
        try member("lower", estimate?.lower)
        try member("upper", estimate?.upper)
    }
}
