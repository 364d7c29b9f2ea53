import Atlas
import Foundation
package import GRDB
import GeoPackage
package import Languages

/// The list of waste (annex II of article R541-8 of the Code de l'environnement, decision 2000/532/EC), and the streams
/// that accept its codes.
package struct LoWCodes: Sendable {
    /// A waste of the list.
    package struct Entry: Sendable, Hashable {
        /// `20 03 01`, or `17 04 09*` for a hazardous waste.
        package let code: String
        package let label: String
        package let isHazardous: Bool
        /// True of soils and dredging spoil, which the register of waste does not take.
        package let isSoil: Bool
    }

    /// What a text says of the list.
    package enum Reading: Sendable, Hashable {
        /// A code of the list, and how the text differs from it.
        case code(Entry, Difference)
        /// Three numbers that are no code of the list, or an asterisk that it does not have.
        case notInList(String)
        case notACode
    }

    /// How a text differs from the code it means.
    package enum Difference: Sendable, Hashable {
        /// By white space at most.
        case none
        /// It is a date, or lacks a zero: what a spreadsheet makes of a code.
        case madeADate
        /// The asterisk of a hazardous waste is missing.
        case withoutAsterisk
    }

    private struct Stream: Sendable {
        let isHazardous: Bool
        let isOfDecree: Bool
        let accepted: Set<String>
        /// True of the stream of what no other accepts.
        var takesRest: Bool { accepted.contains("*") }
    }

    /// By the six digits with their blanks, without an asterisk.
    private let entries: [String: Entry]
    private let streams: [(code: String, stream: Stream)]

    /// Reads the lists of an atlas.
    package init(_ db: Database) throws {
        var entries: [String: Entry] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT code, label_fr, hazardous, is_soil FROM low_code") {
            let entry = Entry(
                code: row["code"], label: row["label_fr"], isHazardous: row["hazardous"], isSoil: row["is_soil"])
            entries[String(entry.code.prefix(8))] = entry
        }
        self.entries = entries
        let rows = try Row.fetchAll(
            db, sql: "SELECT code, hazardous, decree_2021_950, low_accepted FROM waste_stream ORDER BY fid")
        streams = rows.map { row in
            let accepted = ((row["low_accepted"] as String?) ?? "").split(separator: "|")
            return (
                row["code"],
                Stream(
                    isHazardous: row["hazardous"], isOfDecree: row["decree_2021_950"],
                    accepted: Set(accepted.map { $0.trimmingCharacters(in: .whitespaces) }))
            )
        }
    }

    /// True when the atlas has no list: it was made before there was one, and its lists were not loaded since.
    package var isEmpty: Bool { entries.isEmpty }

    /// Reads a code as people and spreadsheets write it.
    ///
    /// Of the 842 codes, 816 are dates when they are read as day, month and year, and spreadsheets make dates of them: 20
    /// 03 01 becomes 20 March 2001. A date gives its code back by its digits in the order they are shown; a date whose
    /// order is not shown (ISO 8601, a date cell without a format of its own) by day, month and year.
    ///
    /// - Parameter shown: what a spreadsheet shows of a date cell, if that is known.
    package func read(_ text: String, shown: String? = nil) -> Reading {
        var digits = (shown ?? text).trimmingCharacters(in: .whitespaces)
        let hasAsterisk = digits.hasSuffix("*")
        if hasAsterisk { digits = digits.dropLast().trimmingCharacters(in: .whitespaces) }
        guard let found = LoWDigits(digits) else { return .notACode }
        guard let entry = entries[found.code] else { return .notInList(found.code + (hasAsterisk ? "*" : "")) }
        if hasAsterisk, !entry.isHazardous { return .notInList(found.code + "*") }
        if !found.isAsWritten || shown != nil { return .code(entry, .madeADate) }
        return .code(entry, entry.isHazardous && !hasAsterisk ? .withoutAsterisk : .none)
    }

    /// The streams that accept a waste; the one of the rest when no other does and the waste is not hazardous.
    package func streams(accepting entry: Entry) -> [String] {
        let named = streams.filter { $0.stream.accepted.contains(entry.code) }.map(\.code)
        if !named.isEmpty || entry.isHazardous { return named }
        return streams.filter(\.stream.takesRest).map(\.code)
    }

    /// Why a stream cannot have a waste of this code; nil when it can.
    ///
    /// A hazardous waste never enters a stream that is not hazardous, and least of all one of the eight of decree 2021-950.
    package func objection(to entry: Entry, in code: String) -> Bilingual? {
        guard entry.isHazardous, let stream = streams.first(where: { $0.code == code })?.stream, !stream.isHazardous
        else { return nil }
        let decree = stream.isOfDecree
        return Bilingual(
            fr: "\(entry.code) est un déchet dangereux : il n'entre pas dans \(code)"
                + (decree ? ", flux du décret 2021-950" : ""),
            en: "\(entry.code) is hazardous waste: it does not enter \(code)"
                + (decree ? ", a stream of decree 2021-950" : ""))
    }
}

