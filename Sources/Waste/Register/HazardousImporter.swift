public import Atlas
import Formats
import GRDB
import Languages

/// Hazardous movements, from the register of outgoing waste that Trackdéchets exports (165 columns).
///
/// A slip is one row of `hazardous_movement`, brought up to date when it comes again changed. Once its load is accepted at
/// its destination it is one weighing of the ledger too, whose ticket is the slip's number: a slip that changes corrects
/// it, one that is cancelled cancels it, and one that comes again as it was adds nothing.
struct HazardousImporter: RowImporter {
    static let table = "hazardous_movement"
    static let geometry = GeometryRule.none
    static let answered: String? = "stream_of"
    static let alsoFills = ["weighing"]

    // Names of Trackdéchets' columns, and of the fields of its API. Its numbers have one sign at most, the decimal one.
    static let fields = [
        Field("bsd_id", aliases: ["ndebordereau", "bsdid"], required: true),
        Field("bsd_type", aliases: ["typedebordereau", "bsdtype"]),
        Field("status", aliases: ["statutdubordereau", "status"]),
        Field("updated_on", .date, aliases: ["datededernieremodificationdubordereau", "updatedat"]),
        Field("campus"),
        Field("stream"),
        Field("waste_name", aliases: ["denominationusuelle", "wastedescription"]),
        Field("waste_code", aliases: ["codedechet", "wastecode"], required: true),
        Field("is_pop", .boolean, aliases: ["pop", "wastepop"]),
        Field("is_dangerous", .boolean, aliases: ["dangereux", "wasteisdangerous"], stored: false),
        Field("emitter_siret", aliases: ["expediteurndidentification", "emittercompanysiret"]),
        Field("dispatched_on", .date, aliases: ["datedexpedition", "transportertakenoverat"]),
        Field("treated_on", .date, aliases: ["datederealisationdeloperation", "destinationoperationdate"]),
        Field("declared_mass", aliases: ["emetteurquantitededechet", "weight"], stored: false),
        Field(
            "received_mass", aliases: ["quantitereceptionneenettetonnes", "destinationreceptionweight"], stored: false),
        Field(
            "accepted_as_typed",
            aliases: ["quantiteaccepteetraiteenettetonnes", "destinationreceptionacceptedweight"]),
        Field(
            "refused_mass", aliases: ["quantiterefuseenettetonnes", "destinationreceptionrefusedweight"], stored: false),
        Field("declared_mass_g", .integer),
        Field("received_mass_g", .integer),
        Field("accepted_mass_g", .integer),
        Field("refused_mass_g", .integer),
        Field(
            "estimate", aliases: ["typedepoidsdelaquantitetraiteenette", "destinationreceptionweightisestimate"],
            stored: false),
        Field("is_estimate", .integer),
        Field("planned_code", aliases: ["codeoperationprevu", "destinationplannedoperationcode"]),
        Field("done_codes", aliases: ["codesdetraitementrealises", "destinationoperationcodes"]),
        Field(
            "final_codes",
            aliases: ["destinationfinalecodesdetraitementfinalrealises", "destinationfinaloperationcodes"]),
        Field("final_masses", aliases: ["quantitefinaletonnes", "destinationfinaloperationweights"]),
        Field("final_mass_g", .integer),
        Field("eco_organism", aliases: ["ecoorganismeraisonsociale", "ecoorganismename"]),
        Field("eco_organism_siret", aliases: ["ecoorganismesiret"]),
        Field("carrier", aliases: ["transporteurraisonsociale", "transporter1companyname"]),
        Field(
            "carrier_siret",
            aliases: ["transporteursiretoundetvaintracommunautaire", "transporter1companysiret"]),
        Field("carrier_receipt", aliases: ["transporteurnderecepisse", "transporter1recepissenumber"]),
        Field("destination_name", aliases: ["destinationraisonsociale", "destinationcompanyname"]),
        Field("destination_siret", aliases: ["destinationndidentification", "destinationcompanysiret"]),
        Field("destination_address", aliases: ["destinationlibelleadresse", "destinationcompanyaddress"]),
    ]

    private enum Place {
        static let slip = fields.place(of: "bsd_id")
        static let status = fields.place(of: "status")
        static let updated = fields.place(of: "updated_on")
        static let campus = fields.place(of: "campus")
        static let stream = fields.place(of: "stream")
        static let code = fields.place(of: "waste_code")
        static let pop = fields.place(of: "is_pop")
        static let dangerous = fields.place(of: "is_dangerous")
        static let emitter = fields.place(of: "emitter_siret")
        static let dispatched = fields.place(of: "dispatched_on")
        static let treated = fields.place(of: "treated_on")
        static let accepted = fields.place(of: "accepted_as_typed")
        static let estimate = fields.place(of: "estimate")
        static let isEstimate = fields.place(of: "is_estimate")
        static let finalMasses = fields.place(of: "final_masses")
        static let finalMass = fields.place(of: "final_mass_g")
        static let masses = [
            (fields.place(of: "declared_mass"), fields.place(of: "declared_mass_g")),
            (fields.place(of: "received_mass"), fields.place(of: "received_mass_g")),
            (accepted, fields.place(of: "accepted_mass_g")),
            (fields.place(of: "refused_mass"), fields.place(of: "refused_mass_g")),
        ]
    }

