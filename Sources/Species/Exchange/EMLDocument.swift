import Formats
import Geospatial

/// The `eml.xml` of an archive: GBIF's profile 1.3 of EML 2.2.0, elements in the order of its schema.
struct EMLDocument {
    let metadata: DatasetMetadata
    /// `Occurrence` or `Samplingevent`, of GBIF's vocabulary of dataset types.
    let datasetType: String
    /// The day of this edition, ISO 8601.
    let publishedOn: String
    /// In degrees.
    let extent: Envelope?
    let firstDay: String?
    let lastDay: String?
    let place: String

    var text: String {
        let language = metadata.language ?? "fra"
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <eml:eml xmlns:eml="https://eml.ecoinformatics.org/eml-2.2.0" xmlns:dc="http://purl.org/dc/terms/" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
            xsi:schemaLocation="https://eml.ecoinformatics.org/eml-2.2.0 https://rs.gbif.org/schema/eml-gbif-profile/1.3/eml.xsd" \
            packageId="\(metadata.uuid)/\(publishedOn)" system="http://gbif.org" scope="system" xml:lang="\(x(language))">
            <dataset>
            <alternateIdentifier>\(x(metadata.uuid))</alternateIdentifier>
            <title xml:lang="\(x(language))">\(x(metadata.title))</title>
            \(agent("creator", metadata.creator, isPerson: false))
            \(agent("metadataProvider", metadata.contact, isPerson: true))
            <pubDate>\(publishedOn)</pubDate>
            <language>\(x(language))</language>
            <abstract><para>\(x(metadata.abstract))</para></abstract>
            <keywordSet><keyword>\(datasetType)</keyword><keywordThesaurus>GBIF Dataset Type Vocabulary: \
            http://rs.gbif.org/vocabulary/gbif/dataset_type_2015-07-10.xml</keywordThesaurus></keywordSet>
            \(licence)
            \(coverage)<contact>\(person(metadata.contact))</contact>
            </dataset>
            </eml:eml>

            """
    }

    private func x(_ text: String?) -> String { XMLText.escaped(text ?? "") }

    private func agent(_ element: String, _ name: String?, isPerson: Bool) -> String {
        let inside =
            isPerson
            ? person(name)
            : "<organizationName>\(x(name))</organizationName>"
                + "<electronicMailAddress>\(x(metadata.email))</electronicMailAddress>"
        return "<\(element)>\(inside)</\(element)>"
    }

    /// A name in full: its last word is the surname.
    private func person(_ name: String?) -> String {
        let words = (name ?? "").split(separator: " ")
        let given = words.count > 1 ? "<givenName>\(x(words.dropLast().joined(separator: " ")))</givenName>" : ""
        return "<individualName>\(given)<surName>\(x(words.last.map(String.init)))</surName></individualName>"
            + "<organizationName>\(x(metadata.creator))</organizationName>"
            + "<electronicMailAddress>\(x(metadata.email))</electronicMailAddress>"
    }

    private var licence: String {
        guard let licence = metadata.licence else { return "" }
        let (name, identifier) = licence.spdx
        return """
            <intellectualRights><para>This work is licensed under a <ulink url="\(licence.url)">\
            <citetitle>\(x(name)) License</citetitle></ulink>.</para></intellectualRights>
            <licensed><licenseName>\(x(name))</licenseName><url>\(licence.url)</url>\
            <identifier>\(identifier)</identifier></licensed>
            """
    }

    private var coverage: String {
        var parts = ""
        if let extent {
            parts += """
                <geographicCoverage><geographicDescription>\(x(place))</geographicDescription><boundingCoordinates>\
                <westBoundingCoordinate>\(degrees(extent.minX))</westBoundingCoordinate>\
                <eastBoundingCoordinate>\(degrees(extent.maxX))</eastBoundingCoordinate>\
                <northBoundingCoordinate>\(degrees(extent.maxY))</northBoundingCoordinate>\
                <southBoundingCoordinate>\(degrees(extent.minY))</southBoundingCoordinate>\
                </boundingCoordinates></geographicCoverage>
                """
        }
        if let firstDay, let lastDay {
            parts += """
                <temporalCoverage><rangeOfDates><beginDate><calendarDate>\(firstDay)</calendarDate></beginDate>\
                <endDate><calendarDate>\(lastDay)</calendarDate></endDate></rangeOfDates></temporalCoverage>
                """
        }
        return parts.isEmpty ? "" : "<coverage>\(parts)</coverage>\n"
    }

    private func degrees(_ value: Double) -> String { DarwinCoreText.decimal(value, places: 5) }
}
