import Formats
import GRDB
import GeoPackage
import Languages

/// Puts the rows of one file of TAXREF in its table, one prepared statement for all.
final class TaxrefRows {
    enum Outcome {
        case accepted
        case known
        /// Known with another content, which stays.
        case differs(RowProblem)
        /// No link to a reference that is kept.
        case passedOver
        case refused(RowProblem)
    }

    private let file: TaxrefFile
    private let importID: Int64
    private var insert: BulkInsert
    private let alternative: Statement
    private let existing: Statement
    /// The first row of this file among those of the table.
    private let first: Int64
    private let isFirstFile: Bool
    /// The places of the columns in the file, in the order of ``textColumns``.
    private let places: [Int]
    private let codes: [Int]
    private let gbif: Int

    /// Columns of text of each table, as the files of the MNHN call them.
    private static let nameColumns = [
        "rang", "regne", "phylum", "classe", "ordre", "famille", "group1_inpn", "group2_inpn", "group3_inpn", "lb_nom",
        "lb_auteur", "nom_complet", "nom_valide", "nom_vern", "nom_vern_eng", "habitat", "fr",
    ]
    private static let nameAt = 9
    private static let removedColumns = ["plus_recente_diffusion", "cd_raison_suppression", "raison_suppression"]

    init(_ file: TaxrefFile, _ db: Database, importID: Int64) throws {
        self.file = file
        self.importID = importID
        let texts: [String]
        let numbers: [String]
        let last: [String]
        let condition: String
        switch file.kind {
        case .names:
            (texts, numbers) = (Self.nameColumns, ["cd_nom", "cd_ref", "cd_sup"])
            last = ["taxref_version", "name_key"]
            condition = "cd_nom = ? AND taxref_version = ?"
        case .removed:
            (texts, numbers) = (Self.removedColumns, ["cd_nom", "cd_nom_remplacement"])
            last = []
            condition = "cd_nom = ? AND cd_nom_remplacement IS ?"
        case .links:
            (texts, numbers) = (["identifier"], ["cd_nom"])
            last = ["source"]
            condition = "cd_nom = ? AND identifier = ? AND source = 'GBIF'"
        }
        let table = file.kind.table
        let columns = numbers + texts
        existing = try db.makeStatement(
            sql: "SELECT fid, \(columns.joined(separator: ", ")) FROM \(table) WHERE \(condition)")
        // Older files call the parent CD_TAXSUP.
        codes = numbers.map { $0 == "cd_sup" && file.place($0) < 0 ? file.place("cd_taxsup") : file.place($0) }
        if case .names(let version) = file.kind {
            isFirstFile =
                try Bool.fetchOne(
                    db, sql: "SELECT NOT EXISTS (SELECT 1 FROM taxref_name WHERE taxref_version = ?)",
                    arguments: [version]) ?? true
        } else {
            isFirstFile = false
        }
        places = texts.map { file.place($0 == "identifier" ? "ct_sp_id" : $0) }
        gbif = ["taxonkey", "gbifid", "gbif_id", "gbif_taxonkey"].map(file.place).first { $0 >= 0 } ?? -1
        // The same identifier may have come with another version.
        alternative = try db.makeStatement(
            sql: """
                INSERT OR IGNORE INTO taxon_alternative_id (cd_nom, source, identifier, import_id, import_row)
                VALUES (?, 'GBIF', ?, ?, ?)
                """)
        first = try Int64.fetchOne(db, sql: "SELECT coalesce(max(fid), 0) FROM \(file.kind.table)") ?? 0
        insert = try BulkInsert(db, into: table, columns: ["import_id", "import_row"] + columns + last)
    }

    func take(_ record: Formats.Record) throws -> Outcome {
        if let defect = record.defect { return .refused(problem(record, nil, "", defect.message)) }
        if case .links = file.kind, record.trimmedText(file.place("ct_name")).uppercased() != "GBIF" {
            return .passedOver
        }
        var numbers: [Int64?] = []
        for (index, place) in codes.enumerated() {
            let text = record.trimmedText(place)
            let number = Int64(text)
            if index == 0 || !text.isEmpty, number == nil { return .refused(notCode(record, place, text)) }
            numbers.append(number)
        }
        if let refused = lacks(record, numbers) { return .refused(refused) }
        if !isFirstFile, let known = try compare(record, numbers) { return known }
        bind(record, numbers)
        do {
            try insert.step()
        } catch {
            guard let code = numbers[0], try stored(numbers, record) != nil else { throw error }
            return .refused(
                problem(
                    record, "CD_NOM", String(code),
                    Bilingual(
                        fr: "CD_NOM déjà donné par une ligne de ce fichier",
                        en: "CD_NOM given by another row of this file")))
        }
        try keepAlternative(record, numbers)
        return .accepted
    }

