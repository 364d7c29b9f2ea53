public import Atlas
public import Formats
import Foundation
import GRDB
import GeoPackage
import Languages

extension Atlas {
    /// Writes the register of outgoing waste over a period.
    ///
    /// In Trackdéchets' layout, a row is what stands today: the first version of a weighing gives the identity, and a row
    /// that was declared before as an earlier version is MODIFIER, or ANNULER when it was cancelled since. What was declared
    /// is noted, so that the same export made twice is the same to the byte; nothing is noted of a draft nor of standard
    /// output. The legal layout is whole: what it lacks is named in its last column.
    ///
    /// - Parameters:
    ///   - first: the first day.
    ///   - last: the last day, included.
    ///   - isDraft: true to note nothing.
    ///   - refusals: where refused rows go; nil for a file beside `path`.
    ///   - today: the day from which the 18 months are counted.
    /// - Throws: ``RegisterError``; no file is then written.
    public func exportRegister(
        from first: CalendarDate, to last: CalendarDate, layout: RegisterLayout = .trackdechets, to path: String,
        refusals: String? = nil, isDraft: Bool = false, asOf today: CalendarDate = .today, by person: String? = nil
    ) throws -> RegisterReport {
        guard first <= last else { throw RegisterError.periodBackwards }
        var (report, declared) = try pool.read { db in
            var writer = try RegisterWriter(db, layout, path: path, refusals: refusals, today: today)
            try writer.write(from: first, to: last)
            return try writer.finish()
        }
        guard layout == .trackdechets, !isDraft, path != "-", !declared.isEmpty else { return report }
        try declare(declared, from: first, to: last, in: path, by: person)
        report.isDeclared = true
        return report
    }

