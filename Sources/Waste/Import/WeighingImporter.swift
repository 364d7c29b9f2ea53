public import Atlas
import Formats
import GRDB
import Languages

/// Weighings: one a row, or one for each column of masses in a row that holds several streams (`mass:GLASS`).
struct WeighingImporter: RowImporter {
    static let table = "weighing"
    static let geometry = GeometryRule.none
    static let isKeptByHand = true
    static let fields = WeighingFields.all

    private typealias Place = WeighingFields

    private struct KnownContainer {
        let stream: String?
        let campus: String?
    }

    private let db: Database

    private let streams: Set<String>
    private let destinations: Set<String>
    private let campuses: Set<String>
    private let containers: [String: KnownContainer]
    private let codes: LoWCodes
    private let tickets: Statement
    private let today = CalendarDate.today

    init(_ context: ImportContext) throws {
        db = context.db
        streams = try Set(String.fetchAll(context.db, sql: "SELECT code FROM waste_stream"))
        destinations = try Set(String.fetchAll(context.db, sql: "SELECT code FROM waste_destination"))
        campuses = try Set(String.fetchAll(context.db, sql: "SELECT name FROM campus"))
        codes = try LoWCodes(context.db)
        tickets = try context.db.makeStatement(
            sql: """
                SELECT fid, weighed_on, net_mass_g,
                  EXISTS (SELECT 1 FROM weighing_current AS c WHERE c.fid = w.fid) AS stands
                FROM weighing AS w
                WHERE ticket = ? AND stream = ? AND campus IS ? AND facility IS ? AND container IS ?
                """)
        let rows = try Row.fetchAll(context.db, sql: "SELECT code, stream, campus FROM container")
        containers = Dictionary(
            uniqueKeysWithValues: rows.map {
                ($0["code"], KnownContainer(stream: $0["stream"], campus: $0["campus"]))
            })
    }

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        if WeighingSheet.refuseTotal(&row, except: [Place.facility, Place.remark, Place.source]) { return }
        WasteRules.check(stream: Place.stream, streams, campus: Place.campus, campuses, &row)
        WeighingRanges.check(&row, today: today)
        checkCodes(&row)
        let waste = lowCode(&row)
        row.set(Place.isWet, .integer(row.boolean(Place.isWet) == true ? 1 : 0))
        let columns = row.qualifiedColumns(Place.mass)
        if columns.isEmpty {
            try takeOne(waste, &row)
            if row.isAcceptable {
                try checkTicket(&row)
                try emit(&row)
            }
        } else {
            try takeEach(columns, waste, &row, emit: emit)
        }
    }

    static func sentence(of refusal: String) -> Bilingual { MonthsSchema.sentence(of: refusal) }

    /// A ticket is of one load: another mass, or another day, of the same stream of the same place is told, and stays in
    /// the review until one of the two is corrected. The same load sent again is known, or asked about.
    private func checkTicket(_ row: inout ImportRow) throws {
        guard let ticket = row.text(Place.ticket), let day = row.date(Place.day)?.description else { return }
        func stored(_ field: Int) -> String? {
            if case .text(let text) = row.cell(field) { text } else { row.text(field) }
        }
        let known = try Row.fetchAll(
            tickets,
            arguments: [
                ticket, stored(Place.stream), stored(Place.campus), stored(Place.facility), stored(Place.container),
            ])
        let grams: Int64? = if case .integer(let grams) = row.cell(Place.netGrams) { grams } else { nil }
        guard let first = known.first(where: { $0["stands"] }),
            !known.contains(where: { $0["weighed_on"] == day && $0["net_mass_g"] as Int64 == grams })
        else { return }
        let (fid, other): (Int64, String) = (first["fid"], first["weighed_on"])
        row.warn(
            Place.ticket, found: "\(ticket) = \(fid) (\(other))",
            Bilingual(
                fr: "bon déjà inscrit pour ce flux, avec une autre masse ou un autre jour : à corriger (waste review)",
                en: "ticket already recorded for this stream, with another mass or another day: to be corrected "
                    + "(waste review)"))
    }

    /// The code of the list of waste that the row states, in its own form.
    private func lowCode(_ row: inout ImportRow) -> LoWCodes.Entry? {
        guard let text = row.text(Place.low) else { return nil }
        guard let entry = WeighingSheet.lowCode(text, Place.low, codes, &row) else { return nil }
        row.set(Place.low, .text(entry.code))
        return entry
    }

    /// What the code of the list says of the stream that the row has, or will have by it.
    private func check(_ waste: LoWCodes.Entry?, in stream: String, _ row: inout ImportRow) {
        guard let waste else { return }
        if let objection = codes.objection(to: waste, in: stream) {
            row.refuse(Place.low, found: waste.code, objection)
        } else if !codes.streams(accepting: waste).contains(stream) {
            row.warn(
                Place.low, found: waste.code,
                Bilingual(
                    fr: "code qui n'est pas de ceux du flux \(stream), gardé tel quel",
                    en: "code that is not of those of stream \(stream), kept as it is"))
        }
    }

    private func checkCodes(_ row: inout ImportRow) {
        if let code = row.text(Place.destination), !destinations.contains(code) {
            let known = destinations.sorted().joined(separator: ", ")
            row.refuse(
                Place.destination, found: code,
                Bilingual(
                    fr: "destination inconnue ; destinations : \(known)",
                    en: "unknown destination; destinations: \(known)"))
        }
        if let text = row.text(Place.method) {
            if WeighingMethod(rawValue: text.uppercased()) != nil {
                row.set(Place.method, .text(text.uppercased()))
            } else {
                row.refuse(
                    Place.method, found: text, Bilingual(fr: "méthode de A à G, ou U", en: "method A to G, or U"))
            }
        } else {
            row.set(Place.method, .text(WeighingMethod.unknown.rawValue))
        }
        guard let code = row.text(Place.container) else { return }
        guard let container = containers[code] else {
            if !containers.isEmpty {
                row.warn(
                    Place.container, found: code,
                    Bilingual(fr: "contenant inconnu de l'atlas", en: "container that the atlas does not know"))
            }
            return
        }
        if row.text(Place.stream) == nil, let stream = container.stream { row.set(Place.stream, .text(stream)) }
        if row.text(Place.campus) == nil, let campus = container.campus { row.set(Place.campus, .text(campus)) }
        if let given = row.text(Place.stream), let stream = container.stream, given != stream {
            row.warn(
                Place.stream, found: given,
                Bilingual(
                    fr: "le contenant \(code) est fait pour le flux \(stream)",
                    en: "container \(code) is meant for stream \(stream)"))
        }
    }

    private func takeOne(_ waste: LoWCodes.Entry?, _ row: inout ImportRow) throws {
        settleStream(waste, &row)
        let field = row.text(Place.mass) != nil ? Place.mass : Place.gross
        guard let typed = row.text(field) else {
            row.refuse(Place.mass, found: "", Bilingual(fr: "aucune masse", en: "no mass"))
            return
        }
        if ImportRow.saysNotAvailable(typed) {
            row.refuse(
                field, found: typed,
                Bilingual(
                    fr: "masse non disponible : ni pesée, ni zéro", en: "mass not available: no weighing, and no zero"))
            return
        }
        guard let mass = WeighingMasses.read(field, unit: Place.unit, &row) else { return }
        row.set(Place.massAsTyped, .text(typed))
        row.set(Place.unitAsTyped, .text(row.text(Place.unit) ?? mass.unit.rawValue))
        markDoubt(mass, &row)
        var net = mass.grams
        if field == Place.gross {
            guard let tare = try tare(&row) else { return }
            net = mass.grams - tare
            row.set(Place.grossGrams, .integer(mass.grams))
            row.set(Place.tareGrams, .integer(tare))
        } else if row.text(Place.gross) != nil, row.text(Place.tare) != nil {
            keepGross(over: net, &row)
        }
        guard net > 0 else {
            row.refuse(
                field, found: typed, Bilingual(fr: "masse nette nulle ou négative", en: "net mass of zero or less"))
            return
        }
        row.set(Place.netGrams, .integer(net))
    }

    /// The stream of a row of one mass: its own, its container's, or the only one that accepts its code.
    private func settleStream(_ waste: LoWCodes.Entry?, _ row: inout ImportRow) {
        if let stream = row.text(Place.stream) ?? row.text(Place.container).flatMap({ containers[$0]?.stream }) {
            check(waste, in: stream, &row)
            return
        }
        guard let waste else {
            guard row.isAcceptable else { return }
            row.refuse(
                Place.stream, found: "",
                Bilingual(
                    fr: "ni flux, ni contenant connu : donnez --set stream=…",
                    en: "neither a stream nor a known container: give --set stream=…"))
            return
        }
        let accepting = codes.streams(accepting: waste)
        guard accepting.count == 1 else {
            let names = accepting.joined(separator: ", ")
            row.refuse(
                Place.low, found: waste.code,
                Bilingual(
                    fr: accepting.isEmpty
                        ? "aucun flux n'accepte ce code : donnez une colonne « stream »"
                        : "plusieurs flux acceptent ce code (\(names)) : donnez une colonne « stream »",
                    en: accepting.isEmpty
                        ? "no stream accepts this code: give a column 'stream'"
                        : "several streams accept this code (\(names)): give a column 'stream'"))
            return
        }
        row.set(Place.stream, .text(accepting[0]))
        row.warn(
            Place.low, found: "\(waste.code) → \(accepting[0])",
            Bilingual(
                fr: "flux donné par le code de déchet, que lui seul accepte",
                en: "stream given by the waste code, which it alone accepts"))
    }

    /// Says that the mass is not sure: by a column, by a mark beside the mass, or by the remark.
    private func markDoubt(_ mass: WeighedMass, _ row: inout ImportRow) {
        let said = row.boolean(Place.isDoubtful) == true
        let remark = row.text(Place.remark).flatMap { MeasuredText.isDoubt($0) ? $0 : nil }
        row.set(Place.isDoubtful, .integer(said || mass.isDoubtful || remark != nil ? 1 : 0))
        guard mass.isDoubtful || remark != nil else { return }
        row.warn(
            found: mass.isDoubtful ? mass.typed : remark ?? "",
            Bilingual(
                fr: "masse notée comme douteuse, avec ce qui est écrit",
                en: "mass marked as doubtful, with what is written"))
    }

    /// The tare that the row gives, or its container's on that day; a gross mass without one is refused, never taken for a net mass.
    private func tare(_ row: inout ImportRow) throws -> Int64? {
        if let typed = row.text(Place.tare), !ImportRow.saysNotAvailable(typed) {
            guard let given = WeighingMasses.read(Place.tare, unit: Place.unit, &row) else { return nil }
            if given.grams >= 0 { return given.grams }
            row.refuse(
                Place.tare, found: typed, Bilingual(fr: "une tare n'est pas négative", en: "a tare is not negative"))
            return nil
        }
        if let code = row.text(Place.container), containers[code] != nil, let day = row.date(Place.day),
            let known = try ContainerFacts.known(code, on: day, db)?.tare
        {
            return known
        }
        row.refuse(
            Place.gross, found: row.text(Place.gross) ?? "",
            Bilingual(
                fr: "masse brute sans tare : donnez une colonne « tare », --set tare=… ou un contenant de tare connue",
                en: "gross mass without a tare: give a column 'tare', --set tare=… or a container whose tare is known"))
        return nil
    }

    /// The gross mass and the tare that a row gives beside its net mass; they must be the same weighing.
    private func keepGross(over net: Int64, _ row: inout ImportRow) {
        guard let gross = WeighingMasses.read(Place.gross, unit: Place.unit, &row),
            let tare = WeighingMasses.read(Place.tare, unit: Place.unit, &row)
        else { return }
        guard gross.grams - tare.grams == net else {
            row.refuse(
                Place.gross, found: gross.typed,
                Bilingual(fr: "net ≠ brut − tare : laquelle est fausse ?", en: "net ≠ gross − tare: which is wrong?"))
            return
        }
        row.set(Place.grossGrams, .integer(gross.grams))
        row.set(Place.tareGrams, .integer(tare.grams))
    }

    /// A weighing that one column of a row makes.
    private struct Part {
        let column: String
        let stream: String
        let mass: WeighedMass
    }

    /// A row that holds the masses of several streams: a weighing for each mass above zero.
    private func takeEach(
        _ columns: [(qualifier: String, column: Int)], _ waste: LoWCodes.Entry?, _ row: inout ImportRow,
        emit: (inout ImportRow) throws -> Void
    ) throws {
        var parts: [Part] = []
        var sum: Int64 = 0
        for (stream, column) in columns {
            guard streams.contains(stream) else {
                throw ImportError.unknownField("mass:\(stream)", known: streams.sorted().map { "mass:\($0)" })
            }
            if WeighingSheet.saysNoMass(column, &row) { continue }
            guard let mass = WeighingMasses.read(column: column, unit: Place.unit, &row) else { return }
            guard mass.grams >= 0 else {
                row.refuse(found: mass.typed, Bilingual(fr: "masse négative", en: "negative mass"))
                return
            }
            guard mass.grams > 0 else {
                WeighingSheet.sayZero(column, mass.typed, &row)
                continue
            }
            sum += mass.grams
            check(waste, in: stream, &row)
            parts.append(Part(column: row.columnTitle(column), stream: stream, mass: mass))
        }
        if let rest = remainder(of: sum, &row) { parts.append(rest) }
        guard row.isAcceptable else { return }
        guard !parts.isEmpty else {
            row.refuse(Bilingual(fr: "aucune masse au-dessus de zéro", en: "no mass above zero"))
            return
        }
        for part in parts {
            row.part = part.column
            row.set(Place.stream, .text(part.stream))
            row.set(Place.netGrams, .integer(part.mass.grams))
            row.set(Place.massAsTyped, .text(part.mass.typed))
            row.set(Place.unitAsTyped, .text(row.text(Place.unit) ?? part.mass.unit.rawValue))
            markDoubt(part.mass, &row)
            try checkTicket(&row)
            try emit(&row)
        }
    }

    /// What the total holds beyond the parts, as a weighing of the stream that `remainder_stream` names.
    ///
    /// Parts that do not make the total, or exceed it, are said, and nothing is altered.
    private func remainder(of sum: Int64, _ row: inout ImportRow) -> Part? {
        guard let total = WeighingMasses.read(Place.total, unit: Place.unit, &row) else { return nil }
        let rest = total.grams - sum
        if let stream = row.text(Place.remainder), rest >= 0 {
            guard streams.contains(stream) else {
                row.refuse(
                    Place.remainder, found: stream, Bilingual(fr: "flux inconnu", en: "unknown stream"))
                return nil
            }
            guard rest > 0 else { return nil }
            return Part(
                column: row.columnName(Place.total), stream: stream,
                mass: WeighedMass(
                    grams: rest, typed: "\(total.typed) - \(total.unit.text(grams: sum))", unit: total.unit,
                    isDoubtful: total.isDoubtful))
        }
        guard Double(abs(rest)) > max(0.02 * Double(total.grams), 2) else { return nil }
        row.warn(
            Place.total, found: total.typed,
            Bilingual(
                fr: "la somme des parts s'écarte du total de plus de 2 %",
                en: "the parts differ from the total by more than 2 %"))
        return nil
    }
}

extension Atlas {
    /// Takes weighings in; each mass becomes whole grams, and what was typed is kept.
    public func importWeighings(
        from path: String, options: ImportOptions, progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        try importRows(WeighingImporter.self, from: path, options: options, progress: progress)
    }
}
