import CampusAtlas

extension ImportReport {
    /// The result, on one line: what was read is accounted for.
    var summary: String {
        func n(_ value: Int) -> String { NumberText.count(value) }
        let made = written == accepted ? "" : say(" (\(n(written)) enregistrements)", " (\(n(written)) records)")
        let dry = dryRun ? say(" — essai, rien n'est écrit", " — dry run, nothing is written") : ""
        return say(
            "\(file) → \(table) : \(n(rows)) lignes = \(n(accepted)) acceptées\(made) + \(n(refused)) refusées + \(n(known)) déjà connues\(dry)",
            "\(file) → \(table): \(n(rows)) rows = \(n(accepted)) accepted\(made) + \(n(refused)) refused + \(n(known)) already known\(dry)"
        )
    }

    /// What the person must know besides: how the file was read, what is odd, what was refused and why.
    var messages: [String] {
        var lines = reading.map { "  " + say("lecture : ", "reading: ") + $0[Speech.language] }
        if !used.isEmpty {
            lines.append(
                "  " + say("colonnes : ", "columns: ")
                    + used.map { "\($0.column) → \($0.field)" }.joined(separator: ", "))
        }
        if !unused.isEmpty {
            lines.append("  " + say("gardées à part : ", "kept apart: ") + unused.joined(separator: ", "))
        }
        if blankRows > 0 {
            lines.append("  " + say("\(blankRows) lignes vides passées", "\(blankRows) empty rows passed over"))
        }
        for remark in remarks {
            let kind = remark.severity == .refused ? say("refusé", "refused") : say("attention", "warning")
            let column = remark.column.map { say(", colonne « \($0) »", ", column '\($0)'") } ?? ""
            let found = remark.example.isEmpty ? "" : say(" (« \(remark.example) »)", " ('\(remark.example)')")
            let rows =
                remark.rows.map(String.init).joined(separator: ", ") + (remark.count > remark.rows.count ? "…" : "")
            let count =
                remark.count > 1
                ? say(
                    ", \(NumberText.count(remark.count)) lignes : \(rows)",
                    ", \(NumberText.count(remark.count)) rows: \(rows)") : say(", ligne \(rows)", ", row \(rows)")
            lines.append("  \(kind)\(count)\(column) : \(remark.message[Speech.language])\(found)")
        }
        if let refusals, refused > 0 {
            lines.append("  " + say("lignes refusées à corriger : \(refusals)", "refused rows to correct: \(refusals)"))
        }
        return lines
    }

    /// The same as JSON.
    var json: [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        for (key, text) in [("file", file), ("sha256", sha256), ("table", table)] {
            json.key(key)
            json.string(text)
        }
        for (key, value) in [
            ("rows", rows), ("accepted", accepted), ("refused", refused), ("known", known), ("written", written),
            ("warnings", remarks.filter { $0.severity == .warning }.reduce(0) { $0 + $1.count }),
        ] {
            json.key(key)
            json.integer(value)
        }
        json.key("dry_run")
        json.bool(dryRun)
        json.key("remarks")
        json.beginArray()
        for remark in remarks {
            json.beginObject()
            json.key("severity")
            json.string(remark.severity == .refused ? "refused" : "warning")
            json.key("column")
            if let column = remark.column { json.string(column) } else { json.null() }
            json.key("message")
            json.string(remark.message[Speech.language])
            json.key("found")
            json.string(remark.example)
            json.key("count")
            json.integer(remark.count)
            json.key("rows")
            json.beginArray()
            for row in remark.rows { json.integer(row) }
            json.endArray()
            json.endObject()
        }
        json.endArray()
        json.key("refusals")
        if let refusals { json.string(refusals) } else { json.null() }
        json.endObject()
        return json.bytes
    }
}