    /// Notes which versions were declared, under which SIRET: one line of the journal for all of them.
    private func declare(
        _ lines: [RegisterWriter.Declared], from first: CalendarDate, to last: CalendarDate, in path: String,
        by person: String?
    ) throws {
        let sha256 = try SHA256.hexDigest(of: ByteSource(path))
        try write(by: person, reason: "export register") { db in
            let known = try db.makeStatement(
                sql: "SELECT 1 FROM register_line WHERE weighing_id = ? AND siret = ?")
            let fresh = try lines.filter { try Int.fetchOne(known, arguments: [$0.weighing, $0.siret]) == nil }
            guard !fresh.isEmpty else { return }
            try db.execute(
                sql: """
                    INSERT INTO register_declaration
                      (uuid, declared_at, period_from, period_to, file_name, sha256, row_count)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), Clock.now(), first.description, last.description,
                    URL(filePath: path).lastPathComponent, sha256, fresh.count,
                ])
            let declaration = db.lastInsertedRowID
            let insert = try db.makeStatement(
                sql: "INSERT INTO register_line (declaration_id, weighing_id, siret) VALUES (?, ?, ?)")
            for line in fresh { try insert.execute(arguments: [declaration, line.weighing, line.siret]) }
            try db.geoPackage.updateContents(table: "register_line")
        }
    }
}

/// The register on its way to its files.
struct RegisterWriter {
    struct Declared {
        let weighing: Int64
        let siret: String
    }

    private let db: Database
    private let layout: RegisterLayout
    private let today: CalendarDate
    private let context: RegisterContext
    private let history: Statement
    private var register: DelimitedTextWriter
    private var refusals: SideFile
    private var apart: SideFile
    private var templates: [RegisterParties.Key: (fields: [String], problems: [RegisterProblem])] = [:]
    private var report = RegisterReport()
    private var reasons: [RegisterProblem: Int] = [:]
    private var left: [RegisterExemption: RegisterReport.Apart] = [:]
    private var declared: [Declared] = []

    init(_ db: Database, _ layout: RegisterLayout, path: String, refusals: String?, today: CalendarDate) throws {
        self.db = db
        self.layout = layout
        self.today = today
        context = try RegisterContext(db)
        let header = layout == .trackdechets ? RegisterColumn.headers : LegalColumn.headers
        register = try DelimitedTextWriter(
            ByteSink(path), header: header, dialect: .semicolonSeparated, byteOrderMark: layout == .legal)
        self.refusals = SideFile(refusals ?? SideFile.beside(path, "refus"), header: ["Erreur"] + header)
        apart = SideFile(
            SideFile.beside(path, "hors-registre"),
            header: ["Pourquoi", "Identifiant", "Date", "Campus", "Flux", "Masse (t)", "Installation"])
        history = try db.makeStatement(
            sql: """
                WITH RECURSIVE version (fid, uuid, corrects) AS (
                  SELECT fid, uuid, corrects FROM weighing WHERE fid = ?
                  UNION ALL
                  SELECT w.fid, w.uuid, w.corrects FROM weighing AS w JOIN version AS v ON w.fid = v.corrects
                )
                SELECT v.fid, v.uuid, l.siret
                FROM version AS v LEFT JOIN register_line AS l ON l.weighing_id = v.fid ORDER BY v.fid DESC
                """)
    }

    mutating func write(from first: CalendarDate, to last: CalendarDate) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT \(DispatchedWaste.columns) FROM weighing AS w
                WHERE w.weighed_on BETWEEN ? AND ? AND w.to_container IS NULL
                  AND NOT EXISTS (SELECT 1 FROM weighing AS c WHERE c.corrects = w.fid)
                ORDER BY w.weighed_on, w.fid
                """, arguments: [first.description, last.description])
        while let row = try rows.next() { try take(DispatchedWaste(row)) }
    }

    mutating func finish() throws -> (RegisterReport, [Declared]) {
        try register.finish()
        report.refusals = try refusals.finish()
        report.apartFile = try apart.finish()
        report.apart = RegisterExemption.allCases.compactMap { left[$0] }
        report.reasons = reasons.map { ($0.key.sentence, $0.value) }.sorted { ($1.1, $0.0.fr) < ($0.1, $1.0.fr) }
        return (report, declared)
    }

    private mutating func take(_ waste: DispatchedWaste) throws {
        let parties = context.parties(of: waste)
        if let exemption = exemption(of: waste, parties) {
            if !waste.isCancelled { try leave(waste, parties, exemption) }
            return
        }
        let entry = RegisterEntry(waste, parties, context)
        switch layout {
        case .trackdechets: try writeTrackdechets(entry)
        case .legal: if !waste.isCancelled { try writeLegal(entry) }
        }
    }

    private func exemption(of waste: DispatchedWaste, _ parties: RegisterParties) -> RegisterExemption? {
        if !waste.isCancelled, !waste.isCounted { return .otherSource }
        if let destination = waste.destination {
            if context.destinations[destination]?.isWaste == false { return .notWaste }
            if destination == "COMPOST_ON" { return .onSite }
        }
        if waste.slip != nil, layout == .trackdechets { return .slip }
        return parties.collection?.isPublicService == true ? .publicService : nil
    }

    private mutating func leave(
        _ waste: DispatchedWaste, _ parties: RegisterParties, _ exemption: RegisterExemption
    ) throws {
        left[exemption, default: RegisterReport.Apart(exemption: exemption)].rows += 1
        left[exemption]?.grams += waste.grams
        try apart.write([
            exemption.label.fr, waste.uuid, waste.day, waste.campus ?? "", waste.stream,
            MassUnit.tonne.text(grams: waste.grams), parties.key.facility ?? "",
        ])
    }

    private mutating func writeTrackdechets(_ entry: RegisterEntry) throws {
        let waste = entry.waste
        let (identity, sirets) = try past(of: waste)
        if waste.isCancelled, sirets.isEmpty { return }
        var (fields, problems) = template(entry.parties)
        problems += entry.problems(asOf: today)
        let siret = entry.parties.establishment?.siret.digits
        if let before = sirets.first, let siret, before != siret {
            problems.append(
                RegisterProblem(
                    .sender, "déclarée avant sous le SIRET \(before) : annulez-la là, à la main, sur Trackdéchets",
                    "declared before under SIRET \(before): cancel it there by hand on Trackdéchets"))
        }
        if let problem = RegisterRules.publicID(identity) { problems.append(problem) }
        entry.fill(&fields)
        let reason = sirets.isEmpty ? "" : waste.isCancelled ? "ANNULER" : "MODIFIER"
        fields[RegisterColumn.reason.place] = reason
        fields[RegisterColumn.publicID.place] = identity
        guard problems.isEmpty, let siret else {
            report.refused += 1
            for problem in problems { reasons[problem, default: 0] += 1 }
            try refusals.write([problems.map(\.sentence.fr).joined(separator: " | ")] + fields)
            return
        }
        report.rows += 1
        if reason == "MODIFIER" { report.corrections += 1 }
        if reason == "ANNULER" { report.cancellations += 1 }
        report.rounding += entry.kilograms * 1000 - waste.grams
        declared.append(Declared(weighing: waste.fid, siret: siret))
        try register.write(fields)
    }

    private mutating func template(_ parties: RegisterParties) -> (fields: [String], problems: [RegisterProblem]) {
        if let known = templates[parties.key] { return known }
        let made = layout == .trackdechets ? parties.trackdechets() : (fields: parties.legal(), problems: [])
        templates[parties.key] = made
        return made
    }

    /// The identity of the first version, and the SIRETs under which earlier versions were declared, the last one first.
    private func past(of waste: DispatchedWaste) throws -> (identity: String, sirets: [String]) {
        guard waste.isCorrection else { return (waste.uuid, []) }
        var identity = waste.uuid
        var sirets: [String] = []
        let versions = try Row.fetchCursor(history, arguments: [waste.fid])
        while let version = try versions.next() {
            identity = version[1] ?? ""
            if version[0] != waste.fid, let siret = version[2] as String? { sirets.append(siret) }
        }
        return (identity, sirets)
    }

    private mutating func writeLegal(_ entry: RegisterEntry) throws {
        var (fields, _) = template(entry.parties)
        entry.fillLegal(&fields)
        if let slip = entry.waste.slip { try HazardousSlip.fill(&fields, from: slip, db) }
        let missing = Self.expected(entry).filter { fields[$0.place].isEmpty }.map(\.rawValue)
        fields[LegalColumn.missing.place] = missing.joined(separator: ", ")
        if !missing.isEmpty { report.incomplete += 1 }
        report.rows += 1
        try register.write(fields)
    }

    private static func expected(_ entry: RegisterEntry) -> [LegalColumn] {
        let isFinal = entry.treatment.operation?.isFinal ?? true
        return [
            .wasteCode, .producerName, .producerNumber, .producerAddress, .carrierName, .carrierNumber, .carrierAddress,
            .carrierReceipt, .destinationName, .destinationNumber, .destinationAddress, .operation,
        ] + (isFinal ? [.qualification] : [])
    }
}

/// A file that is written only when it has rows.
private struct SideFile {
    private let path: String
    private let header: [String]
    private var table: DelimitedTextWriter?

    init(_ path: String, header: [String]) {
        self.path = path
        self.header = header
    }

    /// `register.csv` → `register.refus.csv`, beside it.
    static func beside(_ path: String, _ what: String) -> String {
        let url = URL(filePath: path == "-" ? "register.csv" : path)
        let name = url.deletingPathExtension().lastPathComponent
        return url.deletingLastPathComponent().appending(path: "\(name).\(what).csv").relativePath
    }

    mutating func write(_ fields: [String]) throws {
        if table == nil {
            table = try DelimitedTextWriter(
                ByteSink(path), header: header, dialect: .semicolonSeparated, byteOrderMark: true)
        }
        try table?.write(fields)
    }

    /// - Returns: the file's path; nil when it has no row and was not written.
    func finish() throws -> String? {
        guard let table else { return nil }
        try table.finish()
        return path
    }
}
