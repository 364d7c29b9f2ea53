import CampusAtlas

extension ObligationLine {
    /// The lines, for a person.
    static func text(_ lines: [ObligationLine]) -> String {
        var table = TextTable([
            "site", say("flux", "stream"), say("depuis", "since"), say("article", "article"),
            say("obligation", "obligation"), say("comment, pourquoi", "how, why"), say("il manque", "missing"),
        ])
        for line in lines {
            table.add([
                line.campus ?? "", line.stream, line.since.description, line.basis, line.statusText, line.how,
                line.gaps.map { $0.label[Speech.language] }.joined(separator: " ; "),
            ])
        }
        return table.lines.joined(separator: "\n")
    }

    private var statusText: String {
        guard let said else {
            return isOnlyDuringWorks ? say("pendant des travaux", "during works") : "?"
        }
        return said.status.label[Speech.language]
    }

    private var how: String {
        let weighed = lastWeighed.map { say("pesé le \($0)", "weighed on \($0)") }
        guard let said else { return weighed ?? "" }
        return [
            said.ground?.label[Speech.language], said.reason,
            said.collectedWith.map { say("avec \($0)", "with \($0)") }, said.evidence,
            documents == 0 ? nil : say("documents : \(documents)", "documents: \(documents)"), weighed,
        ].compactMap(\.self).joined(separator: " ; ")
    }
}
