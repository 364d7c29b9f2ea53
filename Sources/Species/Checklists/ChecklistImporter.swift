public import Atlas
public import Formats
import GRDB
import Languages

/// One edition of a list: what a person says of the file.
public struct ChecklistEdition: Sendable, Hashable {
    /// What being on the list means.
    public enum Kind: String, Sendable, CaseIterable {
        /// Each taxon has its status in the area.
        case native
        /// The taxa are invasive there.
        case invasive
    }

    /// The name of the list, the same from one edition to the next.
    public var list: String
    /// The edition.
    public var version: String
    /// Where it applies, in words.
    public var area: String
    /// What being on it means.
    public var kind: Kind
    /// The campus that it judges; nil for all.
    public var campus: String?
    /// What it was taken from.
    public var source: String?
    /// The day it was published: of several editions the newest decides.
    public var publishedOn: CalendarDate?
    /// Its title; its name when nil.
    public var label: String?
    /// The status of every taxon, when the file has none.
    public var status: String?

    /// An edition with what it must have.
    public init(list: String, version: String, area: String, kind: Kind) {
        self.list = list
        self.version = version
        self.area = area
        self.kind = kind
    }

    /// The code under which the edition is kept.
    var code: String { "\(list):\(version)" }

    fileprivate var answers: [String: String] {
        var answers = ["list": list, "version": version, "area": area, "kind": kind.rawValue]
        answers["campus"] = campus
        answers["source"] = source
        answers["published_on"] = publishedOn?.description
        answers["label"] = label
        answers["status"] = status
        return answers
    }
}

/// The taxa of one edition of a list.
struct ChecklistImporter: RowImporter {
    static let table = "checklist_entry"
    static let geometry = GeometryRule.none
    static let answered: String? = "edition"
    static let fields = [
        Field("uuid", stored: false),
        Field(
            "scientific_name",
            aliases: [
                "scientificname", "nomscientifique", "lbnom", "nomcomplet", "nomvalide", "nomcite", "taxon", "espece",
                "nomlatin", "nom", "name",
            ], required: true),
        Field("cd_nom", .integer, aliases: ["cdnom", "cdref"]),
        Field(
            "status", aliases: ["statut", "indigenat", "statutindigenat", "fr", "establishmentmeans"], required: true),
        Field("source", aliases: ["reference"], required: true),
        Field("remark", aliases: ["remarque", "commentaire"]),
        Field("checklist", exact: true),
        Field("cited_status", exact: true),
    ]

    private static let name = fields.place(of: "scientific_name")
    private static let code = fields.place(of: "cd_nom")
    private static let status = fields.place(of: "status")
    private static let source = fields.place(of: "source")
    private static let checklist = fields.place(of: "checklist")
    private static let citedStatus = fields.place(of: "cited_status")

    private let edition: String
    private let kind: String
    private let usualSource: String?
    private let usualStatus: String?
    private let resolver: TaxonResolver

    init(_ context: ImportContext) throws {
        let said = context.answers
        for needed in ["list", "version", "area", "kind"] where (said[needed] ?? "").isEmpty {
            throw TaxaError.checklistIncomplete(needed == "list" ? "code" : needed)
        }
        let (list, version) = (said["list"] ?? "", said["version"] ?? "")
        edition = "\(list):\(version)"
        kind = said["kind"] ?? ""
        usualSource = said["source"]
        usualStatus = said["status"]
        resolver = try TaxonResolver(context.db)
        let label = said["label"] ?? list
        try context.db.execute(
            sql: """
                INSERT INTO checklist (uuid, code, list, label_fr, label_en, version, published_on, area, campus, kind, source)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (code) DO NOTHING
                """,
            arguments: [
                RowIdentity.named(Array("checklist:\(edition)".utf8)), edition, list, label, label, version,
                said["published_on"], said["area"], said["campus"], kind, said["source"] ?? label,
            ])
    }

    /// A row without a name may have a code, one without a status or a source that of the whole list.
    func gives(_ field: Int, from row: ImportRow) -> Bool {
        switch field {
        case Self.name: true
        case Self.status: usualStatus != nil || kind == "invasive"
        case Self.source: usualSource != nil
        default: false
        }
    }

    mutating func take(_ row: inout ImportRow, emit: (inout ImportRow) throws -> Void) throws {
        let code = row.integer(Self.code)
        if row.text(Self.name) == nil, let code {
            guard let taxon = try resolver.taxon(named: "", cdNom: code), taxon.cdRef != nil else {
                row.refuse(
                    Self.code, found: String(code),
                    Bilingual(
                        fr: "pas de nom, et aucun TAXREF chargé n'a ce CD_NOM",
                        en: "no name, and no TAXREF loaded has this CD_NOM"))
                return
            }
            row.set(Self.name, .text(taxon.acceptedName))
            row.identity = identity(taxon.acceptedName)
        } else {
            row.identity = row.text(Self.name).map(identity)
        }
        takeStatus(&row)
        if row.text(Self.source) == nil, let usualSource { row.set(Self.source, .text(usualSource)) }
        row.set(Self.checklist, .text(edition))
        try emit(&row)
    }

    private func identity(_ name: String) -> String {
        RowIdentity.named(Array("checklist_entry:\(edition)\u{1F}\(name)".utf8))
    }

    private func takeStatus(_ row: inout ImportRow) {
        guard let text = row.text(Self.status) ?? usualStatus ?? (kind == "invasive" ? "invasive" : nil) else { return }
        guard let status = ChecklistStatus(normalised: ColumnName.normalized(text)) else {
            let known = ChecklistStatus.allCases.map(\.rawValue).joined(separator: ", ")
            let letters = BiogeographicStatus.allCases.map(\.rawValue).joined(separator: " ")
            row.refuse(
                Self.status, found: text,
                Bilingual(
                    fr: "statut inconnu ; il faut une lettre de TAXREF (\(letters)) ou l'un de : \(known)",
                    en: "unknown status; a letter of TAXREF (\(letters)) or one of these is needed: \(known)"))
            return
        }
        row.set(Self.status, .text(status.rawValue))
        row.set(Self.citedStatus, .text(text))
    }
}

extension Atlas {
    /// Takes in one edition of a list; the editions that are there stay.
    ///
    /// - Parameter options: how the file is read; the status and source of all rows may be said in `edition`.
    /// - Throws: `ImportError`, ``TaxaError``.
    public func loadChecklist(
        from path: String, _ edition: ChecklistEdition, options: ImportOptions = ImportOptions(),
        progress: @escaping (Int) -> Void = { _ in }
    ) throws -> ImportReport {
        var options = options
        for (name, value) in edition.answers { options.constants["edition:\(name)"] = value }
        return try importRows(ChecklistImporter.self, from: path, options: options, progress: progress)
    }
}
