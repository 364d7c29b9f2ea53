public import Atlas
import Formats
import Foundation
import GRDB
import Geospatial
import Languages

/// Visits, one row for each taxon seen, or one row for each visit with a column for each taxon.
struct VisitImporter: RowImporter {
    static let table = "visit"
    static let alsoFills = ["observation"]
    static let geometry = GeometryRule.point(required: false)
    static let fields =
        [
            Field("event_id", aliases: ["eventid", "idvisite", "idrelevé", "idreleve"], stored: false),
            Field("protocol", aliases: ["protocole", "samplingprotocol"]),
            Field("site", aliases: ["station", "nomsite", "locality", "lieu", "transect"]),
            Field("parcel", aliases: ["parcelle"], stored: false),
            Field("parcel_uuid"),
            Field(
                "event_date", .date, aliases: ["eventdate", "date", "datevisite", "visitdatemin", "jour"],
                required: true),
            Field("start_time", aliases: ["heure", "heuredebut", "eventtime", "starttime"]),
            Field("duration_minutes", .integer, aliases: ["duree", "dureemin", "duration", "durationminutes"]),
            Field("sample_size_value", .decimal, aliases: ["samplesizevalue", "tailleechantillon"]),
            Field("sample_size_unit", aliases: ["samplesizeunit", "uniteechantillon"]),
            Field("sampling_effort", aliases: ["samplingeffort", "effort", "effortechantillonnage"]),
            Field("temperature_class", aliases: ["temperature", "classetemperature"]),
            Field("wind", aliases: ["vent"]),
            Field("cloud", aliases: ["ennuagement", "nebulosite"]),
            Field("weather_favourable", .boolean, aliases: ["meteofavorable", "meteocond"]),
            Field("recorded_by", aliases: ["recordedby", "observateurs", "observateur", "observers"]),
            Field(
                "targets_complete", .boolean,
                aliases: ["listecomplete", "istaxonomicscopefullyreported", "targetscomplete"]),
            Field("remark", aliases: ["remarque", "commentaire", "comments", "eventremarks"]),
            Field("source"),
            Field(
                "scientific_name", aliases: ["scientificname", "nomscientifique", "taxon", "espece", "nomcite"],
                stored: false),
            Field("cd_nom", .integer, aliases: ["cdnom"], stored: false),
            Field(
                "count", .integer, aliases: ["individualcount", "nombre", "effectif", "organismquantity"],
                stored: false,
                qualified: true),
        ] + Field.coordinates(stored: false) + Field.placement

    private enum Place {
        static let event = fields.place(of: "event_id")
        static let sheet = fields.place(of: "protocol")
        static let site = fields.place(of: "site")
        static let parcel = fields.place(of: "parcel")
        static let parcelUUID = fields.place(of: "parcel_uuid")
        static let day = fields.place(of: "event_date")
        static let time = fields.place(of: "start_time")
        static let minutes = fields.place(of: "duration_minutes")
        static let size = fields.place(of: "sample_size_value")
        static let unit = fields.place(of: "sample_size_unit")
        static let effort = fields.place(of: "sampling_effort")
        static let temperature = fields.place(of: "temperature_class")
        static let wind = fields.place(of: "wind")
        static let cloud = fields.place(of: "cloud")
        static let favourable = fields.place(of: "weather_favourable")
        static let observers = fields.place(of: "recorded_by")
        static let complete = fields.place(of: "targets_complete")
        static let remark = fields.place(of: "remark")
        static let name = fields.place(of: "scientific_name")
        static let code = fields.place(of: "cd_nom")
        static let count = fields.place(of: "count")
    }

    /// A visit that a row of the file made, or found in the atlas.
    private struct Known {
        let event: VisitObservations.Event
        let row: Int
        var names: Set<String> = []
    }

    private let db: Database
    private let importID: Int64
    private let rules: VisitRules
    private let observations: VisitObservations
    private let reading: VisitReading
    private var known: [String: Known] = [:]
    /// What the row at hand says.
    private var details: VisitDetails?
    private var counts: [(count: TaxonCount, cdNom: Int64?)] = []
    private var taxonOfColumn: [String: Bool] = [:]

