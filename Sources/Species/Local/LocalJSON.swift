import Atlas
import Formats
import Languages

extension LocalReport {
    /// The report as JSON, with the rule's version, the lists that decide, and each perimeter.
    ///
    /// - Throws: ``JSONWriterError``
    public func json(_ standings: [LocalStanding]) throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("rule_version")
        json.integer(LocalRule.version)
        json.text("rule", LocalRule.statement.en)
        json.text("on", day.description)
        json.array("lists", lists) { json, list in
            json.beginObject()
            json.text("list", list.list)
            json.text("version", list.version)
            json.text("kind", list.kind)
            json.text("area", list.area)
            json.text("campus", list.campus)
            json.text("published_on", list.publishedOn?.description)
            json.endObject()
        }
        try json.array("perimeters", standings) { json, standing in try standing.write(to: &json) }
        json.endObject()
        return json.bytes
    }
}

extension LocalWhy {
    /// The answer as JSON.
    public func json() -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("rule_version")
        json.integer(LocalRule.version)
        json.text("scientific_name", scientificName)
        json.text("plant", plant?.uuid)
        json.text("accepted_name", acceptedName)
        json.key("cd_ref")
        if let cdRef { json.integer(Int(cdRef)) } else { json.null() }
        json.text("fr_status", frenchStatus)
        json.text("taxref_version", taxrefVersion)
        json.array("verdicts", verdicts) { json, answer in
            json.beginObject()
            json.text("campus", answer.campus)
            json.key("local")
            if let isLocal = answer.verdict.isLocal { json.bool(isLocal) } else { json.null() }
            json.text("why_fr", answer.verdict.explanation.fr)
            json.text("why_en", answer.verdict.explanation.en)
            json.endObject()
        }
        json.array("lists", mentions) { json, mention in mention.write(to: &json) }
        var (taxa, habit): ([Substitute], String?) = ([], nil)
        if case .taxa(let some, let growing) = substitutes { (taxa, habit) = (some, growing) }
        json.text("habit", habit)
        json.array("substitutes", taxa) { json, taxon in
            json.beginObject()
            json.text("scientific_name", taxon.scientificName)
            json.text("vernacular_name", taxon.vernacularName)
            json.text("list", taxon.list.edition)
            json.text("source", taxon.list.source)
            json.endObject()
        }
        json.endObject()
        return json.bytes
    }
}

extension ListMention {
    fileprivate func write(to json: inout JSONWriter) {
        json.beginObject()
        json.text("list", list)
        json.text("version", version)
        json.text("kind", kind.rawValue)
        json.text("area", area)
        json.text("campus", campus)
        json.text("published_on", publishedOn?.description)
        json.key("decides")
        json.bool(decides)
        json.text("scientific_name", scientificName)
        json.text("status", status.rawValue)
        json.text("source", source)
        json.endObject()
    }
}

extension LocalStanding {
    fileprivate func write(to json: inout JSONWriter) throws {
        json.beginObject()
        json.text("campus", perimeter.campus)
        json.text("baseline", baseline?.description)
        try json.shares("flow", flow)
        try json.shares("stock", stock)
        try json.shares("bed_area_m2", beds)
        json.array("exempt", exempt) { json, planting in
            json.beginObject()
            json.text("uuid", planting.uuid)
            json.text("scientific_name", planting.scientificName)
            json.text("exemption", planting.exemption?.rawValue)
            json.key("individuals")
            if let individuals = planting.individuals { json.integer(individuals) } else { json.null() }
            json.endObject()
        }
        json.key("undated")
        json.integer(undated)
        json.key("uncounted_beds")
        json.integer(uncountedBeds)
        json.endObject()
    }
}

extension JSONWriter {
    fileprivate mutating func text(_ name: String, _ text: String?) {
        key(name)
        if let text { string(text) } else { null() }
    }

    fileprivate mutating func array<Element, Failure: Error>(
        _ name: String, _ elements: [Element], write: (inout JSONWriter, Element) throws(Failure) -> Void
    ) throws(Failure) {
        key(name)
        beginArray()
        for element in elements { try write(&self, element) }
        endArray()
    }

    fileprivate mutating func shares(_ name: String, _ shares: LocalShares?) throws {
        key(name)
        guard let shares else { return null() }
        beginObject()
        key("total")
        try number(shares.total)
        key("not_assessed")
        try number(shares.notAssessed)
        for (name, estimate) in [("l1", shares.l1), ("l2", shares.l2), ("l3", shares.l3)] {
            key(name)
            guard let estimate else {
                null()
                continue
            }
            beginObject()
            for (name, value) in [("value", estimate.value), ("lower", estimate.lower), ("upper", estimate.upper)] {
                key(name)
                try number(value)
            }
            endObject()
        }
        endObject()
    }
}
