import Formats
public import Languages

/// A fault of a Darwin Core Archive: the file, the column, the rows, and why a publisher refuses it.
public struct ArchiveFinding: Sendable, Hashable {
    /// The file in the archive.
    public let file: String
    /// The term; nil when it is the row or the file as a whole.
    public let column: String?
    /// The first lines that have it; empty when it is the file as a whole.
    public internal(set) var rows: [Int]
    /// How many rows have it.
    public internal(set) var count: Int
    /// What stands in the first of them.
    public let found: String
    /// Why it is a fault.
    public let message: Bilingual

    /// How many rows are listed.
    static let listed = 10
}

/// The rules that GBIF's publishing tool holds an archive to, applied before it is sent.
///
/// GBIF, data quality requirements for occurrences: `occurrenceID`, `basisOfRecord`, `scientificName` and `eventDate` are
/// required. The publishing tool (IPT) also asks keys to be unique without regard to case, `basisOfRecord` to be of its
/// vocabulary, and each row of an extension to belong to a row of the core.
public struct ArchiveCheck {
    private let archive: DarwinCoreArchive
    private var findings: [ArchiveFinding] = []
    private var places: [String: Int] = [:]
    /// The rows of the core.
    public private(set) var rowCount = 0

    /// Checks a whole archive.
    /// - Returns: what is wrong, in the order of the files; and how many rows the core has.
    /// - Throws: what keeps the archive from being read: `DarwinCoreArchiveError`, `FileError`, `XMLError`,
    ///   `DelimitedTextError`.
    public static func run(_ path: String) throws -> (findings: [ArchiveFinding], rows: Int) {
        var check = ArchiveCheck(archive: try DarwinCoreArchive(path))
        try check.run()
        return (check.findings, check.rowCount)
    }

    private init(archive: DarwinCoreArchive) { self.archive = archive }

    private mutating func run() throws {
        try checkMetadata()
        let core = archive.descriptor.core
        // Hashes, not texts: a key of 36 characters in millions of rows would fill the memory.
        var keys: Set<Int> = []
        try checkTable(core, isCore: true) { keys.insert($0.hashValue).inserted }
        for table in archive.descriptor.extensions {
            try checkTable(table, isCore: false) { keys.contains($0.hashValue) }
        }
    }

    private mutating func checkTable(
        _ table: ArchiveDescriptor.Table, isCore: Bool, isGood: (String) -> Bool
    ) throws {
        let rows = try archive.rows(of: table)
        let rules = Self.rules(of: table, rows, isCore: isCore)
        for rule in rules where rule.column == nil && rule.isRequired {
            add(
                table.files[0], rule.term, nil, "",
                Bilingual(fr: "colonne obligatoire absente", en: "a required column is missing"))
        }
        if rows.keyColumn == nil {
            add(table.files[0], nil, nil, "", Bilingual(fr: "aucun identifiant déclaré", en: "no identifier declared"))
        }
        var record = Record()
        while try rows.next(into: &record) {
            if isCore { rowCount += 1 }
            if let defect = record.defect { add(rows.file, nil, record.number, "", defect.message) }
            if let column = rows.keyColumn {
                check(key: record.trimmedText(column), isGood, rows, record, isCore: isCore)
            }
            for rule in rules { check(rule, rows, record) }
        }
    }

    private mutating func check(
        key: String, _ isGood: (String) -> Bool, _ rows: ArchiveRows, _ record: Record, isCore: Bool
    ) {
        let message: Bilingual
        if key.isEmpty {
            message = Bilingual(fr: "identifiant vide", en: "empty identifier")
        } else if isGood(key.lowercased()) {
            return
        } else if isCore {
            message = Bilingual(
                fr: "identifiant donné deux fois (majuscules et minuscules confondues)",
                en: "identifier given twice (without regard to case)")
        } else {
            message = Bilingual(
                fr: "se rattache à une ligne absente de la table principale",
                en: "belongs to a row that the core has not")
        }
        add(rows.file, isCore ? "id" : "coreid", record.number, key, message)
    }

    private mutating func check(_ rule: ArchiveRule, _ rows: ArchiveRows, _ record: Record) {
        guard let column = rule.column else { return }
        let text = record.trimmedText(column)
        if text.isEmpty {
            guard rule.isRequired else { return }
            add(
                rows.file, rule.term, record.number, "",
                Bilingual(fr: "valeur obligatoire absente", en: "a required value is missing"))
        } else if let message = rule.fault(text) {
            add(rows.file, rule.term, record.number, text, message)
        }
    }

    private mutating func checkMetadata() throws {
        guard let source = try archive.metadata() else {
            add(
                archive.descriptor.metadata ?? "eml.xml", nil, nil, "",
                Bilingual(
                    fr: "pas de métadonnées : titre, contact et licence sont inconnus",
                    en: "no metadata: title, contact and licence are unknown"))
            return
        }
        let name = archive.descriptor.metadata ?? "eml.xml"
        let root: XMLElement
        do throws(XMLError) {
            root = try XMLReader.document(source)
        } catch {
            add(name, nil, nil, "", error.message)
            return
        }
        let dataset = root.first("dataset")
        for element in ["title", "creator", "abstract", "contact", "intellectualRights"]
        where dataset?.first(element) == nil {
            add(
                name, element, nil, "", Bilingual(fr: "élément obligatoire absent", en: "a required element is missing")
            )
        }
    }

