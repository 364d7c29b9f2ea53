import CampusAtlas
import Foundation
import Testing

/// The same ledger, in whatever order and however many files it came, closes to the same texts.
@Suite struct WasteReplayTests {
    private struct Weighing {
        let uuid: String
        let month: Int
        let day: Int
        let campus: String
        let stream: String
        let grams: Int64
        let method: String
        let destination: String

        var line: String {
            let day = "2023-\(String(format: "%02d", month))-\(String(format: "%02d", day))"
            return "\(uuid);\(day);\(campus);\(stream);\(grams);g;\(method);\(destination)"
        }
    }

    private static let header = "uuid;date;campus;flux;masse;unite;methode;destination\n"

    private static func weighings(_ count: Int, seed: UInt64) -> [Weighing] {
        var chance = SplitMix64(seed: seed)
        return (0..<count).map { number in
            Weighing(
                uuid: "00000000-0000-4000-8000-\(String(format: "%012d", number))",
                month: Int.random(in: 1...12, using: &chance), day: Int.random(in: 1...28, using: &chance),
                campus: [Ledger.west, Ledger.east].randomElement(using: &chance) ?? "",
                stream: ["OM", "PAPER", "GLASS", "FOOD", "MINERAL", "BATT"].randomElement(using: &chance) ?? "",
                grams: Int64.random(in: 1...5_000_000, using: &chance),
                method: ["A", "B", "C", "D", "F", "U"].randomElement(using: &chance) ?? "",
                destination: ["", "INCIN", "RECYCLE", "LANDFILL", "COMPOST_ON"].randomElement(using: &chance) ?? "")
        }
    }

    /// Imports the weighings in some files, corrects one in fifty, closes every month, and gives the texts.
    private func closings(_ files: [[Weighing]]) throws -> [String] {
        let ledger = try Ledger(campuses: true)
        try ledger.atlas.add(Person(name: "Camille", trade: .wasteStaff))
        for (number, file) in files.enumerated() {
            let text = Self.header + file.map(\.line).joined(separator: "\n") + "\n"
            #expect(try ledger.weighings(text, file: "\(number).csv").accepted == file.count)
        }
        try ledger.change(
            """
            INSERT INTO weighing (uuid, weighed_on, campus, stream, destination, net_mass_g, mass_as_typed, unit_as_typed,
              method, corrects, is_cancelled, reason)
            SELECT replace(uuid, '-4000-', '-4001-'), weighed_on, campus, stream, destination, net_mass_g + 1, 'x', 'g', method,
              fid, substr(uuid, -2) = '50', 'essai'
            FROM weighing WHERE substr(uuid, -2) IN ('00', '50')
            """)
        let months = try #require(CalendarMonth(year: 2023, month: 1))...#require(CalendarMonth(year: 2023, month: 12))
        return try [Ledger.west, Ledger.east].flatMap { campus in
            try months.map { month in
                try ledger.atlas.submitMonth(month, campus: campus, by: "Camille")
                return try ledger.atlas.closeMonth(month, campus: campus, acceptMissing: true, by: "Camille").text
            }
        }
    }

    @Test(
        "a ledger replayed into a new atlas, in another order, closes to the same bytes", arguments: [1, 2] as [UInt64])
    func replay(seed: UInt64) throws {
        let weighings = Self.weighings(3000, seed: seed)
        let once = try closings([weighings])
        var chance = SplitMix64(seed: seed + 100)
        let shuffled = weighings.shuffled(using: &chance)
        let again = try closings([Array(shuffled.prefix(700)), Array(shuffled.dropFirst(700))])
        #expect(once == again)
        #expect(once.map { SHA256.hexDigest(of: Array($0.utf8)) } == again.map { SHA256.hexDigest(of: Array($0.utf8)) })
        #expect(Set(once).count == 24)

        // Added up here from what was sent: one gram more for each corrected, nothing of what was cancelled.
        var grams: [String: Int64] = [:]
        for weighing in weighings where !weighing.uuid.hasSuffix("50") {
            grams["\(weighing.campus) \(weighing.month)", default: 0] +=
                weighing.grams + (weighing.uuid.hasSuffix("00") ? 1 : 0)
        }
        for (place, text) in once.enumerated() {
            let key = "\(place < 12 ? Ledger.west : Ledger.east) \(place % 12 + 1)"
            #expect(text.contains("\"grams\":\(grams[key] ?? -1),\"cells\""))
        }
    }

    @Test("one gram, one day, one method or one destination is another text")
    func sensitivity() throws {
        let weighings = Self.weighings(60, seed: 9)
        let closed = try closings([weighings])
        func changed(_ grams: Int64 = 0, day: Int? = nil, method: String? = nil, destination: String? = nil)
            -> [Weighing]
        {
            let one = weighings[7]
            var others = weighings
            others[7] = Weighing(
                uuid: one.uuid, month: one.month, day: day ?? one.day, campus: one.campus, stream: one.stream,
                grams: one.grams + grams, method: method ?? one.method, destination: destination ?? one.destination)
            return others
        }
        for other in [
            changed(1), changed(day: weighings[7].day % 28 + 1), changed(method: "E"), changed(destination: "SPREAD"),
        ] {
            let texts = try closings([other])
            #expect(zip(closed, texts).filter { $0 != $1 }.count == 1)
        }
    }
}
