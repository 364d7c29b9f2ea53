import Formats

extension ObligationLine {
    /// The lines as JSON.
    public static func json(_ lines: [ObligationLine]) -> [UInt8] {
        var json = JSONWriter()
        json.beginArray()
        for line in lines { line.write(to: &json) }
        json.endArray()
        return json.bytes
    }

    private func write(to json: inout JSONWriter) {
        json.beginObject()
        json.pair("campus", campus)
        json.pair("stream", stream)
        json.pair("basis", basis)
        json.pair("since", since.description)
        json.pair("status", said?.status.rawValue)
        json.pair("ground", said?.ground?.rawValue)
        json.pair("reason", said?.reason)
        json.pair("collected_with", said?.collectedWith)
        json.pair("valid_from", said?.from.description)
        json.pair("valid_to", said?.to?.description)
        json.pair("evidence", said?.evidence)
        json.pair("documents", Int64(documents))
        json.pair("last_weighed_on", lastWeighed?.description)
        json.pair("only_during_works", isOnlyDuringWorks)
        json.key("missing")
        json.beginArray()
        for gap in gaps { json.string(gap.name) }
        json.endArray()
        json.endObject()
    }
}
