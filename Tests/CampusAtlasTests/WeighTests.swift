import CampusAtlas
import Foundation
import GRDB
import Testing

/// A book with a bin of glass, weighed twelve times, and a person or two.
struct WeighedBin {
    let ledger: Ledger
    var atlas: Atlas { ledger.atlas }

    /// kg; numpy: quartiles of the logs 44.12, 46.90, 49.37; fences at 3 interquartile ranges 31.48 and 69.19.
    static let usual = ["40", "41,2", "43", "44,5", "45", "46,3", "47,5", "48", "49,1", "50,2", "52", "55"]

    /// - Parameter count: how many of ``usual`` are in the book, one a day from 2026-01-01.
    init(count: Int = 12) throws {
        ledger = try Ledger()
        let report = try ledger.containers(
            """
            code;stream;capacity_l;tare_kg;scale_step_g;max_load_kg
            B-12;GLASS;240;12,4;;
            B-13;OM;660;40;;
            B-14;OM;660;40;100;150
            B-15;ASBESTOS;240;;;\n
            """)
        #expect(report.accepted == 4)
        for name in ["Sacha", "Camille"] { try atlas.add(Person(name: name, trade: .wasteStaff)) }
        for (index, mass) in Self.usual.prefix(count).enumerated() {
            let day = try #require(CalendarDate(year: 2026, month: 1, day: index + 1))
            guard case .recorded = try weigh(mass + " kg", on: day) else {
                Issue.record("not recorded: \(mass)")
                continue
            }
        }
    }

    static let later = CalendarDate(year: 2026, month: 3, day: 2) ?? .today

    func weigh(
        _ mass: String, on day: CalendarDate = later, container: String = "B-12", answer: WeighingAnswer? = nil,
        by person: String? = nil, _ change: (inout NewWeighing) throws -> Void = { _ in }
    ) throws -> WeighingOutcome {
        var new = try NewWeighing(.net(TypedMass(mass)), time: WeighingTime(on: day), container: container)
        try change(&new)
        return try atlas.weigh(new, answer: answer, by: person)
    }

    func recorded(
        _ mass: String, on day: CalendarDate = later, container: String = "B-12",
        _ change: (inout NewWeighing) throws -> Void = { _ in }
    ) throws -> Weighing {
        let outcome = try weigh(mass, on: day, container: container, answer: .confirm, change)
        guard case .recorded(let weighing) = outcome else { throw CocoaError(.coderInvalidValue) }
        return weighing
    }

    func question(
        _ mass: String, on day: CalendarDate = later, container: String = "B-12",
        _ change: (inout NewWeighing) throws -> Void = { _ in }
    ) throws -> WeighingQuestion? {
        if case .question(let question) = try weigh(mass, on: day, container: container, change) {
            question
        } else {
            nil
        }
    }

    var count: Int? { try? ledger.values("SELECT count(*) FROM weighing", as: Int.self).first ?? nil }
}

@Suite struct WeighTests {
    @Test("a comma is a decimal point, a mass is exact to the gram, and what was typed is kept")
    func typed() throws {
        for (text, grams) in [
            ("47,5 kg", 47_500), ("47.5kg", 47_500), ("93,5 kg", 93_500), ("0,12 t", 120_000), ("1 240 kg", 1_240_000),
            ("500 g", 500), ("7.2000000000000002 kg", 7200), ("1,234 kg", 1234),
        ] as [(String, Int64)] {
            #expect(try TypedMass(text).grams == grams)
        }
        let bin = try WeighedBin(count: 0)
        _ = try bin.recorded("47,5 kg")
        let row = try #require(try bin.ledger.rows("SELECT * FROM weighing").first)
        #expect(row["mass_as_typed"] == "47,5" && row["unit_as_typed"] == "kg" && row["method"] == "A")
        #expect(row["net_mass_g"] == 47_500 && row["weighed_on"] == "2026-03-02" && row["stream"] == "GLASS")
    }

    @Test("no unit, an unknown unit and pounds are refused; pounds say what they would make")
    func units() throws {
        #expect(throws: WeighingError.massWithoutUnit("47,5")) { try TypedMass("47,5") }
        #expect(throws: WeighingError.unknownUnit("47 kgs/m", unit: "kgs/m")) { try TypedMass("47 kgs/m") }
        // 104.7 × 0.45359237 kg (NIST SP 811, appendix B) = 47.491121 kg.
        #expect(throws: WeighingError.pounds("104,7 lb", grams: 47_491)) { try TypedMass("104,7 lb") }
        for text in ["", "kg", "4,7,5 kg", "-3 kg", "2..674 kg", "1.2.3 kg"] {
            #expect(throws: WeighingError.notAMass(text)) { try TypedMass(text) }
        }
    }

