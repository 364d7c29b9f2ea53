public import Formats
package import GRDB
public import Languages

/// A weighing of the ledger, as it was written.
public struct Weighing: Sendable, Hashable {
    /// The row's key.
    public let fid: Int64
    /// The row's public identity.
    public let uuid: String
    /// The day of the weighing, and the end of the interval.
    public let day: CalendarDate
    /// The instant, when it is known.
    public let instant: Instant?
    /// The first day over which the mass was gathered; nil when that is the day alone.
    public let from: CalendarDate?
    /// The campus.
    public let campus: String?
    /// The container's code.
    public let container: String?
    /// The stream's code.
    public let stream: String
    /// The stream as people say it.
    public let streamLabel: Bilingual
    /// What becomes of it, as declared.
    public let destination: String?
    /// The plant.
    public let facility: String?
    /// The mass that counts, g.
    public let netGrams: Int64
    /// The mass with the container, g; nil when it was not weighed so.
    public let grossGrams: Int64?
    /// The mass of the container, g.
    public let tareGrams: Int64?
    /// What was typed, and its unit.
    public let typed: String
    /// How the mass was come by.
    public let method: WeighingMethod
    /// The ticket.
    public let ticket: String?
    /// The remark.
    public let remark: String?
    /// The container into which it was poured; nil when it left the campus.
    public let toContainer: String?
    /// How many times the container was emptied.
    public let emptyings: Int?
    /// How full it was, 1 being to the brim.
    public let fill: Double?
    /// The density that turned the volume into a mass, kg/m³.
    public let density: Double?
    /// There was water in it.
    public let isWet: Bool
    /// The person was not sure.
    public let isDoubtful: Bool
    /// Who weighed.
    public let person: String?
    /// The key of the row whose place this one takes.
    public let corrects: Int64?
    /// True for a row that says that the one it names should not be.
    public let isCancellation: Bool
    /// Why it takes that place.
    public let reason: String?

    /// What the columns of ``init(_:)`` are read from.
    static func sql(from table: String, where condition: String) -> String {
        """
        SELECT w.*, s.label_fr, s.label_en FROM \(table) AS w JOIN waste_stream AS s ON s.code = w.stream
        WHERE \(condition)
        """
    }

    package init?(_ row: Row) {
        guard let day = CalendarDate(iso: row["weighed_on"]) else { return nil }
        (fid, uuid, self.day) = (row["fid"], row["uuid"] ?? "", day)
        instant = (row["weighed_at"] as String?).flatMap(Instant.init(iso:))
        from = (row["period_from"] as String?).flatMap(CalendarDate.init(iso:))
        (campus, container, stream) = (row["campus"], row["container"], row["stream"])
        streamLabel = Bilingual(fr: row["label_fr"], en: row["label_en"])
        (destination, facility) = (row["destination"], row["facility"])
        (netGrams, grossGrams, tareGrams) = (row["net_mass_g"], row["gross_mass_g"], row["tare_mass_g"])
        let (text, unit): (String, String) = (row["mass_as_typed"], row["unit_as_typed"])
        typed = unit.isEmpty ? text : text + " " + unit
        method = WeighingMethod(rawValue: row["method"]) ?? .unknown
        (ticket, remark, toContainer) = (row["ticket"], row["remark"], row["to_container"])
        (emptyings, fill, density) = (row["emptyings"], row["fill"], row["density_kg_m3"])
        (isWet, isDoubtful) = (row["is_wet"], row["is_doubtful"])
        (person, corrects, isCancellation) = (row["weighed_by"], row["corrects"], row["is_cancelled"])
        reason = row["reason"]
    }

    /// The weighing in words, to be read back to who typed it: `quarante-sept kilos et demi net, VERRE, bac B-12`.
    public var spoken: Bilingual {
        // A volume does not tell grams.
        let isRough = method.isByVolume && netGrams >= 1000
        let mass = Bilingual.spoken(grams: isRough ? (netGrams + 500) / 1000 * 1000 : netGrams)
        var fr = "\(isRough ? "environ " : "")\(mass.fr) net, \(streamLabel.fr.uppercased())"
        var en = "\(isRough ? "about " : "")\(mass.en) net, \(streamLabel.en.uppercased())"
        if let container {
            fr += ", bac \(container)"
            en += ", bin \(container)"
        }
        if let gross = grossGrams, let tare = tareGrams {
            let (gross, tare) = (Bilingual.kilograms(gross), Bilingual.kilograms(tare))
            fr += " (brut \(gross.fr), tare \(tare.fr))"
            en += " (gross \(gross.en), tare \(tare.en))"
        }
        if let density, method.isByVolume {
            fr += " (\(method.label.fr) : \(typed) × \(Language.fr.number(density, decimals: 0)) kg/m³)"
            en += " (\(method.label.en): \(typed) × \(Language.en.number(density, decimals: 0)) kg/m³)"
        }
        return Bilingual(fr: fr, en: en)
    }
}

/// A weighing as it stood at some time, and who wrote it.
public struct WeighingVersion: Sendable, Hashable {
    /// The row.
    public let weighing: Weighing
    /// UTC, ISO 8601; nil when the journal does not say.
    public let at: String?
    /// Who wrote it; nil when the program did not know, and for a row that a file brought.
    public let person: String?
}