    private let importID: Int64
    private let ledger: HazardousLedger
    private let streams: HazardousStreams
    private let campuses: [String: String]
    private var rowOfSlip: [String: Int] = [:]
    private var made = 0

    init(_ context: ImportContext) throws {
        importID = context.importID
        ledger = try HazardousLedger(context.db, importID: context.importID)
        streams = try HazardousStreams(context.db, answers: context.answers)
        campuses = Dictionary(
            try Establishment.all(context.db).map { ($0.siret.digits, $0.campus) },
            uniquingKeysWith: { first, _ in first })
    }

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        made = 0
        guard let slip = row.text(Place.slip) else {
            row.refuse(
                Place.slip, found: "",
                Bilingual(
                    fr: "pas de bordereau : une déclaration au registre n'est pas un mouvement tracé",
                    en: "no slip: a declaration to the register is no traced movement"))
            return
        }
        if let first = rowOfSlip.updateValue(row.number, forKey: slip) {
            row.refuse(
                Place.slip, found: slip,
                Bilingual(
                    fr: "même bordereau que la ligne \(first) du même fichier",
                    en: "same slip as row \(first) of the same file"))
            return
        }
        readMasses(&row)
        readWaste(&row)
        readDays(&row)
        guard row.isAcceptable else { return }
        try store(slip, &row, emit: emit)
    }

    mutating func finish(_ row: inout ImportRow) -> Int { made }

    // MARK: Reading

    private func readMasses(_ row: inout ImportRow) {
        for (typed, stored) in Place.masses {
            guard let text = row.text(typed) else { continue }
            guard let number = DecimalText(text), let grams = MassUnit.tonne.grams(number), grams >= 0 else {
                row.refuse(typed, found: text, Bilingual(fr: "ce n'est pas une masse", en: "not a mass"))
                continue
            }
            row.set(stored, .integer(grams))
        }
        if let text = row.text(Place.estimate) {
            row.set(Place.isEstimate, .integer(ColumnName.normalized(text).hasPrefix("estim") ? 1 : 0))
        }
        guard let text = row.text(Place.finalMasses) else { return }
        let parts = text.split(separator: " - ").map { part in
            DecimalText(String(part)).flatMap { MassUnit.tonne.grams($0) }
        }
        guard parts.allSatisfy({ $0 != nil }) else {
            row.refuse(Place.finalMasses, found: text, Bilingual(fr: "ce ne sont pas des masses", en: "not masses"))
            return
        }
        row.set(Place.finalMass, .integer(parts.reduce(0) { $0 + ($1 ?? 0) }))
    }

    private func readWaste(_ row: inout ImportRow) {
        guard let code = row.text(Place.code) else {
            row.refuse(Place.code, found: "", Bilingual(fr: "aucun code déchet", en: "no waste code"))
            return
        }
        let isPOP = row.boolean(Place.pop)
        if let isPOP { row.set(Place.pop, .integer(isPOP ? 1 : 0)) }
        let isDangerous = isPOP == true || row.boolean(Place.dangerous) == true
        guard case .code(let entry, let difference) = streams.list.read(code) else {
            row.refuse(
                Place.code, found: code,
                Bilingual(
                    fr: "ce code n'est pas dans la liste des déchets", en: "this code is not in the list of waste"))
            return
        }
        row.set(Place.code, .text(entry.code))
        if difference != .none {
            row.warn(
                Place.code, found: code,
                Bilingual(fr: "lu comme le code \(entry.code)", en: "read as code \(entry.code)"))
        }
        if !entry.isHazardous, !isDangerous {
            row.refuse(
                Place.code, found: code,
                Bilingual(
                    fr: "ce déchet n'est pas dangereux : il entre par campus-atlas waste import",
                    en: "this waste is not hazardous: it comes in by campus-atlas waste import"))
        } else if let stream = streams.stream(of: entry) {
            row.set(Place.stream, .text(stream))
        } else {
            row.refuse(
                Place.code, found: code,
                Bilingual(
                    fr: "aucun flux dangereux ne prend ce code, ou plusieurs : dites lequel par "
                        + "--set \"stream_of:\(entry.code)=HAZ_CHEM\"",
                    en: "no hazardous stream takes this code, or several do: say which by "
                        + "--set \"stream_of:\(entry.code)=HAZ_CHEM\""))
        }
        guard row.text(Place.campus) == nil, let siret = row.text(Place.emitter) else { return }
        if let campus = campuses[siret.filter { !$0.isWhitespace }] {
            row.set(Place.campus, .text(campus))
        } else {
            row.warn(
                Place.emitter, found: siret,
                Bilingual(
                    fr: "aucun campus n'a ce SIRET (campus-atlas waste establishment set)",
                    en: "no campus has this SIRET (campus-atlas waste establishment set)"))
        }
    }

    private func readDays(_ row: inout ImportRow) {
        for field in [Place.updated, Place.dispatched, Place.treated] {
            if let day = row.date(field) { row.set(field, .text(day.description)) }
        }
        if let day = row.date(Place.dispatched), day > .today {
            row.refuse(
                Place.dispatched, found: day.description,
                Bilingual(fr: "date dans l'avenir", en: "date in the future"))
        }
    }

    // MARK: Storing

    private mutating func store(
        _ slip: String, _ row: inout ImportRow, emit: (inout ImportRow) throws -> Void
    ) throws {
        let values = Self.fields.indices.filter { Self.fields[$0].isStored }.map { field in
            (Self.fields[field].name, row.value(field))
        }
        let movement = HazardousMovement(Dictionary(uniqueKeysWithValues: values))
        switch try ledger.state(of: slip, values, updatedOn: row.date(Place.updated)) {
        case .same:
            row.continuesEarlierRow = true
        case .newer(let day):
            row.refuse(
                Place.updated, found: row.text(Place.updated) ?? "",
                Bilingual(
                    fr: "l'atlas a de ce bordereau une version plus récente, du \(day)",
                    en: "the atlas has a newer version of this slip, of \(day)"))
        case .changed:
            guard try weigh(movement, &row) else { return }
            try ledger.update(slip, values, attributes: row.remainingJSON(), row: row.number)
            made += 1
            row.continuesEarlierRow = true
        case .absent:
            guard try weigh(movement, &row) else { return }
            row.identity = RowIdentity.named(Array("hazardous_movement:\(slip)".utf8))
            try emit(&row)
        }
    }

    /// Enters the load in the ledger of weighings; false when the ledger refuses it, which refuses the row.
    private mutating func weigh(_ movement: HazardousMovement, _ row: inout ImportRow) throws -> Bool {
        do {
            switch try ledger.enter(movement, row: row.number) {
            case .entered: made += 1
            case .nothingToDo: break
            case .keptAsIs(let why): row.warn(Place.accepted, found: row.text(Place.accepted) ?? "", why)
            }
            return true
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            let reason = error.message ?? error.description
            row.refuse(found: movement.slip, Bilingual(fr: reason, en: reason))
            return false
        }
    }
}