    @Test(
        "a mass is a number and its unit",
        arguments: [("12,4kg", 12_400), ("850 g", 850), ("1.2 t", 1_200_000), ("0 kg", 0)] as [(String, Int64)])
    func masses(text: String, grams: Int64) throws {
        #expect(try TypedMass(text).grams == grams)
    }

    @Test("what no number of grams holds is refused, and so is a bin poured into itself")
    func beyondMeasure() throws {
        let bin = try WeighedBin(count: 0)
        #expect(throws: WeighingError.self) { try TypedMass("9999999999999999 lb") }
        #expect(throws: WeighingError.badEmptyings(.max)) {
            try bin.weigh("1 kg") { $0.amount = .volume(try Filling(emptyings: .max, fill: "1")) }
        }
        #expect(throws: WeighingError.transferToItself("B-12")) { try bin.weigh("45 kg") { $0.toContainer = "B-12" } }
    }

    @Test("another stream than the bin's, and a load that no lorry bears, are asked about")
    func oddUse() throws {
        let bin = try WeighedBin(count: 0)
        let other = try #require(try bin.question("45 kg") { $0.stream = "OM" })
        #expect(other.rule == .otherStream && other.text.en.contains("meant for"))
        #expect(try bin.question("45 kg", container: "B-12") == nil)
        var load = try NewWeighing(
            .net(TypedMass("40,001 t"), nil), time: WeighingTime(on: WeighedBin.later), stream: "MINERAL")
        let heavy = try bin.atlas.weigh(load)
        if case .question(let question) = heavy {
            #expect(question.rule == .heaviestLoad)
        } else {
            Issue.record("recorded without a question")
        }
        load.amount = .net(try TypedMass("40 t"))
        if case .question(let question) = try bin.atlas.weigh(load) { Issue.record("asked: \(question.text.en)") }
    }

    @Test("a bin is named by its code, or by the identity that the QR on its lid holds")
    func identity() throws {
        let bin = try WeighedBin(count: 0)
        let uuid = try #require(
            bin.ledger.values("SELECT uuid FROM container WHERE code = 'B-12'", as: String.self).first ?? nil)
        for name in ["b-12", uuid, uuid.uppercased(), "urn:uuid:" + uuid] {
            #expect(try bin.recorded("45 kg", container: name).container == "B-12")
        }
        #expect(throws: WeighingError.self) { try bin.recorded("45 kg", container: String(uuid.dropLast())) }
    }

    @Test("a weighing is read back in words")
    func spoken() throws {
        let bin = try WeighedBin(count: 0)
        for (mass, fr, en) in [
            ("47,5 kg", "quarante-sept kilos et demi", "forty-seven and a half kilos"),
            ("1 kg", "un kilo", "one kilo"),
            ("475 kg", "quatre cent soixante-quinze kilos", "four hundred and seventy-five kilos"),
            ("80,2 kg", "quatre-vingts kilos et deux cents grammes", "eighty kilos and two hundred grams"),
            ("300 g", "trois cents grammes", "three hundred grams"),
            ("2000 t", "deux millions de kilos", "two million kilos"),
        ] {
            let spoken = try bin.recorded(mass).spoken
            #expect(spoken.fr == fr + " net, VERRE, bac B-12")
            #expect(spoken.en == en + " net, GLASS, bin B-12")
        }
    }

    @Test("numbers in words are those of num2words 0.5.14, in French and in English")
    func words() {
        let expected: [(Int64, String, String)] = [
            (0, "zéro", "zero"), (16, "seize", "sixteen"), (17, "dix-sept", "seventeen"),
            (21, "vingt et un", "twenty-one"),
            (70, "soixante-dix", "seventy"), (71, "soixante et onze", "seventy-one"),
            (75, "soixante-quinze", "seventy-five"),
            (80, "quatre-vingts", "eighty"), (81, "quatre-vingt-un", "eighty-one"),
            (91, "quatre-vingt-onze", "ninety-one"),
            (99, "quatre-vingt-dix-neuf", "ninety-nine"), (100, "cent", "one hundred"),
            (101, "cent un", "one hundred and one"),
            (180, "cent quatre-vingts", "one hundred and eighty"), (200, "deux cents", "two hundred"),
            (201, "deux cent un", "two hundred and one"), (1000, "mille", "one thousand"),
            (1071, "mille soixante et onze", "one thousand and seventy-one"),
            (80_000, "quatre-vingt mille", "eighty thousand"),
            (200_000, "deux cent mille", "two hundred thousand"),
            (201_001, "deux cent un mille un", "two hundred and one thousand and one"),
            (80_000_000, "quatre-vingts millions", "eighty million"),
        ]
        for (number, fr, en) in expected {
            #expect(Language.fr.words(number) == fr)
            #expect(Language.en.words(number) == en)
        }
    }

    @Test("a gross mass less the tare given, or that of the bin on the day, is the net mass")
    func gross() throws {
        let bin = try WeighedBin(count: 0)
        let given = try bin.recorded("47,5 kg") {
            $0.amount = .gross(try TypedMass("59,9 kg"), tare: try TypedMass("12,4 kg"))
        }
        #expect(given.netGrams == 47_500 && given.grossGrams == 59_900 && given.tareGrams == 12_400)
        let day = try #require(CalendarDate(iso: "2026-02-01"))
        try bin.atlas.tare("B-12", TypedMass("13 kg"), on: day)
        let before = try bin.recorded("1 kg", on: #require(day.advanced(by: -1))) {
            $0.amount = .gross(try TypedMass("50 kg"))
        }
        let after = try bin.recorded("1 kg", on: day) { $0.amount = .gross(try TypedMass("50 kg")) }
        #expect(before.netGrams == 37_600 && after.netGrams == 37_000)
        #expect(throws: WeighingError.massNotPositive(net: 0, tare: 13_000)) {
            try bin.recorded("1 kg") { $0.amount = .gross(try TypedMass("13 kg")) }
        }
        #expect(throws: WeighingError.tareMissing("B-15")) {
            try bin.recorded("1 kg", container: "B-15") { $0.amount = .gross(try TypedMass("50 kg")) }
        }
    }

    @Test("what no answer can make right is refused, and nothing is written")
    func stops() throws {
        let bin = try WeighedBin(count: 1)
        let tomorrow = try #require(CalendarDate.today.advanced(by: 1))
        #expect(throws: WeighingError.future(tomorrow)) { try bin.recorded("3 kg", on: tomorrow) }
        #expect(throws: WeighingError.massNotPositive(net: 0, tare: nil)) { try bin.recorded("0 kg") }
        #expect(throws: WeighingError.unknownContainer("B-99", near: [])) {
            try bin.recorded("3 kg", container: "B-99")
        }
        let error = #expect(throws: WeighingError.self) { try bin.recorded("3 kg") { $0.stream = "LAVA" } }
        #expect(error?.rule == .unknownStream && error?.rule?.severity == .stop)
        #expect(throws: WeighingError.streamMissing) { try bin.recorded("3 kg") { $0.container = nil } }
        #expect(throws: WeighingError.periodReversed(from: tomorrow, to: WeighedBin.later)) {
            try WeighingTime(on: WeighedBin.later, from: tomorrow)
        }
        #expect(throws: AtlasError.unknownPerson("Ali")) { try bin.weigh("41 kg", by: "Ali") }
        _ = try bin.recorded("45 kg") { $0.ticket = "T-1" }
        let ticket = #expect(throws: WeighingError.self) { try bin.recorded("52 kg") { $0.ticket = "T-1" } }
        #expect(ticket?.rule == .sameTicket)
        #expect(bin.count == 2)
    }

    @Test("twelve weighings say what is usual; eleven do not")
    func usual() throws {
        let few = try WeighedBin(count: 11)
        // Within 240 L at 400 kg/m³, the highest density of glass in the list: 96 kg.
        #expect(try few.question("95 kg") == nil)
        let bin = try WeighedBin()
        let odd = try #require(try bin.question("70 kg"))
        #expect(odd.rule == .usualRange && odd.choices.map(\.answer) == [.confirm])
        #expect(odd.text.fr == "bac B-12 : d'habitude de 44,1 kg à 49,4 kg. Est-ce bien 70 kg ?")
        #expect(try bin.question("69 kg") == nil)
    }

    @Test(
        "a slip of the comma or of the unit is guessed, asked, and never put right alone",
        arguments: [
            ("475 kg", "47,5"), ("4,75 kg", "47,5"), ("47 500 kg", "47,5"), ("47 g", "47"), ("104,7 kg", "47,491"),
        ])
    func factors(typed: String, meant: String) throws {
        let bin = try WeighedBin()
        let question = try #require(try bin.question(typed))
        #expect(question.rule == .unitFactor)
        #expect(question.choices.first?.answer.text == meant + " kg")
        #expect(question.choices.last?.answer == .confirm)
        #expect(bin.count == 12)
    }

    @Test("the answer is written, and who gave it; the question is not asked again by the review")
    func answers() throws {
        let bin = try WeighedBin()
        let confirmed = try bin.weigh("475 kg", answer: .confirm, by: "Sacha")
        guard case .recorded(let odd) = confirmed else { throw CocoaError(.coderInvalidValue) }
        #expect(odd.netGrams == 475_000)
        let next = try #require(WeighedBin.later.advanced(by: 3))
        let instead = try bin.weigh("451 kg", on: next, answer: WeighingAnswer("45,1 kg"), by: "Camille")
        guard case .recorded(let meant) = instead else { throw CocoaError(.coderInvalidValue) }
        #expect(meant.netGrams == 45_100 && meant.typed == "45,1 kg")
        let rows = try bin.ledger.rows("SELECT * FROM waste_answer ORDER BY fid")
        #expect(rows.map { $0["finding"] } == ["mass:\(odd.fid)", "mass:\(meant.fid)"])
        #expect(rows.map { $0["answer"] } == ["confirm", "instead"])
        #expect(rows.map { $0["person"] } == ["Sacha", "Camille"])
        #expect(rows.map { $0["remark"] } == ["475 kg", "451 kg"])
        let summary = try bin.atlas.reviewWeighings { #expect($0.weighings.contains(odd.fid) == false) }
        #expect(summary.answered == 1 && summary.isClear)
    }

    @Test("the same mass within 24 hours is asked about, one second later is not")
    func duplicate() throws {
        let bin = try WeighedBin(count: 0)
        func at(_ text: String) throws -> WeighingQuestion? {
            try bin.question("47,5 kg") { $0.time = try WeighingTime(at: text) }
        }
        #expect(try at("2026-03-02T08:10:00Z") == nil)
        #expect(try at("2026-03-03T08:09:59Z")?.rule == .duplicate)
        #expect(try at("2026-03-01T08:10:01Z")?.rule == .duplicate)
        #expect(try at("2026-03-03T08:10:00Z") == nil)
        // Without an hour, the day tells.
        #expect(try bin.question("47,5 kg", on: WeighedBin.later)?.rule == .duplicate)
        #expect(try bin.question("47,501 kg", on: WeighedBin.later) == nil)
        #expect(try bin.question("47,5 kg", on: #require(WeighedBin.later.advanced(by: 5))) == nil)
    }

    @Test("a bin that bears 150 kg, on a scale of 100 g, is asked about beyond")
    func limits() throws {
        let bin = try WeighedBin(count: 0)
        #expect(try bin.question("150 kg", container: "B-14") == nil)
        #expect(try bin.question("150,2 kg", container: "B-14")?.rule == .maxLoad)
        #expect(try bin.question("75,25 kg", container: "B-14")?.rule == .scaleStep)
        // 660 L at 357 kg/m³, the highest density of OM in the list: 235.62 kg.
        #expect(try bin.question("235,6 kg", container: "B-13") == nil)
        #expect(try bin.question("235,7 kg", container: "B-13")?.rule == .capacity)
        let full = try #require(try bin.question("1750 kg", container: "B-13"))
        #expect(full.rule == .capacity && full.choices.first?.answer.text == "175 kg")
    }

    @Test("the same identity sent twice is one weighing; with another mass it is refused")
    func idempotent() throws {
        let bin = try WeighedBin(count: 0)
        let uuid = "0193A000-0000-7000-8000-000000000001"
        let first = try bin.recorded("47,5 kg") { $0.uuid = uuid }
        #expect(first.uuid == uuid.lowercased())
        #expect(try bin.weigh("47,5 kg") { $0.uuid = uuid } == .known(first))
        #expect(throws: WeighingError.identityTaken(uuid.lowercased(), fid: first.fid)) {
            try bin.weigh("48 kg") { $0.uuid = uuid }
        }
        #expect(throws: WeighingError.notAnIdentity("12")) { try bin.weigh("48 kg") { $0.uuid = "12" } }
        #expect(bin.count == 1)
    }

    @Test("a local time is that of the clocks here; with a zone, the day is the one written")
    func instants() throws {
        let time = try WeighingTime(at: "2026-03-02T00:30+02:00")
        #expect(time.day.description == "2026-03-02" && time.instant?.description == "2026-03-01T22:30:00Z")
        let local = try WeighingTime(at: "2026-01-15T08:10")
        let parts = DateComponents(year: 2026, month: 1, day: 15, hour: 8, minute: 10)
        let foundation = try #require(Calendar(identifier: .gregorian).date(from: parts))
        #expect(local.instant?.seconds == Int(foundation.timeIntervalSince1970))
        #expect(throws: WeighingError.notAnInstant("hier")) { try WeighingTime(at: "hier") }
    }
}
