import Atlas
import Formats
import GRDB
import Languages

/// A container, as a weighing needs it on a day.
struct ContainerFacts {
    let code: String
    let campus: String?
    let stream: String?
    /// Litres.
    let capacity: Double?
    /// The last one by the day, else the container's own, g.
    let tare: Int64?
    let maxLoad: Int64?
    let scaleStep: Int64?

    /// - Throws: ``WeighingError`` when the atlas has no such container.
    init(_ code: String, on day: CalendarDate, _ db: Database) throws {
        guard let known = try Self.known(code, on: day, db) else {
            let near = try String.fetchAll(
                db, sql: "SELECT code FROM container WHERE substr(code, 1, 3) = substr(?, 1, 3) ORDER BY code LIMIT 5",
                arguments: [code])
            throw WeighingError.unknownContainer(code, near: near)
        }
        self = known
    }

    /// The container of a code, or of the public identity that the QR on its lid holds (`urn:uuid:…`); nil when the atlas
    /// has none, as for what a file may name.
    static func known(_ code: String, on day: CalendarDate, _ db: Database) throws -> ContainerFacts? {
        let identity = RowIdentity.uuid(in: code.lowercased().replacing("urn:uuid:", with: ""))
        let statement = try db.cachedStatement(
            sql: """
                SELECT c.*, coalesce((
                    SELECT t.tare_mass_g FROM container_tare AS t WHERE t.container = c.code AND t.tared_on <= :on
                    ORDER BY t.tared_on DESC LIMIT 1), c.tare_mass_g) AS tare_g
                FROM container AS c WHERE c.code = :code COLLATE NOCASE OR c.uuid = :uuid
                ORDER BY c.code = :code DESC LIMIT 1
                """)
        return try Row.fetchOne(statement, arguments: ["on": day.description, "code": code, "uuid": identity])
            .map(ContainerFacts.init)
    }

    private init(_ row: Row) {
        code = row["code"]
        (campus, stream, capacity) = (row["campus"], row["stream"], row["capacity_l"])
        (tare, maxLoad, scaleStep) = (row["tare_g"], row["max_load_g"], row["scale_step_g"])
    }
}

/// A stream, as a weighing needs it.
struct StreamFacts {
    let code: String
    let label: Bilingual
    /// Loose, kg/m³; nil where no source gives one.
    let density: Double?
    /// The most that a source gives; the density doubled where they give one only.
    let highestDensity: Double?

    init(_ code: String?, _ db: Database) throws {
        guard let code else { throw WeighingError.streamMissing }
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT * FROM waste_stream WHERE code = ?", arguments: [code.uppercased()])
        else {
            throw WeighingError.unknownStream(
                code, known: try String.fetchAll(db, sql: "SELECT code FROM waste_stream ORDER BY code"))
        }
        self.code = row["code"]
        label = Bilingual(fr: row["label_fr"], en: row["label_en"])
        density = row["density_kg_m3"]
        highestDensity = (row["density_high"] as Double?) ?? density.map { $0 * 2 }
    }
}

/// Columns of the ledger and what goes into them.
typealias LedgerColumns = [String: DatabaseValue]

/// What is typed of a mass, made into the columns of the ledger.
struct ResolvedMass {
    let net: Int64
    var gross: Int64?
    var tare: Int64?
    let typed: String
    let unit: String
    let method: WeighingMethod
    let filling: Filling?
    var density: Double?

    /// - Throws: ``WeighingError``
    init(
        _ amount: NewWeighing.Amount, method: WeighingMethod?, container: ContainerFacts?, campus: String?,
        stream: StreamFacts, on day: CalendarDate, _ db: Database
    ) throws {
        switch amount {
        case .net(let mass, let filling):
            (net, typed, unit) = (mass.grams, mass.text, mass.unit)
            (self.filling, self.method) = (filling, method ?? .ownScale)
        case .gross(let mass, let given, let filling):
            guard let tare = given?.grams ?? container?.tare else { throw WeighingError.tareMissing(container?.code) }
            (net, gross, self.tare) = (mass.grams - tare, mass.grams, tare)
            (typed, unit) = (mass.text, mass.unit)
            (self.filling, self.method) = (filling, method ?? .ownScale)
        case .volume(let filling):
            guard let container else { throw WeighingError.volumeWithoutContainer }
            guard let litres = container.capacity else { throw WeighingError.capacityMissing(container.code) }
            let kind = ContainerKind(campus: campus, stream: stream.code, litres: litres)
            let learned = try LocalDensity.usable(for: kind, by: day, db)
            guard let density = learned ?? stream.density else {
                throw WeighingError.densityMissing(stream: stream.code)
            }
            // A litre of 1 kg/m³ is a gram.
            let grams = Double(filling.emptyings) * litres * filling.fill * density
            guard let whole = MassUnit.gram.grams(grams) else { throw WeighingError.badEmptyings(filling.emptyings) }
            (net, self.density, self.filling) = (whole, density, filling)
            typed = "\(filling.emptyings) × \(Self.short(filling.fill)) × \(Self.short(litres))"
            unit = "L"
            self.method = learned == nil ? .volumeGenericDensity : .volumeLocalDensity
        }
        guard net > 0 else { throw WeighingError.massNotPositive(net: net, tare: tare) }
    }

