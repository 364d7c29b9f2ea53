public import Atlas
public import Formats
import GRDB
import Languages

/// What became of a weighing that was sent.
public enum WeighingOutcome: Sendable, Hashable {
    /// It is in the ledger.
    case recorded(Weighing)
    /// It was there already, under the same identity.
    case known(Weighing)
    /// It looks odd; nothing was written. Send it again with an answer.
    case question(WeighingQuestion)
}

extension Atlas {
    /// Records a weighing; when it looks odd for its container and stream, asks one question, and records nothing until it
    /// is answered.
    ///
    /// The same identity sent twice is one weighing. An answer is logged, so that the review does not ask again.
    ///
    /// - Parameters:
    ///   - answer: what the person answers, or would answer, to the question.
    ///   - person: who weighs.
    /// - Throws: ``WeighingError`` for what no answer can make right; ``AtlasError`` for an unknown person.
    public func weigh(
        _ new: NewWeighing, answer: WeighingAnswer? = nil, by person: String? = nil
    ) throws -> WeighingOutcome {
        try write(by: person) { db in
            let typed = try WeighingDraft(new, db)
            let draft = try answer?.replacement.map { try WeighingDraft(new.typed(as: $0), db) } ?? typed
            if let known = try draft.known(by: person, db) { return .known(known) }
            try draft.requireNewTicket(db)
            try MonthStates.requireOpen(draft.new.time, campus: draft.campus, db)
            let question = try WeighingQuestion(about: typed, db)
            if let question, answer == nil { return .question(question) }
            var columns = draft.columns(by: person)
            columns["uuid"] = (draft.uuid ?? RowIdentity.timeOrdered()).databaseValue
            let fid = try Self.append(columns, db)
            if let question, let answer {
                try WasteAnswers.log(
                    question.key(of: fid), answer.word, remark: typed.mass.typed + " " + typed.mass.unit, by: person, db
                )
            }
            return .recorded(try Self.weighing(fid, db))
        }
    }

    /// Writes the tare that a container has from a day.
    ///
    /// - Throws: ``WeighingError``; a second tare of the same day takes the place of the first.
    public func tare(
        _ container: String, _ mass: TypedMass, on day: CalendarDate, remark: String? = nil, by person: String? = nil
    ) throws {
        guard day <= .today else { throw WeighingError.future(day) }
        try write(by: person) { db in
            let code = try ContainerFacts(container, on: day, db).code
            try db.execute(
                sql: """
                    INSERT INTO container_tare (uuid, container, tared_on, tare_mass_g, remark) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (container, tared_on) DO UPDATE SET
                      tare_mass_g = excluded.tare_mass_g, remark = excluded.remark
                    """, arguments: [RowIdentity.timeOrdered(), code, day.description, mass.grams, remark])
        }
    }

    static func append(_ columns: LedgerColumns, _ db: Database) throws -> Int64 {
        let names = columns.keys.sorted()
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO weighing (\(names.joined(separator: ", ")))
                VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))
                """)
        try statement.execute(arguments: StatementArguments(names.compactMap { columns[$0] }))
        return db.lastInsertedRowID
    }

    static func weighing(_ fid: Int64, _ db: Database) throws -> Weighing {
        let row = try Row.fetchOne(db, sql: Weighing.sql(from: "weighing", where: "w.fid = ?"), arguments: [fid])
        guard let row, let weighing = Weighing(row) else { throw WeighingError.unknownWeighing(String(fid)) }
        return weighing
    }
}

extension WeighingDraft {
    /// The weighing that bears the same identity.
    ///
    /// - Throws: ``WeighingError`` when it is another one.
    func known(by person: String?, _ db: Database) throws -> Weighing? {
        guard let uuid,
            let row = try Row.fetchOne(
                db, sql: Weighing.sql(from: "weighing", where: "w.uuid = ?"), arguments: [uuid]),
            let known = Weighing(row)
        else { return nil }
        // A volume is worth what the density was then.
        let isSameMass =
            mass.density == nil
            ? known.netGrams == mass.net
            : known.emptyings == mass.filling?.emptyings && known.fill == mass.filling?.fill
        guard isSameMass, known.day == new.time.day, known.stream == stream.code, known.container == container?.code,
            known.campus == campus, known.toContainer == toContainer?.code, known.ticket == new.ticket
        else { throw WeighingError.identityTaken(uuid, fid: known.fid) }
        return known
    }
}

extension NewWeighing {
    /// The same weighing, had another mass been typed.
    func typed(as mass: TypedMass) -> NewWeighing {
        var new = self
        switch amount {
        case .net(_, let filling): new.amount = .net(mass, filling)
        case .gross(_, let tare, let filling): new.amount = .gross(mass, tare: tare, filling)
        case .volume: break
        }
        return new
    }
}
