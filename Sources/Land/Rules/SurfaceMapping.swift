import Atlas
import GRDB
import Languages

/// What OpenStreetMap's tags and OCS GE's codes say of the ground, by the list `surface_mapping`.
///
/// A value may mean one surface type, several, or none. Of the tags of a row the more specific decides, and a less
/// specific one only settles what it leaves open: `surface=grass` is a lawn, a meadow or reinforced grass,
/// `landuse=grass` beside it makes it a lawn. What stays open is for a person to say, never guessed.
struct SurfaceMapping {
    /// `surface=asphalt`, or `code_cs=CS1.1.1.2`.
    struct Tag: Hashable {
        let key: String
        let value: String

        var text: String { "\(key)=\(value)" }
    }

    /// What the tags of a row come to.
    enum Verdict: Equatable {
        /// One type; `overruled` are less specific tags of another sealing class.
        case type(String, by: Tag, overruled: [Tag])
        case refused(Bilingual)
    }

    fileprivate struct Meaning {
        /// nil when the value says nothing of the ground; empty when none of the types answers to it.
        var types: [String]?
        let use: LandUse?
        let note: Bilingual?
    }

    /// Stands for every value of a key that has no row of its own.
    private static let anyValue = "*"

    private let meanings: [Tag: Meaning]
    /// The keys that the list knows; the higher is the more specific.
    private let precedences: [String: Int]
    private let types: [String: (label: Bilingual, sealing: String)]

    var keys: [String] { precedences.keys.sorted() }

    /// - Parameter answers: surface types by key and value, `surface:paving_stones` → `paving_open`: what a person says
    ///   of a value stands before what the list says.
    /// - Throws: ``ImportError/unknownField(_:known:)`` for an answer that names no key, or no surface type.
    init(_ db: Database, answers: [String: String]) throws {
        let rows = try Row.fetchAll(db, sql: "SELECT code, label_fr, label_en, sealing_class FROM surface_type")
        types = Dictionary(
            uniqueKeysWithValues: rows.map {
                ($0["code"], (Bilingual(fr: $0["label_fr"], en: $0["label_en"]), $0["sealing_class"]))
            })
        var meanings: [Tag: Meaning] = [:]
        var precedences: [String: Int] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT * FROM surface_mapping") {
            let tag = Tag(key: row["key"], value: row["value"])
            meanings[tag] = Meaning(of: row)
            precedences[tag.key] = max(precedences[tag.key] ?? .min, row["precedence"])
        }
        for (name, type) in answers {
            guard let key = precedences.keys.filter({ name.hasPrefix($0 + ":") }).max(by: { $0.count < $1.count })
            else {
                throw ImportError.unknownField(
                    "\(Self.answer):\(name)", known: precedences.keys.sorted().map { "\(Self.answer):\($0):…" })
            }
            guard types[type] != nil else {
                throw ImportError.unknownField("\(Self.answer):\(name)=\(type)", known: types.keys.sorted())
            }
            let tag = Tag(key: key, value: String(name.dropFirst(key.count + 1)))
            meanings[tag] = Meaning(types: [type], use: Self.meaning(of: tag, in: meanings)?.use, note: nil)
        }
        self.meanings = meanings
        self.precedences = precedences
    }

    /// The name under which a person answers: `--set type_of:surface:paving_stones=paving_open`.
    static let answer = "type_of"

    private static func meaning(of tag: Tag, in meanings: [Tag: Meaning]) -> Meaning? {
        meanings[tag] ?? meanings[Tag(key: tag.key, value: anyValue)]
    }

    private func precedence(_ tag: Tag) -> Int { precedences[tag.key] ?? .min }

    /// The surface type that some tags mean together; nil when there is no tag.
    func verdict(on tags: [Tag]) -> Verdict? {
        let tags = tags.sorted { (precedence($1), $0.key) < (precedence($0), $1.key) }
        var decision: (tag: Tag, types: [String])?
        var others: [Tag] = []
        for tag in tags {
            let isLevel = decision.map { precedence($0.tag) == precedence(tag) } ?? true
            guard let meaning = Self.meaning(of: tag, in: meanings) else {
                if isLevel { return .refused(unknown(tag)) }
                continue
            }
            guard let types = meaning.types else { continue }
            guard let (decider, open) = decision else {
                if types.isEmpty { return .refused(nothing(tag, meaning)) }
                decision = (tag, types)
                continue
            }
            let common = open.filter(types.contains)
            if !common.isEmpty {
                decision = (decider, common)
            } else if isLevel {
                return .refused(contradiction(decider, tag))
            } else {
                others.append(tag)
            }
        }
        guard let (tag, open) = decision else { return tags.isEmpty ? nil : .refused(silence(tags)) }
        guard open.count == 1, let type = open.first else { return .refused(ambiguity(tag, open)) }
        return .type(type, by: tag, overruled: others.filter { !isLike(type, $0) })
    }

    /// The use that the tags say plainly: none when two of them say two.
    func use(of tags: [Tag]) -> LandUse? {
        let uses = Set(tags.compactMap { Self.meaning(of: $0, in: meanings)?.use })
        return uses.count == 1 ? uses.first : nil
    }

    /// True when a tag may mean a type of the same sealing class.
    private func isLike(_ type: String, _ tag: Tag) -> Bool {
        let others = Self.meaning(of: tag, in: meanings)?.types ?? []
        return others.contains { types[$0]?.sealing == types[type]?.sealing }
    }
}

