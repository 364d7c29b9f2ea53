import CampusAtlas

extension Audit {
    /// The audit on one line: what was drawn, and who read it.
    var summary: String {
        let place = campus ?? Perimeter.school.label[Speech.language]
        let readers =
            readers.isEmpty
            ? say("pas encore lu", "not read yet")
            : say("lu par ", "read by ")
                + readers.map { "\($0.name) (\(NumberText.count($0.points)))" }.joined(separator: ", ")
        return say(
            "\(name) — \(day), \(place), \(NumberText.count(pointCount)) points, graine \(seed) ; \(readers)",
            "\(name) — \(day), \(place), \(NumberText.count(pointCount)) points, seed \(seed); \(readers)")
    }
}

extension AuditComparison {
    /// The comparison as a person reads it.
    var text: String {
        func n(_ value: Int) -> String { NumberText.count(value) }
        var lines = [audit.summary]
        lines.append(
            say(
                "  \(n(read)) points lus, \(n(unreadable)) illisibles, \(n(disputed)) lus de deux façons, \(n(unread)) pas encore lus",
                "  \(n(read)) points read, \(n(unreadable)) unreadable, \(n(disputed)) read in two ways, \(n(unread)) not read yet"
            ))
        lines += classes.map { "  " + $0.line(of: outlineArea, bounded: read < audit.pointCount) }
        if unclassifiedShare >= 0.0005 {
            lines.append(
                say(
                    "  non classé par le livre : \(NumberText.value(unclassifiedShare, .ratio))",
                    "  not classified by the book: \(NumberText.value(unclassifiedShare, .ratio))"))
        }
        if !types.isEmpty {
            lines.append(say("  par type :", "  by type:"))
            lines += types.map { "    " + $0.line(of: outlineArea, bounded: read < audit.pointCount) }
        }
        lines += confusionLines
        lines.append("  " + say("livre et lecture", "book and readings") + " : " + agreement.line)
        lines += readerPairs.map { "  \($0.first), \($0.second) : " + $0.agreement.line }
        if !disagreements.isEmpty {
            lines.append(
                "  " + say("points à revoir : ", "points to look at: ")
                    + disagreements.map { "\($0.number) (\($0.booked ?? "?") → \($0.seen))" }.joined(separator: ", "))
        }
        lines.append("  → " + verdict.message[Speech.language])
        return lines.joined(separator: "\n")
    }

    /// Points by class of the book, a line each, and by class seen, a column each.
    private var confusionLines: [String] {
        let columns = SealingClass.allCases.map(Optional.some) + [nil]
        let heading =
            [say("livre \\ vu", "book \\ seen")]
            + columns.map { $0?.label[Speech.language] ?? say("inconnu", "unknown") }
        let rows = columns.map { booked in
            [booked?.label[Speech.language] ?? say("non classé", "unclassified")]
                + confusion.filter { $0.booked == booked }.map { NumberText.count($0.points) }
        }
        return ([heading] + rows).map { "  " + $0.joined(separator: "\t") }
    }

    /// The same as JSON.
    func json() throws -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        for (key, text) in [("audit", audit.name), ("on", audit.day.description), ("verdict", verdict.code)] {
            json.key(key)
            json.string(text)
        }
        json.key("message")
        json.string(verdict.message[Speech.language])
        json.key("campus")
        if let campus = audit.campus { json.string(campus) } else { json.null() }
        json.key("is_reproduced")
        json.bool(isReproduced)
        json.key("readers")
        json.beginArray()
        for reader in readers { json.string(reader) }
        json.endArray()
        for (key, value) in [
            ("seed", Int(audit.seed)), ("points", audit.pointCount), ("read", read), ("unreadable", unreadable),
            ("disputed", disputed), ("unread", unread),
        ] {
            json.key(key)
            json.integer(value)
        }
        json.key("outline_area_m2")
        try json.number(outlineArea, decimals: 2)
        json.key("unclassified_share")
        try json.number(unclassifiedShare, decimals: 6)
        for (key, shares) in [("classes", classes), ("types", types)] {
            json.key(key)
            json.beginArray()
            for share in shares { try json.share(share, of: outlineArea) }
            json.endArray()
        }
        json.key("confusion")
        json.beginArray()
        for cell in confusion { json.confusion(cell) }
        json.endArray()
        json.key("agreement")
        json.beginObject()
        try json.agreement(agreement)
        json.endObject()
        json.key("reader_pairs")
        json.beginArray()
        for pair in readerPairs { try json.pair(pair) }
        json.endArray()
        json.key("disagreements")
        json.beginArray()
        for disagreement in disagreements { json.disagreement(disagreement) }
        json.endArray()
        json.endObject()
        return json.bytes
    }
}