    private static func short(_ value: Double) -> String {
        let text = Language.fr.number(value, decimals: 3).filter { $0 != "\u{202F}" }
        var digits = Substring(text)
        while digits.last == "0" { digits.removeLast() }
        return String(digits.last == "," ? digits.dropLast() : digits)
    }

    var columns: LedgerColumns {
        [
            "net_mass_g": net.databaseValue, "gross_mass_g": gross.databaseValue, "tare_mass_g": tare.databaseValue,
            "mass_as_typed": typed.databaseValue, "unit_as_typed": unit.databaseValue,
            "method": method.rawValue.databaseValue, "emptyings": (filling?.emptyings).databaseValue,
            "fill": (filling?.fill).databaseValue, "density_kg_m3": density.databaseValue,
        ]
    }
}

/// A weighing that may enter the ledger: what stops it was looked for when it was made.
struct WeighingDraft {
    let new: NewWeighing
    let container: ContainerFacts?
    let campus: String?
    let stream: StreamFacts
    let toContainer: ContainerFacts?
    let mass: ResolvedMass
    /// In lower case; nil when the sender gave none.
    let uuid: String?

    /// - Throws: ``WeighingError``
    init(_ new: NewWeighing, _ db: Database) throws {
        guard !new.time.isInTheFuture else { throw WeighingError.future(new.time.day) }
        self.new = new
        uuid = try new.uuid.map { text in
            guard let uuid = RowIdentity.uuid(in: text) else { throw WeighingError.notAnIdentity(text) }
            return uuid
        }
        container = try new.container.map { try ContainerFacts($0, on: new.time.day, db) }
        toContainer = try new.toContainer.map { try ContainerFacts($0, on: new.time.day, db) }
        campus = try new.campus.map { try Self.requireCampus($0, db) } ?? container?.campus
        stream = try StreamFacts(new.stream ?? container?.stream, db)
        mass = try ResolvedMass(
            new.amount, method: new.method, container: container, campus: campus, stream: stream, on: new.time.day, db)
        if let destination = new.destination { try Self.requireDestination(destination, db) }
        if let code = toContainer?.code, code == container?.code { throw WeighingError.transferToItself(code) }
    }

    static func requireCampus(_ name: String, _ db: Database) throws -> String {
        let known = try String.fetchAll(db, sql: "SELECT DISTINCT name FROM campus ORDER BY name")
        guard known.contains(name) else { throw WeighingError.unknownCampus(name, known: known) }
        return name
    }

    static func requireDestination(_ code: String, _ db: Database) throws {
        let known = try String.fetchAll(db, sql: "SELECT code FROM waste_destination ORDER BY code")
        guard known.contains(code) else { throw WeighingError.unknownDestination(code, known: known) }
    }

    /// A ticket is of one load: the same stream of the same plant does not come twice on it.
    func requireNewTicket(_ db: Database) throws {
        try Self.requireNewTicket(
            new.ticket, stream: stream.code, campus: campus, facility: new.facility, container: container?.code, db)
    }

    /// - Parameter corrected: the weighing that is corrected, whose ticket it keeps.
    static func requireNewTicket(
        _ ticket: String?, stream: String?, campus: String?, facility: String?, container: String?,
        correcting corrected: Int64? = nil, _ db: Database
    ) throws {
        guard let ticket else { return }
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT fid, weighed_on FROM weighing_current
                WHERE ticket = :ticket AND stream = :stream AND campus IS :campus AND facility IS :facility
                  AND container IS :container AND fid IS NOT :corrected
                """,
            arguments: [
                "ticket": ticket, "stream": stream, "campus": campus, "facility": facility, "container": container,
                "corrected": corrected,
            ])
        guard let row else { return }
        throw WeighingError.ticketKnown(ticket, fid: row["fid"], on: row["weighed_on"])
    }

    func columns(by person: String?) -> LedgerColumns {
        let rest: LedgerColumns = [
            "weighed_on": new.time.day.description.databaseValue,
            "weighed_at": (new.time.instant?.description).databaseValue,
            "period_from": (new.time.from?.description).databaseValue, "campus": campus.databaseValue,
            "container": (container?.code).databaseValue, "stream": stream.code.databaseValue,
            "destination": new.destination.databaseValue, "facility": new.facility.databaseValue,
            "ticket": new.ticket.databaseValue, "remark": new.remark.databaseValue,
            "to_container": (toContainer?.code).databaseValue, "is_wet": new.isWet.databaseValue,
            "is_doubtful": new.isDoubtful.databaseValue, "weighed_by": person.databaseValue,
        ]
        return rest.merging(mass.columns) { _, mass in mass }
    }

    /// The row, as it would be.
    func preview(by person: String?) -> Weighing? {
        var columns = columns(by: person)
        columns["label_fr"] = stream.label.fr.databaseValue
        columns["label_en"] = stream.label.en.databaseValue
        for name in ["fid", "is_cancelled"] { columns[name] = 0.databaseValue }
        return Weighing(Row(columns.mapValues { $0 as (any DatabaseValueConvertible)? }))
    }
}