extension SurfaceMapping.Meaning {
    fileprivate init(of row: Row) {
        switch row["surface_type"] as String? {
        case nil: types = nil
        case "none"?: types = []
        case let codes?: types = codes.split(separator: "|").map(String.init)
        }
        use = (row["land_use"] as String?).flatMap(LandUse.init)
        note = (row["note_fr"] as String?).map { Bilingual(fr: $0, en: row["note_en"] as String? ?? $0) }
    }
}

/// Why a row is refused, and how a person answers.
extension SurfaceMapping {
    /// What to type, as the shell must be given it.
    private func option(_ tag: Tag) -> String {
        let option = "\(Self.answer):\(tag.key):\(tag.value)=…"
        let isPlain = tag.value.allSatisfy { $0.isLetter || $0.isNumber || "_.:-".contains($0) }
        return "--set " + (isPlain ? option : "\"\(option)\"")
    }

    private func ambiguity(_ tag: Tag, _ codes: [String]) -> Bilingual {
        let note = Self.meaning(of: tag, in: meanings)?.note
        func list(_ or: String, _ language: KeyPath<Bilingual, String>) -> String {
            codes.map { code in "\(code) (\(types[code]?.label[keyPath: language] ?? code))" }.joined(separator: or)
        }
        return Bilingual(
            fr: "\(tag.text) peut être \(list(" ou ", \.fr))\(note.map { " — \($0.fr)" } ?? "") ; "
                + "dites-le : \(option(tag))",
            en: "\(tag.text) may be \(list(" or ", \.en))\(note.map { " — \($0.en)" } ?? ""); "
                + "say which: \(option(tag))")
    }

    private func unknown(_ tag: Tag) -> Bilingual {
        Bilingual(
            fr: "\(tag.text) n'est pas dans la liste des correspondances (surface_mapping) ; "
                + "dites le type de surface : \(option(tag))",
            en: "\(tag.text) is not in the list of mappings (surface_mapping); say the surface type: \(option(tag))")
    }

    private func nothing(_ tag: Tag, _ meaning: Meaning) -> Bilingual {
        Bilingual(
            fr: "\(tag.text) ne répond à aucun type de surface\(meaning.note.map { " — \($0.fr)" } ?? "") ; "
                + "s'il y en a un, dites-le : \(option(tag))",
            en: "\(tag.text) answers to no surface type\(meaning.note.map { " — \($0.en)" } ?? ""); "
                + "if there is one, say it: \(option(tag))")
    }

    private func contradiction(_ a: Tag, _ b: Tag) -> Bilingual {
        Bilingual(
            fr: "\(a.text) et \(b.text) se contredisent ; corrigez la ligne, ou donnez-lui un surface_type",
            en: "\(a.text) and \(b.text) contradict each other; correct the row, or give it a surface_type")
    }

    private func silence(_ tags: [Tag]) -> Bilingual {
        let found = tags.map(\.text).joined(separator: ", ")
        let how = tags.last.map(option) ?? ""
        return Bilingual(
            fr: "\(found) : rien n'y dit de quoi le sol est fait ; dites-le : \(how)",
            en: "\(found): nothing there says what the ground is made of; say it: \(how)")
    }
}