extension ImportRow {
    /// What a field will hold: what was set, or else its text.
    fileprivate func value(_ field: Int) -> Cell {
        cell(field) ?? text(field).map(Cell.text) ?? .null
    }

    /// What the file says and no field takes, as JSON.
    fileprivate func remainingJSON() -> String? {
        var json = JSONWriter()
        json.beginObject()
        var isEmpty = true
        for column in remainingColumns where !text(column: column).isEmpty {
            isEmpty = false
            json.key(columnTitle(column))
            json.string(text(column: column))
        }
        json.endObject()
        return isEmpty ? nil : String(decoding: json.bytes, as: UTF8.self)
    }
}

/// The stream that takes each hazardous waste.
struct HazardousStreams {
    let list: LoWCodes
    private let hazardous: Set<String>
    private let answers: [String: String]

    /// - Parameter answers: the stream of a code, as a person says it.
    init(_ db: Database, answers: [String: String]) throws {
        list = try LoWCodes(db)
        hazardous = try String.fetchSet(db, sql: "SELECT code FROM waste_stream WHERE hazardous")
        for (code, stream) in answers where !hazardous.contains(stream) {
            throw ImportError.unknownField("stream_of:\(code)=\(stream)", known: hazardous.sorted())
        }
        self.answers = answers
    }

    func stream(of entry: LoWCodes.Entry) -> String? {
        if let answer = answers[entry.code] { return answer }
        let found = list.streams(accepting: entry).filter(hazardous.contains)
        return found.count == 1 ? found[0] : nil
    }
}

extension Atlas {
    /// Takes in the register of hazardous waste that Trackdéchets exports; what a slip weighed enters the ledger once.
    public func importHazardousMovements(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        try importRows(HazardousImporter.self, from: path, options: options, progress: progress)
    }
}
