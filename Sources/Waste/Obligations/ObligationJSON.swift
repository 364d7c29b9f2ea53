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
        json.member("campus", campus)
        json.member("stream", stream)
        json.member("basis", basis)
        json.member("since", since.description)
        json.member("status", said?.status.rawValue)
        json.member("ground", said?.ground?.rawValue)
        json.member("reason", said?.reason)
        json.member("collected_with", said?.collectedWith)
        json.member("valid_from", said?.from.description)
        json.member("valid_to", said?.to?.description)
        json.member("evidence", said?.evidence)
        json.member("documents", Int64(documents))
        json.member("last_weighed_on", lastWeighed?.description)
        json.member("only_during_works", isOnlyDuringWorks)
        json.key("missing")
        json.beginArray()
        for gap in gaps { json.string(gap.name) }
        json.endArray()
        json.endObject()
    }
}
