import Formats
import Languages
import Testing

@Suite struct RowsTests {
    @Test(arguments: [
        ("Décimal Latitude ", "decimallatitude"), ("weight_total_kg", "weighttotalkg"), ("N° œuvre (m²)", "noeuvrem2"),
        ("non_recyclables_ Kg", "nonrecyclableskg"), ("Éclaté", "eclate"), ("E\u{301}te\u{301}", "ete"),
        ("Straße", "strasse"),
        ("ﬁn", "fin"), ("Łódź", "lodz"), ("", ""), ("—", ""), ("Δάσος", "δάσος"), ("n\u{a0}o", "no"),
    ])
    func `names of columns are compared without case, accents nor signs`(name: String, expected: String) {
        #expect(ColumnName.normalized(name) == expected)
    }

    private func problem(_ row: Int, _ column: String?, _ fr: String) -> RowProblem {
        RowProblem(row: row, column: column, found: "2..674", message: Bilingual(fr: fr, en: "not a number"))
    }

    @Test func `refused rows can be corrected and given again`() throws {
        let original = "date;masse;note\r\n2026-01-01;2..674;\"a;b\"\r\n2026-01-02;1,5;\r\n2026-01-03;x\r\n"
        let reader = try DelimitedTextReader(source(original))
        let sink = ByteSink()
        var refusals = try RefusalsWriter(
            sink, header: reader.header, dialect: reader.dialect, language: .fr, byteOrderMark: true)
        var record = Record()
        while try reader.next(into: &record) {
            if DecimalText(record.text(1)) != nil { continue }
            try refusals.write(
                record,
                problems: [
                    problem(record.number, "masse", "pas un nombre ;\ncorrigez"), problem(record.number, nil, "refusé"),
                ])
        }
        try refusals.finish()
        #expect(refusals.count == 2)
        let text = String(decoding: sink.bytes.dropFirst(3), as: UTF8.self)
        #expect(
            text
                == "Erreur;date;masse;note\r\n\"masse : pas un nombre ; corrigez | refusé\";2026-01-01;2..674;\"a;b\"\r\n"
                + "\"masse : pas un nombre ; corrigez | refusé\";2026-01-03;x;\r\n")

        let again = try DelimitedTextReader(ByteSource(bytes: sink.bytes))
        #expect(again.dialect == reader.dialect)
        #expect(again.hasByteOrderMark)
        #expect(RefusalsWriter.isReason(again.header[0]))
        let second = ByteSink()
        var still = try RefusalsWriter(second, header: again.header, dialect: again.dialect, language: .en)
        while try again.next(into: &record) { try still.write(record, problems: [problem(2, "masse", "")]) }
        try still.finish()
        let rows = try rows(DelimitedTextReader(ByteSource(bytes: second.bytes)))
        #expect(
            rows == [
                ["masse: not a number", "2026-01-01", "2..674", "a;b"], ["masse: not a number", "2026-01-03", "x", ""],
            ])
    }

    @Test func `a column is a reason by its name alone`() {
        #expect(RefusalsWriter.isReason("Erreur "))
        #expect(RefusalsWriter.isReason("error"))
        #expect(!RefusalsWriter.isReason("Erreur de mesure"))
    }

    @Test func `a record is filled by hand as well`() {
        var record = Record(number: 7)
        record.append("a".utf8)
        record.append("\u{a0}\t ")
        record.append("")
        #expect(record.count == 3)
        #expect(!record.isEmpty(0))
        #expect(record.isEmpty(1))
        #expect(record.isEmpty(2))
        #expect(record.isEmpty(3))
        #expect(record.trimmedText(1) == "")
        record.removeAll()
        #expect(record.count == 0)
        #expect(record.text(0) == "")
    }
}
