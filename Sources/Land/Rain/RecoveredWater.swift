public import Atlas
public import Formats
import GRDB

/// Rain water used in place of drinking water.
public struct RecoveredWater: Sendable, Hashable {
    /// How it is known.
    public enum Amount: Sendable, Hashable {
        /// So much since the last time.
        case volume(WaterVolume)
        /// What the meter shows; two readings make a volume.
        case meter(WaterVolume)
    }

    /// The device's name or identity.
    public let device: String
    /// The day.
    public let day: CalendarDate
    /// How much.
    public let amount: Amount
    /// Anything to add.
    public let remark: String?

    /// An amount to be recorded.
    public init(from device: String, on day: CalendarDate, _ amount: Amount, remark: String? = nil) {
        self.device = device
        self.day = day
        self.amount = amount
        self.remark = remark
    }
}

extension Atlas {
    /// Records recovered water.
    ///
    /// - Returns: the device's identity.
    /// - Throws: ``RainError``; a meter that shows less than before is refused.
    @discardableResult
    public func record(_ water: RecoveredWater, by person: String? = nil) throws -> String {
        try write(by: person) { db in
            let device = try RainDevice.row(named: water.device, servingOn: water.day, db)
            var volume: Int64?
            var meter: Int64?
            switch water.amount {
            case .volume(let typed): volume = typed.litres
            case .meter(let typed):
                meter = typed.litres
                try Self.requireMeterFollows(typed.litres, device.fid, water, db)
            }
            try db.execute(
                sql: """
                    INSERT INTO recovered_water (uuid, device_id, recovered_on, volume_l, meter_l, person, remark)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    RowIdentity.timeOrdered(), device.fid, water.day.description, volume, meter, person, water.remark,
                ])
            return device.uuid
        }
    }

    private static func requireMeterFollows(
        _ litres: Int64, _ device: Int64, _ water: RecoveredWater, _ db: Database
    ) throws {
        let conflict = try Row.fetchOne(
            db,
            sql: """
                SELECT meter_l, recovered_on FROM recovered_water
                WHERE device_id = :device AND meter_l IS NOT NULL
                  AND ((recovered_on <= :on AND meter_l > :litres) OR (recovered_on >= :on AND meter_l < :litres))
                ORDER BY recovered_on LIMIT 1
                """, arguments: ["device": device, "on": water.day.description, "litres": litres])
        guard let conflict else { return }
        throw RainError.meterRunsBackwards(
            device: water.device, litres: litres, other: conflict["meter_l"], on: conflict["recovered_on"])
    }

    /// Water recovered over a period, in litres.
    ///
    /// A volume counts on its day. Two readings of a meter in a row count between them, the first day excluded: when only
    /// a part of those days is in the period, the volume is in the upper bound and not in the value.
    ///
    /// - Parameters:
    ///   - first: the first day.
    ///   - last: the last day, included.
    ///   - device: the identity of the only device wanted; nil for all.
    /// - Returns: nil when nothing was recorded of the period.
    public func recoveredWater(
        from first: CalendarDate, to last: CalendarDate, device: String? = nil
    ) throws -> Estimate? {
        try pool.read { db in
            try Self.recoveredWater(from: first, to: last, device: device, db)
        }
    }

    static func recoveredWater(
        from first: CalendarDate, to end: CalendarDate, device: String?, _ db: Database
    ) throws -> Estimate? {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT r.device_id, r.recovered_on, r.volume_l, r.meter_l
                FROM recovered_water AS r JOIN rain_device AS d ON d.fid = r.device_id
                WHERE :device IS NULL OR d.uuid = :device
                ORDER BY r.device_id, r.recovered_on, coalesce(r.meter_l, 0), r.fid
                """, arguments: ["device": device])
        var amounts: [Estimate] = []
        var last: MeterReading?
        for row in rows {
            guard let day = CalendarDate(iso: row["recovered_on"]) else { continue }
            if let volume = row["volume_l"] as Int64? {
                if first <= day, day <= end { amounts.append(Estimate(exactly: Double(volume))) }
            } else if let litres = row["meter_l"] as Int64? {
                let reading = MeterReading(device: row["device_id"], day: day, litres: litres)
                if let amount = last?.amount(to: reading, from: first, to: end) { amounts.append(amount) }
                last = reading
            }
        }
        guard !amounts.isEmpty else { return nil }
        func sum(_ part: (Estimate) -> Double) -> Double { amounts.reduce(0) { $0 + part($1) } }
        return Estimate(sum(\.value), lower: sum(\.lower), upper: sum(\.upper))
    }
}

/// What a meter showed at the end of a day.
private struct MeterReading {
    let device: Int64
    let day: CalendarDate
    let litres: Int64

    /// What passed until a later reading, as far as it belongs to a period: all of it, or none that is sure; nil when the
    /// days between are all outside, or the meter is another one.
    func amount(to next: MeterReading, from first: CalendarDate, to end: CalendarDate) -> Estimate? {
        guard next.device == device, next.litres >= litres, next.day >= first, day < end else { return nil }
        let passed = Double(next.litres - litres)
        // The days measured are those after the first reading, to the second.
        let isInside = day.days(until: first) <= 1 && next.day <= end
        return isInside ? Estimate(exactly: passed) : Estimate(0, lower: 0, upper: passed)
    }
}
