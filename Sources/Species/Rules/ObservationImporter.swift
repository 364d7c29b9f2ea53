import Atlas
import Formats
import Languages

/// Observations, whatever the names that their source gives to Darwin Core's terms: GBIF's simple download, iNaturalist's
/// CSV (`Observation::CSV_COLUMNS`), GeoNature's synthèse in its export, import and database forms.
struct ObservationImporter: RowImporter {
    static let table = "observation"
    static let geometry = GeometryRule.point(required: false)
    static let remainder: String? = "dynamic_properties"
    static let fields =
        [
            Field("uuid", aliases: ["id"], stored: false),
            Field("occurrence_id", aliases: ["uuidpermsinp", "uniqueidsinp", "idsinpocctax"]),
            Field("gbif_id", stored: false, kept: true),
            Field("id_synthese", stored: false, kept: true),
            Field("basis_of_record", aliases: ["basisofrecord"]),
            Field("occurrence_status", aliases: ["occurrencestatus", "statutobservation"]),
            Field("scientific_name", aliases: ["scientificname", "nomcite", "nomscientifique", "taxon"]),
            Field("taxon_id", aliases: ["taxonid", "cdnom", "taxonkey"]),
            Field("taxon_rank", aliases: ["taxonrank", "rangtaxo"]),
            Field("vernacular_name", aliases: ["vernacularname", "commonname", "nomvernaculaire"]),
            Field("kingdom", aliases: ["regne", "taxonkingdomname"]),
            Field("family", aliases: ["famille", "taxonfamilyname"]),
            Field("species", aliases: ["taxonspeciesname"]),
            Field("event_date", aliases: ["eventdate"]),
            Field("event_start", .date, aliases: ["datedebut", "datemin", "observedon", "date"]),
            Field("event_end", .date, aliases: ["datefin", "datemax"]),
            Field(
                "individual_count", .integer, aliases: ["individualcount", "nombremin", "countmin", "nombre"]),
            Field("organism_quantity", aliases: ["organismquantity"]),
            Field("organism_quantity_type", aliases: ["organismquantitytype"]),
            Field("recorded_by", aliases: ["recordedby", "observateurs", "observers", "userlogin", "observateur"]),
            Field("identified_by", aliases: ["identifiedby", "determinateur", "determiner"]),
            Field("date_identified", aliases: ["dateidentified", "datedetermination"]),
            Field("establishment_means", aliases: ["establishmentmeans"]),
            Field("degree_of_establishment", aliases: ["degreeofestablishment"]),
        ] + Field.coordinates(stored: true) + [
            Field(
                "coordinate_uncertainty_in_meters", .decimal,
                aliases: ["coordinateuncertaintyinmeters", "positionalaccuracy", "precisiongeographique"]),
            Field("locality", aliases: ["lieu", "nomlieu", "placeguess"]),
            Field("country_code", aliases: ["countrycode"]),
            Field("institution_code", aliases: ["institutioncode"]),
            Field("collection_code", aliases: ["collectioncode"]),
            Field("catalog_number", aliases: ["catalognumber"]),
            Field("dataset_name", aliases: ["datasetname", "jddnom"]),
            Field("license", aliases: ["licence"]),
            Field("rights_holder", aliases: ["rightsholder"]),
            Field(
                "identification_verification_status",
                aliases: ["identificationverificationstatus", "niveauvalidation", "qualitygrade"]),
            Field("sensitivity", .integer, aliases: ["niveausensibilite", "sensibilite"]),
            // A number of one database's own list, which only that database can read.
            Field("sensitivity_as_cited", aliases: ["idnomenclaturesensitivity"]),
            Field(
                "occurrence_remarks", aliases: ["occurrenceremarks", "commentoccurrence", "comments", "description"]),
            Field("source"),
            Field("coordinates_obscured", .boolean, aliases: ["coordinatesobscured"], stored: false),
            Field("captive_cultivated", .boolean, aliases: ["captivecultivated"], stored: false),
            Field("iconic_taxon_name", stored: false, kept: true),
            Field("deleted", .boolean, aliases: ["supprime"], stored: false),
        ] + Field.placement

    private enum Place {
        static let uuid = fields.place(of: "uuid")
        static let occurrenceID = fields.place(of: "occurrence_id")
        static let gbifID = fields.place(of: "gbif_id")
        static let syntheseID = fields.place(of: "id_synthese")
        static let basis = fields.place(of: "basis_of_record")
        static let status = fields.place(of: "occurrence_status")
        static let name = fields.place(of: "scientific_name")
        static let species = fields.place(of: "species")
        static let vernacular = fields.place(of: "vernacular_name")
        static let eventDate = fields.place(of: "event_date")
        static let start = fields.place(of: "event_start")
        static let end = fields.place(of: "event_end")
        static let count = fields.place(of: "individual_count")
        static let recordedBy = fields.place(of: "recorded_by")
        static let identifiedBy = fields.place(of: "identified_by")
        static let locality = fields.place(of: "locality")
        static let degree = fields.place(of: "degree_of_establishment")
        static let uncertainty = fields.place(of: "coordinate_uncertainty_in_meters")
        static let sensitivity = fields.place(of: "sensitivity")
        static let sensitivityAsCited = fields.place(of: "sensitivity_as_cited")
        static let obscured = fields.place(of: "coordinates_obscured")
        static let privatePlace = fields.place(of: "private_latitude")
        static let kingdom = fields.place(of: "kingdom")
        static let iconicTaxon = fields.place(of: "iconic_taxon_name")
        static let captive = fields.place(of: "captive_cultivated")
        static let deleted = fields.place(of: "deleted")
    }

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
        if let uncertainty = row.decimal(Place.uncertainty), uncertainty.double <= 0 {
            row.set(Place.uncertainty, .null)
            row.warn(
                Place.uncertainty, found: row.text(Place.uncertainty) ?? "",
                Bilingual(
                    fr: "incertitude nulle ou négative : laissée vide", en: "uncertainty of zero or less: left empty"))
        }
        if row.boolean(Place.obscured) == true, row.text(Place.privatePlace) != nil {
            row.set(Place.sensitivityAsCited, .text("coordinates_obscured"))
        } else if row.boolean(Place.obscured) == true, row.geometry != nil {
            row.geometry = nil
            row.warn(
                Place.obscured, found: "true",
                Bilingual(
                    fr: "coordonnées brouillées par la source : la donnée n'est pas placée sur la carte",
                    en: "coordinates obscured by the source: the record is not placed on the map"))
        } else if row.geometry == nil, row.isAcceptable {
            row.warn(
                Bilingual(
                    fr: "sans coordonnées : gardée, mais pas placée sur la carte",
                    en: "without coordinates: kept, but not placed on the map"))
        }
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

    private func establishment(_ row: inout ImportRow) {
        guard row.boolean(Place.captive) == true, row.text(Place.degree) == nil else { return }
        let isPlant = [Place.kingdom, Place.iconicTaxon].contains { row.text($0) == "Plantae" }
        row.set(Place.degree, .text(isPlant ? "cultivated" : "captive"))
    }
}

extension Substring {
    fileprivate var localizedCapitalizedASCII: String { prefix(1).uppercased() + dropFirst().lowercased() }
}
