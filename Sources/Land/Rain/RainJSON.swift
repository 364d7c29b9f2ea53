import Atlas
import Formats
import Languages

extension RainReport {
    /// The report as JSON: areas in m², volumes in litres, unrounded, `null` for what is not known.
    ///
    /// - Throws: ``JSONWriterError``
    public func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("depth_mm")
        try json.number(depth.millimetres)
        json.member("on", on.description)
        json.member("coefficients", coefficients.code)
        json.key("programme")
        try write(programme, to: &json)
        json.key("perimeters")
        json.beginArray()
        for balance in balances + [total].compactMap({ $0 }) { try write(balance, to: &json) }
        json.endArray()
        json.key("devices_elsewhere")
        json.beginArray()
        for device in devicesElsewhere { json.string(device.uuid) }
        json.endArray()
        json.key("recovered")
        json.beginObject()
        json.member("from", recovered.from.description)
        json.member("to", recovered.to.description)
        try json.member("litres", recovered.litres)
        json.endObject()
        json.endObject()
        return json.bytes
    }

    private func write(_ programme: RainProgramme?, to json: inout JSONWriter) throws {
        guard let programme else { return json.null() }
        json.beginObject()
        json.member("code", programme.code)
        try json.member("litres_per_m2", programme.litresPerSquareMetre)
        json.member("asks_fr", programme.asks.fr)
        json.member("asks_en", programme.asks.en)
        json.member("source", programme.source)
        json.endObject()
    }

    private func write(_ balance: RainBalance, to json: inout JSONWriter) throws {
        json.beginObject()
        json.member("perimeter", balance.perimeter.kind)
        json.member("name", balance.perimeter.name)
        try json.member("area_m2", balance.area)
        try json.member("coefficient", balance.coefficient)
        try json.member("fallen_l", balance.fallen)
        try json.member("runoff_l", balance.runoff)
        try json.member("kept_l", balance.kept)
        try json.member("unknown_coefficient_m2", balance.unknownArea)
        try json.member("connected_m2", balance.outlets.connected)
        try json.member("disconnected_m2", balance.outlets.disconnected)
        try json.member("unknown_outlet_m2", balance.outlets.unknown)
        try json.member("gain_l", balance.gain?.litres)
        json.key("gain_is_planned")
        if let gain = balance.gain { json.bool(gain.isPlanned) } else { json.null() }
        try write(balance.storage, to: &json)
        json.key("ground")
        json.beginArray()
        for ground in balance.ground {
            json.beginObject()
            json.member("surface_type", ground.type)
            try json.member("area_m2", ground.area)
            try json.member("coefficient", ground.coefficient)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }

    private func write(_ storage: RainStorage, to json: inout JSONWriter) throws {
        json.key("storage")
        json.beginObject()
        json.key("devices")
        json.beginArray()
        for device in storage.devices { json.string(device.uuid) }
        json.endArray()
        json.key("volume_l")
        json.integer(Int(storage.litres))
        try json.member("acting_l", storage.acting)
        try json.member("litres_per_m2", storage.litresPerSquareMetre)
        try json.member("least_litres_per_m2", storage.leastLitresPerSquareMetre)
        json.member("verdict", programme.map { storage.verdict($0).rawValue })
        json.endObject()
    }
}

extension RainPerimeter {
    fileprivate var kind: String {
        switch self {
        case .school: "school"
        case .campus: "campus"
        case .parcel: "parcel"
        case .works: "works"
        case .surfaces: "surfaces"
        }
    }

    fileprivate var name: String? {
        switch self {
        case .school, .surfaces: nil
        case .campus(let name), .parcel(let name), .works(_, let name): name
        }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: String, _ value: Estimate?) throws {
        key(name)
        guard let value else { return null() }
        beginObject()
        try member("value", value.value)
        try member("lower", value.lower)
        try member("upper", value.upper)
        endObject()
    }
}
