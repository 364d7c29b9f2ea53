public import Atlas
import Formats
import GRDB
import Languages

/// What one person saw at the points of an audit.
struct ReadingImporter: RowImporter {
    static let table = "audit_reading"
    static let geometry = GeometryRule.none
    static let remainder: String? = nil
    static let fields = [
        Field("uuid", aliases: ["id"], stored: false),
        Field("point_id", aliases: ["point", "number", "numero"], required: true),
        Field("seen", aliases: ["vu"], required: true),
        Field("read_at", .date, aliases: ["lule", "date"]),
        Field("remark", aliases: ["remarque", "commentaire"]),
        Field("reader"),
        Field("audit", aliases: ["controle"], stored: false),
        Field(asked, stored: false),
    ]
    /// The audit that the person named, whatever the file says.
    static let asked = "asked_audit"

    private static let point = fields.place(of: "point_id")
    private static let seen = fields.place(of: "seen")
    private static let reader = fields.place(of: "reader")
    private static let said = fields.place(of: "audit")
    private static let audit = fields.place(of: asked)

    private let db: Database
    private let types: [String: SurfaceType]
    private let known: String
    private var sheet: Sheet?
    private var rowOfPoint: [Int64: Int] = [:]

    init(_ context: ImportContext) throws {
        db = context.db
        types = try SurfaceType.all(db)
        known = (types.keys.sorted() + SealingClass.allCases.map(\.rawValue)).joined(separator: ", ") + ", ?"
    }

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        guard let audit = row.text(Self.audit), let reader = row.text(Self.reader) else { return }
        let sheet = try sheet ?? Sheet(audit: audit, reader: reader, db)
        self.sheet = sheet
        if let said = row.text(Self.said), said != audit {
            row.refuse(
                Self.said, found: said,
                Bilingual(
                    fr: "lecture d'un autre contrôle que « \(audit) »", en: "reading of another audit than '\(audit)'"))
        }
        let seen = row.text(Self.seen).flatMap { Seen($0, types: types) }
        if let text = row.text(Self.seen), seen == nil {
            row.refuse(
                Self.seen, found: text,
                Bilingual(fr: "vu inconnu ; possibles : \(known)", en: "unknown seen; possible: \(known)"))
        }
        if let seen { row.set(Self.seen, .text(seen.code)) }
        if let text = row.text(Self.point) {
            if let point = sheet.point(text) {
                row.set(Self.point, .integer(point.fid))
                row.identity = RowIdentity.named(Array("audit_reading\u{1E}\(point.uuid)\u{1E}\(reader)".utf8))
                if let seen { check(seen, at: point, by: reader, sheet, &row) }
            } else {
                try refusePoint(text, sheet, &row)
            }
        }
        try emit(&row)
    }

    /// A reading is never replaced by a file: whoever looks twice, and sees something else, says so in the atlas.
    private mutating func check(
        _ seen: Seen, at point: Sheet.Point, by reader: String, _ sheet: Sheet, _ row: inout ImportRow
    ) {
        if let first = rowOfPoint[point.fid] {
            row.refuse(
                Self.point, found: String(point.number),
                Bilingual(
                    fr: "point déjà donné par la ligne \(first) du fichier",
                    en: "point already given by row \(first) of the file"))
        }
        if let earlier = sheet.readings[point.fid] {
            row.identity = earlier.uuid
            if earlier.seen != seen.code {
                row.refuse(
                    Self.seen, found: seen.code,
                    Bilingual(
                        fr:
                            "\(reader) a déjà lu ce point : « \(earlier.seen) » ; pour corriger, changez la ligne dans la "
                            + "table audit_reading (QGIS) : le journal garde l'ancienne",
                        en:
                            "\(reader) has read this point already: '\(earlier.seen)'; to correct it, change the row in "
                            + "table audit_reading (QGIS): the journal keeps the old one"))
            }
        }
        if row.isAcceptable { rowOfPoint[point.fid] = row.number }
    }

    private func refusePoint(_ text: String, _ sheet: Sheet, _ row: inout ImportRow) throws {
        let other = try String.fetchOne(
            db, sql: "SELECT a.name FROM audit_point AS p JOIN audit AS a ON a.fid = p.audit_id WHERE p.uuid = ?",
            arguments: [text.lowercased()])
        if let other {
            row.refuse(
                Self.point, found: text,
                Bilingual(fr: "point d'un autre contrôle, « \(other) »", en: "point of another audit, '\(other)'"))
        } else {
            row.refuse(
                Self.point, found: text,
                Bilingual(
                    fr: "point inconnu ; points : 1 à \(sheet.count), ou leur uuid",
                    en: "unknown point; points: 1 to \(sheet.count), or their uuid"))
        }
    }

    /// The points of an audit, and what the reader said of them before.
    private struct Sheet {
        struct Point {
            let fid: Int64
            let uuid: String
            let number: Int
        }

        private let pointOfNumber: [Int: Point]
        private let pointOfUUID: [String: Point]
        let readings: [Int64: (uuid: String, seen: String)]

        var count: Int { pointOfNumber.count }

        init(audit: String, reader: String, _ db: Database) throws {
            let points = try Row.fetchAll(
                db,
                sql: """
                    SELECT p.fid, p.uuid, p.number FROM audit_point AS p JOIN audit AS a ON a.fid = p.audit_id
                    WHERE a.name = ?
                    """, arguments: [audit]
            ).map { Point(fid: $0["fid"], uuid: $0["uuid"] ?? "", number: $0["number"]) }
            pointOfNumber = Dictionary(points.map { ($0.number, $0) }) { first, _ in first }
            pointOfUUID = Dictionary(points.map { ($0.uuid, $0) }) { first, _ in first }
            let earlier = try Row.fetchAll(
                db, sql: "SELECT point_id, uuid, seen FROM audit_reading WHERE reader = ?", arguments: [reader])
            readings = Dictionary(
                earlier.map { ($0["point_id"] as Int64, (uuid: $0["uuid"] ?? "", seen: $0["seen"])) }
            ) { first, _ in first }
        }

        func point(_ text: String) -> Point? {
            Int(text).flatMap { pointOfNumber[$0] } ?? pointOfUUID[text.lowercased()]
        }
    }
}

extension Atlas {
    /// Takes in what a person saw at the points of an audit: columns `point` (number or uuid) and `seen` (a surface type,
    /// a class, or `?` where nothing can be told), `read_at` and `remark` if they are there.
    ///
    /// A point that is unknown or of another audit, an unknown word, and a second reading of a point by the same person
    /// that says something else are refused.
    ///
    /// - Parameters:
    ///   - name: the audit.
    ///   - reader: who saw; one of the people of the atlas.
    /// - Throws: ``AuditError/unknownAudit(_:known:)``, ``AtlasError/unknownPerson(_:)``, ``ImportError``.
    public func importAuditReadings(
        from path: String, audit name: String, by reader: String, options: ImportOptions = ImportOptions(),
        progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        var options = options
        options.person = reader
        options.constants["reader"] = reader
        options.constants[ReadingImporter.asked] = try audit(name).name
        return try importRows(ReadingImporter.self, from: path, options: options, progress: progress)
    }
}
