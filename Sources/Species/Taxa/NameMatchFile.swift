public import Atlas
public import Formats
import Foundation
import GRDB
import Languages

/// The names of a file, matched: how many rows and how many names of each kind.
public struct NameMatchReport: Sendable {
    /// The names in the order in which the file first gives them, with how many rows give them.
    public let matches: [(match: NameMatch, rows: Int)]
    /// Rows that give no name.
    public let emptyRows: Int

    /// How many names are of a kind.
    public func names(_ kind: NameMatch.Kind) -> Int { matches.count { $0.match.kind == kind } }
    /// How many rows are of a kind.
    public func rows(_ kind: NameMatch.Kind) -> Int {
        matches.reduce(0) { $0 + ($1.match.kind == kind ? $1.rows : 0) }
    }
}

extension Atlas {
    /// What names stand for. What is near or ambiguous is proposed, never taken: see ``confirmTaxonName(_:as:by:on:remark:)``.
    public func matchNames(_ names: [String]) throws -> [NameMatch] {
        try pool.read { db in
            let matcher = try NameMatcher(db)
            return try names.map(matcher.match)
        }
    }

    /// What the names of a file of delimited text stand for.
    ///
    /// - Parameter columns: the columns that make the name, joined by a space (genus, species); empty to find the column
    ///   by its name.
    /// - Throws: ``TaxaError/noColumn(file:name:known:)``, `DelimitedTextError`.
    public func matchNames(inFile path: String, columns: [String] = []) throws -> NameMatchReport {
        let reader = try DelimitedTextReader(ByteSource(path))
        let file = URL(filePath: path).lastPathComponent
        let places = try Self.places(of: columns, in: reader.header, file: file)
        var counts: [String: Int] = [:]
        var order: [String] = []
        var empty = 0
        var record = Formats.Record()
        while try reader.next(into: &record) {
            let name = places.map { record.trimmedText($0) }.filter { !$0.isEmpty }.joined(separator: " ")
            guard !name.isEmpty else {
                empty += 1
                continue
            }
            if counts.updateValue(counts[name, default: 0] + 1, forKey: name) == nil { order.append(name) }
        }
        let matches = try matchNames(order)
        return NameMatchReport(matches: matches.map { ($0, counts[$0.cited] ?? 0) }, emptyRows: empty)
    }

    private static let usualColumns = [
        "scientificname", "nomscientifique", "nomcite", "lbnom", "nomcomplet", "taxon", "espece", "nomsfr", "nomfr",
        "nom",
        "name",
    ]

    private static func places(of columns: [String], in header: [String], file: String) throws -> [Int] {
        let names = header.map(ColumnName.normalized)
        guard columns.isEmpty else {
            return try columns.map { column in
                guard let place = names.firstIndex(of: ColumnName.normalized(column)) else {
                    throw TaxaError.noColumn(file: file, name: column, known: header)
                }
                return place
            }
        }
        guard let place = usualColumns.lazy.compactMap({ names.firstIndex(of: $0) }).first else {
            throw TaxaError.noColumn(file: file, name: "scientific_name", known: header)
        }
        return [place]
    }

    /// Keeps that a name means this taxon: from then on it is read so, wherever no code says otherwise. What records cite
    /// stays. Said again, the decision is changed; the journal has both.
    ///
    /// - Throws: ``TaxaError/unknownCode(_:)``, ``TaxaError/nameMissing``.
    public func confirmTaxonName(
        _ name: String, as cdNom: Int64, by person: String?, on day: CalendarDate = .today, remark: String? = nil
    ) throws {
        let key = TaxonName.folded(name)
        guard !key.isEmpty else { throw TaxaError.nameMissing }
        try write(by: person, reason: remark) { db in
            let isKnown = try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM taxref_version AS v JOIN taxref_name AS n
                        ON n.taxref_version = v.version AND n.cd_nom = :code)
                      OR EXISTS (SELECT 1 FROM taxon WHERE cd_nom = :code OR cd_ref = :code)
                    """, arguments: ["code": cdNom])
            guard isKnown == true else { throw TaxaError.unknownCode(cdNom) }
            try db.execute(
                sql: """
                    INSERT INTO taxon_name_decision (uuid, name_key, cited_name, cd_nom, decided_by, decided_on, remark)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (name_key) DO UPDATE SET cited_name = excluded.cited_name, cd_nom = excluded.cd_nom,
                      decided_by = excluded.decided_by, decided_on = excluded.decided_on, remark = excluded.remark
                    """,
                arguments: [RowIdentity.timeOrdered(), key, name, cdNom, person, day.description, remark])
            try Sensitivity.refreshNames(db)
        }
    }
}

extension NameMatchReport {
    /// Writes one line for each proposal: the name, how it was recognised, and the taxon that it may mean.
    ///
    /// - Throws: `DelimitedTextWriterError`.
    public func write(to path: String) throws {
        var table = try DelimitedTextWriter(
            ByteSink(path),
            header: [
                "cited_name", "rows", "match", "to_confirm", "cd_nom", "name_found", "cd_ref", "accepted_name",
                "vernacular_name_fr", "taxref_version", "distance",
            ], dialect: .semicolonSeparated, byteOrderMark: true)
        for (match, rows) in matches {
            let head = [match.cited, String(rows), match.kind.rawValue, match.kind.isToConfirm ? "1" : "0"]
            if match.proposals.isEmpty { try table.write(head + Array(repeating: "", count: 7)) }
            for proposal in match.proposals {
                try table.write(
                    head + [
                        proposal.cdNom.map(String.init) ?? "", proposal.name, proposal.cdRef.map(String.init) ?? "",
                        proposal.acceptedName, proposal.frenchName ?? "", proposal.version ?? "",
                        String(proposal.distance),
                    ])
            }
        }
        try table.finish()
    }
}