/// The six digits of a code, as they were written.
private struct LoWDigits {
    let code: String
    /// True when only white space was written otherwise.
    let isAsWritten: Bool

    init?(_ text: String) {
        var date = Substring(text)
        // What programs write of a date cell: 2001-03-20 00:00:00, 2001-03-20T00:00:00.
        if let mark = text.firstIndex(where: { $0 == "T" || $0 == " " }), text[mark...].contains(":") {
            date = text[..<mark]
        }
        let groups = date.split { !("0"..."9").contains($0) }
        let separators = date.filter { !("0"..."9").contains($0) }
        guard separators.allSatisfy({ $0.isWhitespace || "/-.".contains($0) }) else { return nil }
        let areBlanks = separators.allSatisfy(\.isWhitespace)
        let digits = groups.joined()
        if areBlanks, digits.count == 6, groups.allSatisfy({ $0.count > 1 }) {
            (code, isAsWritten) = (Self.spaced(digits), true)
        } else if groups.count == 1, digits.count == 5 {
            (code, isAsWritten) = (Self.spaced("0" + digits), false)
        } else if groups.count == 3, let code = Self.code(groups) {
            (self.code, isAsWritten) = (code, false)
        } else {
            return nil
        }
    }

    private static func code(_ groups: [Substring]) -> String? {
        func two(_ group: Substring) -> String { group.count == 1 ? "0\(group)" : String(group) }
        switch (groups[0].count, groups[1].count, groups[2].count) {
        case (1...2, 1...2, 1...2): return groups.map(two).joined(separator: " ")
        case (1...2, 1...2, 4): return "\(two(groups[0])) \(two(groups[1])) \(groups[2].suffix(2))"
        case (4, 1...2, 1...2): return "\(two(groups[2])) \(two(groups[1])) \(groups[0].suffix(2))"
        default: return nil
        }
    }

    private static func spaced(_ digits: String) -> String {
        "\(digits.prefix(2)) \(digits.dropFirst(2).prefix(2)) \(digits.suffix(2))"
    }
}

/// The table of the list of waste.
enum LoWSchema {
    static let migration = Migration("waste-low-1") { db, _ in
        try db.execute(
            sql: """
                CREATE TABLE low_code (
                  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
                  uuid TEXT UNIQUE,
                  code TEXT NOT NULL UNIQUE
                    CONSTRAINT "code de déchet XX XX XX ou XX XX XX*" CHECK (code GLOB '[0-9][0-9] [0-9][0-9] [0-9][0-9]*'),
                  label_fr TEXT NOT NULL,
                  hazardous BOOLEAN NOT NULL
                    CONSTRAINT "l'astérisque est celui des déchets dangereux" CHECK (hazardous = (code LIKE '%*')),
                  is_soil BOOLEAN NOT NULL,
                  source TEXT NOT NULL
                );
                """)
        try db.geoPackage.registerAttributes(
            table: "low_code", identifier: "Liste des déchets", description: "annexe II de R541-8 C. env.")
    }
}