    /// A name without a text or without an accepted name is none.
    private func lacks(_ record: Formats.Record, _ numbers: [Int64?]) -> RowProblem? {
        switch file.kind {
        case .names:
            if numbers[1] == nil { return notCode(record, codes[1], "") }
            guard record.isEmpty(places[Self.nameAt]) else { return nil }
            return problem(record, "LB_NOM", "", Bilingual(fr: "nom absent", en: "the name is missing"))
        case .removed: return nil
        case .links:
            guard record.isEmpty(places[0]) else { return nil }
            return problem(record, "CT_SP_ID", "", Bilingual(fr: "identifiant absent", en: "the identifier is missing"))
        }
    }

    private func bind(_ record: Formats.Record, _ numbers: [Int64?]) {
        insert.bind(importID, at: 0)
        insert.bind(Int64(record.number), at: 1)
        for (index, number) in numbers.enumerated() { if let number { insert.bind(number, at: 2 + index) } }
        let start = 2 + numbers.count
        for (index, place) in places.enumerated() where !record.isEmpty(place) {
            insert.bind(record.trimmedText(place), at: start + index)
        }
        let end = start + places.count
        switch file.kind {
        case .names(let version):
            insert.bind(version, at: end)
            insert.bind(TaxonName.normalised(record.trimmedText(places[Self.nameAt])), at: end + 1)
        case .removed: break
        case .links: insert.bind("GBIF", at: end)
        }
    }

    /// What the table has under the row's identity: nil when it has nothing.
    private func compare(_ record: Formats.Record, _ numbers: [Int64?]) throws -> Outcome? {
        guard let row = try stored(numbers, record) else { return nil }
        if row[0] as Int64 > first {
            return .refused(
                problem(
                    record, "CD_NOM", numbers[0].map(String.init) ?? "",
                    Bilingual(
                        fr: "déjà donné par une ligne de ce fichier", en: "given by another row of this file already")))
        }
        var different: [String] = []
        for (index, number) in numbers.enumerated() where codes[index] >= 0 && row[1 + index] as Int64? != number {
            different.append(file.reader.header[codes[index]])
        }
        for (index, place) in places.enumerated() where place >= 0 {
            let text = record.trimmedText(place)
            if (row[1 + numbers.count + index] as String? ?? "") != text { different.append(file.reader.header[place]) }
        }
        guard !different.isEmpty else { return .known }
        return .differs(
            problem(
                record, nil, different.joined(separator: ", "),
                Bilingual(
                    fr: "CD_NOM \(numbers[0] ?? 0) déjà chargé avec un autre contenu, laissé tel quel",
                    en: "CD_NOM \(numbers[0] ?? 0) loaded already with another content, left as it is"),
                isRefused: false))
    }

    private func stored(_ numbers: [Int64?], _ record: Formats.Record) throws -> Row? {
        switch file.kind {
        case .names(let version): try Row.fetchOne(existing, arguments: [numbers[0], version])
        case .removed: try Row.fetchOne(existing, arguments: [numbers[0], numbers[1]])
        case .links: try Row.fetchOne(existing, arguments: [numbers[0], record.trimmedText(places[0])])
        }
    }

    private func keepAlternative(_ record: Formats.Record, _ numbers: [Int64?]) throws {
        guard gbif >= 0, case .names = file.kind, let code = numbers[0], !record.isEmpty(gbif) else { return }
        try alternative.execute(arguments: [code, record.trimmedText(gbif), importID, record.number])
    }

    private func notCode(_ record: Formats.Record, _ place: Int, _ text: String) -> RowProblem {
        problem(
            record, place >= 0 && place < file.reader.header.count ? file.reader.header[place] : nil, text,
            Bilingual(
                fr: "il faut un code de TAXREF, un nombre entier", en: "a code of TAXREF is needed, a whole number"))
    }

    private func problem(
        _ record: Formats.Record, _ column: String?, _ found: String, _ message: Bilingual, isRefused: Bool = true
    ) -> RowProblem {
        RowProblem(
            row: record.number, column: column, found: found, message: message,
            severity: isRefused ? .refused : .warning)
    }
}