extension AuditShare {
    /// - Parameters:
    ///   - area: of the outlines, m².
    ///   - bounded: true to say what the share can be besides, whatever the points that tell nothing are.
    fileprivate func line(of area: Double, bounded: Bool) -> String {
        func span(_ range: ClosedRange<Double>, _ unit: FigureUnit, _ factor: Double = 1) -> String {
            NumberText.value(range.lowerBound * factor, unit) + " – "
                + NumberText.value(range.upperBound * factor, unit)
        }
        var line = label[Speech.language] + " : " + say("vu ", "seen ")
        if let share {
            line += "\(NumberText.value(share, .ratio)) [\(span(interval, .ratio))]"
            line += say(", soit ", ", that is ")
            line += "\(NumberText.value(share * area, .squareMetre)) [\(span(interval, .squareMetre, area))]"
        } else {
            line += say("inconnu", "unknown")
        }
        if bounded { line += say(", au plus large ", ", at the widest ") + "[\(span(bounds, .ratio))]" }
        line += say(" ; livre ", "; book ") + NumberText.value(booked, .ratio)
        line += isInInterval ? say(" (dans l'intervalle)", " (in it)") : say(" (hors de l'intervalle)", " (out of it)")
        line += say(
            " ; points de plus que le livre \(NumberText.count(tally.missed + tally.unbooked)), de moins \(NumberText.count(tally.overstated))",
            "; points more than the book \(NumberText.count(tally.missed + tally.unbooked)), less \(NumberText.count(tally.overstated))"
        )
        return line + " — " + standing.label[Speech.language]
    }
}

extension Agreement {
    fileprivate var line: String {
        guard let rate else { return say("aucun point commun", "no point in common") }
        let kappa = kappa.map { NumberText.fixed($0, 2) } ?? say("indéfini", "undefined")
        return say(
            "\(NumberText.value(rate, .ratio)) d'accord sur \(NumberText.count(points)) points, kappa de Cohen \(kappa)",
            "\(NumberText.value(rate, .ratio)) agreement on \(NumberText.count(points)) points, Cohen's kappa \(kappa)")
    }
}

extension JSONWriter {
    fileprivate mutating func share(_ share: AuditShare, of area: Double) throws {
        beginObject()
        for (name, text) in [
            ("code", share.code), ("label", share.label[Speech.language]), ("standing", share.standing.rawValue),
        ] {
            key(name)
            string(text)
        }
        for (name, count) in [
            ("seen", share.tally.seen), ("telling", share.tally.telling), ("missed", share.tally.missed),
            ("overstated", share.tally.overstated), ("unbooked", share.tally.unbooked),
        ] {
            key(name)
            integer(count)
        }
        key("share")
        if let value = share.share { try number(value, decimals: 6) } else { null() }
        for (name, value) in [
            ("lower", share.interval.lowerBound), ("upper", share.interval.upperBound),
            ("widest_lower", share.bounds.lowerBound), ("widest_upper", share.bounds.upperBound),
            ("book", share.booked),
        ] {
            key(name)
            try number(value, decimals: 6)
        }
        key("in_interval")
        bool(share.isInInterval)
        key("area_m2")
        if let value = share.share { try number(value * area, decimals: 2) } else { null() }
        key("area_lower_m2")
        try number(share.interval.lowerBound * area, decimals: 2)
        key("area_upper_m2")
        try number(share.interval.upperBound * area, decimals: 2)
        endObject()
    }

    fileprivate mutating func confusion(_ cell: AuditConfusion) {
        beginObject()
        for (name, sealingClass) in [("book", cell.booked), ("seen", cell.seen)] {
            key(name)
            if let sealingClass { string(sealingClass.rawValue) } else { null() }
        }
        key("points")
        integer(cell.points)
        endObject()
    }

    fileprivate mutating func agreement(_ agreement: Agreement) throws {
        key("points")
        integer(agreement.points)
        for (name, value) in [("rate", agreement.rate), ("kappa", agreement.kappa)] {
            key(name)
            if let value { try number(value, decimals: 6) } else { null() }
        }
    }

    fileprivate mutating func pair(_ pair: ReaderAgreement) throws {
        beginObject()
        key("first")
        string(pair.first)
        key("second")
        string(pair.second)
        try agreement(pair.agreement)
        endObject()
    }

    fileprivate mutating func disagreement(_ disagreement: AuditDisagreement) {
        beginObject()
        key("number")
        integer(disagreement.number)
        key("uuid")
        string(disagreement.uuid)
        key("book")
        if let booked = disagreement.booked { string(booked) } else { null() }
        key("seen")
        string(disagreement.seen)
        endObject()
    }
}