    init(_ context: ImportContext) throws {
        db = context.db
        importID = context.importID
        rules = try VisitRules(db)
        observations = try VisitObservations(db, srs: context.atlas.srs)
        reading = try VisitReading(db, library: ProtocolLibrary(db))
    }

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        details = nil
        counts = []
        guard var visit = details(&row) else { return }
        do {
            try rules.complete(&visit, parcel: row.text(Place.parcel))
            try readCounts(&row, of: visit)
        } catch let error as VisitError {
            row.refuse(error.message.unpunctuated)
            return
        }
        let identity = identity(of: row, visit)
        if let earlier = known[identity] {
            guard earlier.event.details == visit else {
                row.refuse(
                    found: visit.site,
                    Bilingual(
                        fr: "dit de la visite autre chose que la ligne \(earlier.row)",
                        en: "says of the visit something else than row \(earlier.row)"))
                return
            }
            row.continuesEarlierRow = true
        }
        store(visit, &row)
        row.identity = identity
        details = visit
        warn(&row, of: visit)
        if !row.continuesEarlierRow { try emit(&row) }
    }

    /// The visit that the row names: its own identifier, or else its protocol, site, day and time.
    private func identity(of row: ImportRow, _ visit: VisitDetails) -> String {
        guard let event = row.text(Place.event) else { return visit.identity }
        return RowIdentity.uuid(in: event) ?? RowIdentity.named(Array("visit\u{1E}\(event)".utf8))
    }

    private func details(_ row: inout ImportRow) -> VisitDetails? {
        guard let code = row.text(Place.sheet) else {
            row.refuse(Place.sheet, found: "", Bilingual(fr: "le protocole manque", en: "the protocol is missing"))
            return nil
        }
        guard let day = row.date(Place.day) else {
            if row.isAcceptable {
                row.refuse(Place.day, found: "", Bilingual(fr: "le jour manque", en: "the day is missing"))
            }
            return nil
        }
        var visit = VisitDetails(code, site: row.text(Place.site) ?? "", on: day)
        if case .point(let position?)? = row.geometry { visit.position = position }
        visit.startTime = row.text(Place.time)
        visit.minutes = row.integer(Place.minutes).flatMap { Int(exactly: $0) }
        visit.sampleSize = row.decimal(Place.size)?.double
        visit.sampleUnit = row.text(Place.unit)
        visit.effort = row.text(Place.effort)
        visit.weather.temperature = row.text(Place.temperature)
        visit.weather.wind = row.text(Place.wind)
        visit.weather.cloud = row.text(Place.cloud)
        visit.weather.isFavourable = row.boolean(Place.favourable)
        visit.observers = row.text(Place.observers)
        visit.isTargetListComplete = row.boolean(Place.complete)
        visit.remark = row.text(Place.remark)
        return row.isAcceptable ? visit : nil
    }

    /// The taxon of the row, or those of its columns: the columns mapped to `count:NAME`, and where the file names no taxon
    /// row by row, those whose title is a taxon that the program knows.
    private mutating func readCounts(_ row: inout ImportRow, of visit: VisitDetails) throws {
        let perColumn = try columns(of: row)
        if let name = row.text(Place.name) {
            try add(name, row.integer(Place.count), row.integer(Place.code), &row, of: visit)
        }
        for (name, column) in perColumn {
            guard let number = row.decimal(column: column) else { continue }
            guard let count = number.scaled(by: 0) else {
                row.refuse(
                    found: row.text(column: column),
                    Bilingual(fr: "« \(name) » : pas un nombre entier", en: "'\(name)': not a whole number"))
                continue
            }
            try add(name, count, nil, &row, of: visit)
        }
    }

    private mutating func columns(of row: ImportRow) throws -> [(String, Int)] {
        let mapped = row.qualifiedColumns(Place.count).map { ($0.qualifier, $0.column) }
        guard row.text(Place.name) == nil else { return mapped }
        var found = mapped
        for column in row.remainingColumns where !mapped.contains(where: { $0.1 == column }) {
            let title = row.columnTitle(column)
            let isTaxon = try taxonOfColumn[title] ?? reading.knows(title)
            taxonOfColumn[title] = isTaxon
            if isTaxon { found.append((title, column)) }
        }
        return found
    }

    private mutating func add(
        _ name: String, _ number: Int64?, _ cdNom: Int64?, _ row: inout ImportRow, of visit: VisitDetails
    ) throws {
        // A zero says no more than the list of a complete visit; a sheet full of them is no mistake.
        if number == 0 { return }
        guard let count = TaxonCount(name, number.flatMap { Int(exactly: $0) }) else {
            row.refuse(
                Place.count, found: number.map(String.init) ?? "",
                Bilingual(fr: "nombre négatif", en: "negative number"))
            return
        }
        try rules.check(count, of: visit)
        counts.append((count, cdNom))
    }

    private func store(_ visit: VisitDetails, _ row: inout ImportRow) {
        row.geometry = visit.position.map(Geometry.point)
        row.set(Place.site, .text(visit.site))
        row.set(Place.parcelUUID, visit.parcel.map(Cell.text) ?? .null)
        row.set(Place.time, visit.startTime.map(Cell.text) ?? .null)
        row.set(Place.unit, visit.sampleUnit.map(Cell.text) ?? .null)
        row.set(Place.temperature, visit.weather.temperature.map(Cell.text) ?? .null)
        row.set(Place.wind, visit.weather.wind.map(Cell.text) ?? .null)
        row.set(Place.cloud, visit.weather.cloud.map(Cell.text) ?? .null)
    }

    private func warn(_ row: inout ImportRow, of visit: VisitDetails) {
        guard visit.position == nil, !row.continuesEarlierRow else { return }
        row.warn(
            found: visit.site,
            Bilingual(
                fr: "site sans coordonnées : la visite est dans le total, mais dans aucun campus",
                en: "site without coordinates: the visit is in the total, but in no campus"))
    }

    mutating func finish(_ row: inout ImportRow) throws -> Int {
        guard let details, let identity = row.identity else { return 0 }
        var own = try known[identity] ?? made(details, identity, row: row.number)
        var made = 0
        for (count, cdNom) in counts {
            guard own.names.insert(TaxonName(count.name).key).inserted else {
                row.warn(
                    found: count.name,
                    Bilingual(
                        fr: "taxon déjà compté dans cette visite, laissé tel quel",
                        en: "taxon already counted in this visit, left as it is"))
                continue
            }
            switch try observations.add(count, cdNom: cdNom, of: own.event, importID: importID, row: row.number) {
            case .made: made += 1
            case .known: break
            case .other:
                row.warn(
                    found: count.name,
                    Bilingual(
                        fr: "déjà dans l'atlas avec un autre nombre, laissé tel quel",
                        en: "already in the atlas with another number, left as it is"))
            }
        }
        known[identity] = own
        return made
    }

    private func made(_ details: VisitDetails, _ identity: String, row: Int) throws -> Known {
        let fid = try Int64.fetchOne(db, sql: "SELECT fid FROM visit WHERE uuid = ?", arguments: [identity])
        let sheet = try rules.sheet(details.protocolCode)
        return Known(
            event: VisitObservations.Event(
                fid: fid ?? 0, uuid: identity, details: details, quantityType: sheet.quantityType), row: row)
    }
}

extension Bilingual {
    /// Without the full stop, to stand in a list.
    fileprivate var unpunctuated: Bilingual {
        Bilingual(
            fr: fr.hasSuffix(".") ? String(fr.dropLast()) : fr, en: en.hasSuffix(".") ? String(en.dropLast()) : en)
    }
}

extension Atlas {
    /// Takes visits in, with what was seen during them: a row for each visit and taxon, or a row for each visit and a column
    /// for each taxon.
    public func importVisits(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        try importRows(VisitImporter.self, from: path, options: options, progress: progress)
    }
}
