public import Languages

/// Why a Darwin Core Archive cannot be read.
public struct DarwinCoreArchiveError: ReadableError, Hashable {
    /// What is wrong with it.
    public enum Reason: Hashable, Sendable {
        case noDescriptor
        case unexpectedElement(String)
        /// An archive has one core, no fewer and no more.
        case coreCount(Int)
        case noLocation
        /// A location that would lead out of the archive, or to another machine.
        case unsafeLocation(String)
        case missingFile(String)
        case unknownEncoding(String)
        case unsupported(attribute: String, found: String)
        case fieldWithoutTerm
        case notANumber(attribute: String, found: String)
        /// No table of the archive has what is looked for.
        case noTable(wanted: String, found: [String])
        /// The rows of an extension say nothing of the row of the core that they belong to.
        case noKey(table: String)
        /// The rows to be joined are too many to be held.
        case tooMuchToJoin(table: String, limit: Int)
        case compressedTape
    }

    /// What the source calls itself.
    public let source: String
    /// The line of the descriptor; nil when it is the archive as a whole.
    public let line: Int?
    /// What is wrong.
    public let reason: Reason

    /// An error of the archive as a whole unless a line is given.
    public init(source: String, line: Int? = nil, reason: Reason) {
        self.source = source
        self.line = line
        self.reason = reason
    }

    /// The sentence for the user.
    public var message: Bilingual {
        let text = reason.message
        guard let line else { return Bilingual(fr: "\(source) : \(text.fr)", en: "\(source): \(text.en)") }
        return Bilingual(fr: "\(source), ligne \(line) : \(text.fr)", en: "\(source), line \(line): \(text.en)")
    }
}

extension DarwinCoreArchiveError.Reason {
    fileprivate var message: Bilingual {
        switch self {
        case .noDescriptor:
            Bilingual(
                fr: "pas de meta.xml : ce n’est pas une archive Darwin Core.",
                en: "no meta.xml: this is not a Darwin Core Archive.")
        case .unexpectedElement(let name):
            Bilingual(
                fr: "l’élément « archive » est attendu, pas « \(name) ».",
                en: "the element 'archive' is expected, not '\(name)'.")
        case .coreCount(let count):
            Bilingual(
                fr: "\(count) tables « core » ; il en faut une.", en: "\(count) 'core' tables; one is needed.")
        case .noLocation:
            Bilingual(
                fr: "une table sans fichier : il manque « files » et « location ».",
                en: "a table without a file: 'files' and 'location' are missing.")
        case .unsafeLocation(let path):
            Bilingual(
                fr: "« \(path) » mène hors de l’archive, qui est refusée.",
                en: "'\(path)' leads out of the archive, which is refused.")
        case .missingFile(let path):
            Bilingual(
                fr: "« \(path) » est annoncé et n’est pas dans l’archive.",
                en: "'\(path)' is announced and is not in the archive.")
        case .unknownEncoding(let name):
            Bilingual(
                fr: "codage « \(name) » inconnu ; récrivez le fichier en UTF-8.",
                en: "unknown encoding '\(name)'; write the file again in UTF-8.")
        case .unsupported(let attribute, let found):
            Bilingual(
                fr:
                    "\(attribute) = « \(visible(found)) » n’est pas lu ici ; récrivez le fichier avec des tabulations et des fins de ligne \\n.",
                en:
                    "\(attribute) = '\(visible(found))' is not read here; write the file again with tabs and \\n line ends."
            )
        case .fieldWithoutTerm:
            Bilingual(fr: "un champ sans « term ».", en: "a field without a 'term'.")
        case .notANumber(let attribute, let found):
            Bilingual(
                fr: "\(attribute) = « \(found) » n’est pas un nombre de 0 à 99999.",
                en: "\(attribute) = '\(found)' is not a number from 0 to 99999.")
        case .noTable(let wanted, let found):
            Bilingual(
                fr: "aucune table de type \(wanted) ; il y a : \(found.joined(separator: ", ")).",
                en: "no table of type \(wanted); there are: \(found.joined(separator: ", ")).")
        case .noKey(let table):
            Bilingual(
                fr: "les lignes de \(table) ne disent pas à quelle ligne de la table principale elles se rattachent.",
                en: "the rows of \(table) do not say to which row of the core they belong.")
        case .tooMuchToJoin(let table, let limit):
            Bilingual(
                fr: "les lignes de \(table) à rattacher dépassent \(limit) octets.",
                en: "the rows of \(table) to be joined are larger than \(limit) bytes.")
        case .compressedTape:
            Bilingual(
                fr: "archive tar.gz, non lue ici : décompressez-la et donnez le dossier, ou un ZIP.",
                en: "tar.gz archive, not read here: unpack it and give the folder, or a ZIP.")
        }
    }
}

private func visible(_ text: String) -> String {
    text.unicodeScalars.map { $0.value < 0x20 ? "\\u\(String($0.value, radix: 16))" : String($0) }.joined()
}
