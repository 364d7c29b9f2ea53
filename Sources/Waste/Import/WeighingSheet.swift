import Atlas
import Languages

/// What the sheets of weighings that people keep hold besides weighings.
enum WeighingSheet {
    private static let totalWords: Set<String> = [
        "total", "totaux", "total:", "totaux:", "sous-total", "sous-total:", "sous-totaux", "soustotal", "somme",
        "somme:",
        "cumul", "subtotal", "sum",
    ]

    /// Refuses a row that sums others: its masses are in the book already.
    ///
    /// - Parameter except: the fields in which the word says nothing: `Total` is also a firm.
    static func refuseTotal(_ row: inout ImportRow, except fields: [Int]) -> Bool {
        let names = Set(fields.map { row.columnName($0) })
        for column in 0..<row.columnCount where !names.contains(row.columnTitle(column)) {
            let text = row.text(column: column)
            let word = text.prefix { !$0.isWhitespace }.lowercased()
            guard totalWords.contains(word) else { continue }
            row.refuse(
                column: column, found: text,
                Bilingual(
                    fr: "ligne de total : elle répète d'autres lignes, et n'entre pas",
                    en: "row of totals: it repeats other rows, and does not enter"))
            return true
        }
        return false
    }

    /// True for a blank, and for what says that there is no value (`NA`), which is told.
    static func saysNoMass(_ column: Int, _ row: inout ImportRow) -> Bool {
        let text = row.text(column: column)
        if text.isEmpty { return true }
        guard ImportRow.saysNotAvailable(text) else { return false }
        row.warn(
            column: column, found: text,
            Bilingual(fr: "non disponible : ni pesée, ni zéro", en: "not available: no weighing, and no zero"))
        return true
    }

    static func sayZero(_ column: Int, _ text: String, _ row: inout ImportRow) {
        row.warn(
            column: column, found: text,
            Bilingual(
                fr: "zéro : rien n'a été pesé, rien n'est inscrit (weigh none affirme qu'il n'y avait rien)",
                en: "zero: nothing was weighed, nothing is recorded (weigh none affirms that there was nothing)"))
    }

    /// The code of the list of waste that a text means; a date is made a code again, and said.
    static func lowCode(
        _ text: String, _ field: Int, _ codes: LoWCodes, _ row: inout ImportRow
    ) -> LoWCodes.Entry? {
        guard !codes.isEmpty else {
            row.refuse(
                field, found: text,
                Bilingual(
                    fr: "l'atlas n'a pas encore la liste des déchets : chargez ses listes (campus-atlas lists)",
                    en: "the atlas does not have the list of waste yet: load its lists (campus-atlas lists)"))
            return nil
        }
        switch codes.read(text, shown: row.shownDate(field)) {
        case .code(let entry, let difference):
            say(difference, text, entry, field, &row)
            return entry
        case .notInList(let code):
            row.refuse(
                field, found: code == text ? text : "\(text) → \(code)",
                Bilingual(
                    fr: "ce code n'est pas dans la liste des déchets (R541-8)",
                    en: "this code is not in the list of waste (R541-8)"))
        case .notACode:
            row.refuse(
                field, found: text,
                Bilingual(
                    fr: "ce n'est pas un code de déchet : XX XX XX, ou XX XX XX*",
                    en: "not a waste code: XX XX XX, or XX XX XX*"))
        }
        return nil
    }

    private static func say(
        _ difference: LoWCodes.Difference, _ text: String, _ entry: LoWCodes.Entry, _ field: Int,
        _ row: inout ImportRow
    ) {
        switch difference {
        case .none: return
        case .madeADate:
            row.warn(
                field, found: "\(text) → \(entry.code)",
                Bilingual(
                    fr: "le tableur a fait du code de déchet une date ou un nombre : code rétabli",
                    en: "the spreadsheet made a date or a number of the waste code: code restored"))
        case .withoutAsterisk:
            row.warn(
                field, found: "\(text) → \(entry.code)",
                Bilingual(
                    fr: "déchet dangereux : l'astérisque manquait, il est rétabli",
                    en: "hazardous waste: the asterisk was missing, it is restored"))
        }
    }
}
