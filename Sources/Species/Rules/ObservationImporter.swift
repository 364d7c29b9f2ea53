import Atlas
import Formats
import Languages

/// Observations, whatever the names that their source gives to Darwin Core's terms: GBIF's simple download, iNaturalist's
/// CSV (`Observation::CSV_COLUMNS`), GeoNature's synthèse in its export, import and database forms.
struct ObservationImporter: RowImporter {
    static let table = "observation"
    static let geometry = GeometryRule.point(required: false)
    static let remainder: String? = "dynamic_properties"

    private let today = CalendarDate.today

    init(_ context: ImportContext) throws {}

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        if row.boolean(Place.deleted) == true {
            row.refuse(
                Place.deleted, found: row.text(Place.deleted) ?? "",
                Bilingual(fr: "donnée supprimée dans sa source", en: "record deleted in its source"))
        }
        identify(&row)
        name(&row)
        dates(&row)
        status(&row)
        sensitivity(&row)
        establishment(&row)
        taxref(&row)
        individual(&row)
        if let uncertainty = row.decimal(Place.uncertainty), uncertainty.double <= 0 {
            row.set(Place.uncertainty, .null)
            row.warn(
                Place.uncertainty, found: row.text(Place.uncertainty) ?? "",
                Bilingual(
                    fr: "incertitude nulle ou négative : laissée vide", en: "uncertainty of zero or less: left empty"))
        }
        place(&row)
        for place in [Place.recordedBy, Place.identifiedBy, Place.locality, Place.name, Place.vernacular] {
            guard let text = row.text(place), Mojibake.isLikely(text) else { continue }
            row.warn(
                place, found: text,
                Bilingual(
                    fr: "accents abîmés (texte UTF-8 relu comme latin-1) ; gardé tel quel",
                    en: "damaged accents (UTF-8 text read as Latin-1); kept as it is"))
        }
        try emit(&row)
    }

    /// What a source blurred, or gave in a datum that is not WGS 84 within a metre, is kept without a place: no join with a
    /// parcel can then take it for one.
    private func place(_ row: inout ImportRow) {
        if row.boolean(Place.obscured) == true, row.text(Place.privatePlace) != nil {
            row.set(Place.sensitivityAsCited, .text("coordinates_obscured"))
        } else if row.boolean(Place.obscured) == true, row.geometry != nil {
            row.geometry = nil
            row.warn(
                Place.obscured, found: "true",
                Bilingual(
                    fr: "coordonnées brouillées par la source : la donnée n'est pas placée sur la carte",
                    en: "coordinates obscured by the source: the record is not placed on the map"))
        } else if let datum = row.text(Place.datum), row.geometry != nil, !Self.isCloseToWGS84(datum) {
            row.geometry = nil
            row.warn(
                Place.datum, found: datum,
                Bilingual(
                    fr: "système géodésique qui n'est pas WGS 84 : la donnée est gardée, mais pas placée sur la carte",
                    en: "geodetic datum that is not WGS 84: the record is kept, but not placed on the map"))
        } else if row.geometry == nil, row.isAcceptable {
            row.warn(
                Bilingual(
                    fr: "sans coordonnées : gardée, mais pas placée sur la carte",
                    en: "without coordinates: kept, but not placed on the map"))
        }
    }

    /// The record's own identifier, or else the number that GBIF, iNaturalist or GeoNature gave it, which is one among
    /// those of the same source only.
    private func identify(_ row: inout ImportRow) {
        if let known = row.text(Place.occurrenceID) {
            row.identifier = known
            return
        }
        let numbers = [
            ("gbif", row.text(Place.gbifID)), ("inaturalist", iNaturalistID(row)),
            ("synthese", row.text(Place.syntheseID)),
        ]
        for case (let source, let number?) in numbers {
            row.identifier = "\(source) \(number)"
            row.set(Place.occurrenceID, .text(number))
            return
        }
    }

    /// What the column `id` holds in an export of iNaturalist, told by its `observed_on`; elsewhere such a number may only
    /// count the rows of a sheet.
    private func iNaturalistID(_ row: ImportRow) -> String? {
        guard ColumnName.normalized(row.columnName(Place.start)) == "observedon" else { return nil }
        return row.text(Place.uuid)
    }

    private func name(_ row: inout ImportRow) {
        guard row.text(Place.name) == nil else { return }
        guard let instead = row.text(Place.species) ?? row.text(Place.vernacular) else {
            row.refuse(Place.name, found: "", Bilingual(fr: "aucun nom de taxon", en: "no name of a taxon"))
            return
        }
        row.set(Place.name, .text(instead))
        row.warn(
            Place.name, found: instead,
            Bilingual(
                fr: "pas de nom scientifique : le nom donné est pris", en: "no scientific name: the name given is taken"
            ))
    }

    /// `eventDate` is ISO 8601, a day or an interval; other sources give the first and the last day.
    private func dates(_ row: inout ImportRow) {
        if let text = row.text(Place.eventDate) {
            guard let interval = EventDate(text) else {
                row.refuse(
                    Place.eventDate, found: text,
                    Bilingual(
                        fr: "ce n'est pas une date ISO 8601 (2026-06-15, 2026-06-15/18, 2026-06)",
                        en: "not an ISO 8601 date (2026-06-15, 2026-06-15/18, 2026-06)"))
                return
            }
            row.set(Place.start, .text(interval.first.description))
            row.set(Place.end, .text(interval.last.description))
            refuseFuture(interval.first, Place.eventDate, &row)
            return
        }
        guard let start = row.date(Place.start) else {
            if row.isAcceptable {
                row.warn(
                    Bilingual(
                        fr: "sans date : gardée, mais dans aucun bilan", en: "without a date: kept, but in no figure"))
            }
            return
        }
        let end = row.date(Place.end) ?? start
        if end < start {
            row.refuse(
                Place.end, found: end.description,
                Bilingual(fr: "la fin vient avant le début", en: "the end comes before the start"))
        }
        refuseFuture(start, Place.start, &row)
        row.set(Place.end, .text(end.description))
        row.set(Place.eventDate, .text(end == start ? start.description : "\(start)/\(end)"))
    }

    private func refuseFuture(_ date: CalendarDate, _ place: Int, _ row: inout ImportRow) {
        guard date > today else { return }
        row.refuse(place, found: date.description, Bilingual(fr: "date dans l'avenir", en: "date in the future"))
    }

    private func status(_ row: inout ImportRow) {
        let count = row.integer(Place.count)
        if let count, count < 0 {
            row.refuse(Place.count, found: String(count), Bilingual(fr: "nombre négatif", en: "negative number"))
        }
        switch row.text(Place.status).map({ ColumnName.normalized($0) }) {
        case nil: row.set(Place.status, .text(count == 0 ? "absent" : "present"))
        case "present", "pr": row.set(Place.status, .text("present"))
        case "absent", "no", "nonobserve": row.set(Place.status, .text("absent"))
        case let other?:
            row.refuse(
                Place.status, found: other,
                Bilingual(fr: "il faut present ou absent", en: "present or absent is needed"))
        }
        row.set(Place.basis, .text(basis(row.text(Place.basis))))
    }

    /// GBIF writes `HUMAN_OBSERVATION` where Darwin Core has `HumanObservation`.
    private func basis(_ text: String?) -> String {
        guard let text else { return "HumanObservation" }
        guard text.contains("_") || text == text.uppercased() else { return text }
        return text.split(separator: "_").map(\.localizedCapitalizedASCII).joined()
    }

    /// A level of the SINP, 0 to 4, by its code or its label. Any other word is kept as cited, and keeps the record out of
    /// the public eye.
    private func sensitivity(_ row: inout ImportRow) {
        let field = row.text(Place.sensitivity) != nil ? Place.sensitivity : Place.sensitivityAsCited
        guard let text = row.text(field) else { return }
        if field == Place.sensitivity,
            let level = Int64(text).flatMap({ (0...4).contains($0) ? $0 : nil }) ?? Self.level(named: text)
        {
            row.set(Place.sensitivity, .integer(level))
            return
        }
        row.set(Place.sensitivity, .null)
        row.set(Place.sensitivityAsCited, .text(text))
        row.warn(
            field, found: text,
            Bilingual(
                fr: "ce n'est pas un niveau de sensibilité du SINP (0 à 4) : la donnée ne sera pas publiée",
                en: "not a SINP sensitivity level (0 to 4): the record will not be published"))
    }

    /// The level of a label (PnX-SI/GeoNature, docs/sensitivity.rst, after the SINP), as exports of GeoNature write it.
    private static func level(named label: String) -> Int64? {
        switch ColumnName.normalized(label) {
        case "nonsensiblediffusionprecise": 0
        case "sensiblediffusionalacommuneouznieff": 1
        case "sensiblediffusionalamaille10km": 2
        case "sensiblediffusionaudepartement": 3
        case "sensibleaucunediffusion": 4
        default: nil
        }
    }

    /// iNaturalist's and the SINP's words for a plant or an animal that people keep. Of the SINP's NATURALITE, `2` and `3`
    /// speak of a population from elsewhere, and are so kept; what the other codes mean in Darwin Core is not certain.
    private func establishment(_ row: inout ImportRow) {
        guard row.text(Place.degree) == nil else { return }
        let isKept = row.boolean(Place.captive) == true
        let naturalness = row.text(Place.naturalness).flatMap(SINPCode.naturalness)
        guard isKept || naturalness == "2" || naturalness == "3" else { return }
        let isPlant = naturalness == "3" || [Place.kingdom, Place.iconicTaxon].contains { row.text($0) == "Plantae" }
        row.set(Place.degree, .text(isPlant ? "cultivated" : "captive"))
    }

    /// The number of a name in TAXREF, which archives give as an address, and the version that it is of.
    private func taxref(_ row: inout ImportRow) {
        if row.text(Place.cdNom) == nil, let id = row.text(Place.taxonID), let code = Self.cdNom(inAddress: id) {
            row.set(Place.cdNom, .integer(code))
        }
        guard row.text(Place.taxrefVersion) == nil, let source = row.text(Place.nameAccordingTo),
            source.hasPrefix("TAXREF ")
        else { return }
        row.set(Place.taxrefVersion, .text(String(source.dropFirst(7))))
    }

    /// `https://taxref.mnhn.fr/taxref-web/taxa/3764` → 3764.
    private static func cdNom(inAddress text: String) -> Int64? {
        guard text.contains("taxref"), let slash = text.lastIndex(of: "/") else { return nil }
        return Int64(text[text.index(after: slash)...])
    }

    /// Sex and stage of life as Darwin Core says them, where a code or a label of the SINP gave them; the time of day.
    private func individual(_ row: inout ImportRow) {
        for (place, code) in [(Place.sex, SINPCode.sex), (Place.lifeStage, SINPCode.lifeStage)] {
            guard let text = row.text(place), let word = code.darwinCore(of: text) else { continue }
            row.set(place, word.isEmpty ? .null : .text(word))
        }
        guard row.text(Place.time) == nil, let start = row.text(Place.timeStart) else { return }
        let end = row.text(Place.timeEnd) ?? start
        row.set(Place.time, .text(end == start ? start : "\(start)/\(end)"))
    }

    /// Names under which a datum differs from WGS 84 by less than a metre in Europe, or is not said.
    private static func isCloseToWGS84(_ datum: String) -> Bool {
        let names: Set<String> = [
            "wgs84", "wgs1984", "wgs84epsg4326", "epsg4326", "worldgeodeticsystem1984", "rgf93", "epsg4171", "etrs89",
            "epsg4258", "unknown", "notrecorded", "inconnu",
        ]
        return names.contains(ColumnName.normalized(datum))
    }
}

extension Substring {
    fileprivate var localizedCapitalizedASCII: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