    private mutating func add(_ file: String, _ column: String?, _ row: Int?, _ found: String, _ message: Bilingual) {
        let key = "\(file)\u{1F}\(column ?? "")\u{1F}\(message.en)"
        guard let place = places[key] else {
            places[key] = findings.count
            findings.append(
                ArchiveFinding(
                    file: file, column: column, rows: row.map { [$0] } ?? [], count: 1, found: found, message: message))
            return
        }
        findings[place].count += 1
        if let row, findings[place].rows.count < ArchiveFinding.listed { findings[place].rows.append(row) }
    }

    /// What the columns of a table must hold.
    private static func rules(
        of table: ArchiveDescriptor.Table, _ rows: ArchiveRows, isCore: Bool
    ) -> [ArchiveRule] {
        func rule(_ term: String, required: Bool = false, _ fault: @escaping @Sendable (String) -> Bilingual?)
            -> ArchiveRule
        {
            ArchiveRule(term: term, column: rows.columns.firstIndex(of: term), isRequired: required, fault: fault)
        }
        let place = [
            rule("decimalLatitude") { ArchiveRule.outside($0, 90) },
            rule("decimalLongitude") { ArchiveRule.outside($0, 180) },
            rule("coordinateUncertaintyInMeters", ArchiveRule.notPositive),
        ]
        switch table.name {
        case "Occurrence":
            return [
                rule("occurrenceID", required: true) { _ in nil }, rule("scientificName", required: true) { _ in nil },
                rule("basisOfRecord", required: true, ArchiveRule.unknownBasis),
                // The event of an event core says the date.
                rule("eventDate", required: isCore, ArchiveRule.badDate),
                rule("occurrenceStatus", ArchiveRule.unknownStatus), rule("license", ArchiveRule.otherLicence),
            ] + place
        case "Event" where table.rowType.contains("/dwc/"):
            return [
                rule("eventID", required: true) { _ in nil }, rule("eventDate", required: true, ArchiveRule.badDate),
            ] + place
        case "MeasurementOrFact": return [rule("measurementType", required: true) { _ in nil }]
        default: return []
        }
    }
}

/// What one column must hold.
struct ArchiveRule {
    let term: String
    /// nil when the table has no such column.
    let column: Int?
    let isRequired: Bool
    /// Why a value is not good; nil when it is.
    let fault: @Sendable (String) -> Bilingual?

    /// The values of Darwin Core's basisOfRecord (GBIF rs, vocabulary/dwc/basis_of_record).
    private static let bases: Set<String> = [
        "HumanObservation", "MachineObservation", "LivingSpecimen", "PreservedSpecimen", "FossilSpecimen",
        "MaterialSample", "MaterialEntity", "MaterialCitation", "Occurrence", "Event", "Taxon", "Observation",
    ]

    static func unknownBasis(_ text: String) -> Bilingual? {
        guard !bases.contains(text) else { return nil }
        let known = bases.sorted().joined(separator: ", ")
        return Bilingual(fr: "pas une valeur du vocabulaire : \(known)", en: "not a value of the vocabulary: \(known)")
    }

    static func unknownStatus(_ text: String) -> Bilingual? {
        ["present", "absent"].contains(text)
            ? nil : Bilingual(fr: "il faut present ou absent", en: "present or absent is needed")
    }

    static func badDate(_ text: String) -> Bilingual? {
        EventDate(text) == nil ? Bilingual(fr: "ce n'est pas une date ISO 8601", en: "not an ISO 8601 date") : nil
    }

    static func outside(_ text: String, _ limit: Double) -> Bilingual? {
        guard let value = Double(text), abs(value) <= limit else {
            return Bilingual(
                fr: "il faut un nombre de degrés entre -\(Int(limit)) et \(Int(limit))",
                en: "a number of degrees between -\(Int(limit)) and \(Int(limit)) is needed")
        }
        return nil
    }

    static func notPositive(_ text: String) -> Bilingual? {
        guard let value = Double(text), value > 0 else {
            return Bilingual(
                fr: "il faut un nombre de mètres au-dessus de zéro", en: "a number of metres above zero is needed")
        }
        return nil
    }

    /// GBIF publishes under CC0, CC BY and CC BY-NC, and no other licence.
    static func otherLicence(_ text: String) -> Bilingual? {
        let name = text.lowercased().replacing("_", with: "-").replacing(" ", with: "-")
        let isOpen = name.contains("zero") || name.contains("cc0") || name.contains("by")
        guard isOpen, !name.contains("-nd"), !name.contains("-sa") else {
            return Bilingual(
                fr: "GBIF ne publie que sous CC0, CC BY ou CC BY-NC",
                en: "GBIF publishes under CC0, CC BY or CC BY-NC only")
        }
        return nil
    }
}
