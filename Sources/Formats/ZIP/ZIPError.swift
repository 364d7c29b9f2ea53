public import Languages

/// Why a ZIP archive, or one of its entries, is not read.
public struct ZIPError: ReadableError, Hashable {
    /// What is wrong with the archive, or with the entry named.
    public enum Reason: Hashable, Sendable {
        case notAnArchive
        /// The directory and what it points to do not agree.
        case damaged
        case unsupportedZIP64
        case severalVolumes
        case encrypted(entry: String)
        case unsupportedMethod(entry: String, Int)
        /// A name that would lead out of the folder: `../x`, `/x`, `C:\x`.
        case unsafeName(String)
        case repeatedName(String)
        case noSuchEntry(String)
        case tooLarge(entry: String, limit: Int)
        case tooLargeAltogether(limit: Int)
        /// So much smaller than what it unfolds to that it was made to harm.
        case suspiciousRatio(entry: String, limit: Int)
        case wrongChecksum(entry: String)
        case wrongSize(entry: String)
    }

    /// What the source calls itself.
    public let source: String
    /// What is wrong.
    public let reason: Reason

    /// The sentence for the user.
    public var message: Bilingual {
        let text = reason.message
        return Bilingual(fr: "\(source) : \(text.fr)", en: "\(source): \(text.en)")
    }
}

extension ZIPError.Reason {
    var message: Bilingual {
        switch self {
        case .notAnArchive:
            Bilingual(fr: "ce n’est pas une archive ZIP.", en: "this is not a ZIP archive.")
        case .damaged:
            Bilingual(
                fr: "l’archive est abîmée ou incomplète ; téléchargez-la à nouveau.",
                en: "the archive is damaged or incomplete; download it again.")
        case .unsupportedZIP64:
            Bilingual(
                fr: "archive ZIP64 (plus de 4 Go), non lue ici ; donnez les fichiers qu’elle contient.",
                en: "ZIP64 archive (over 4 GB), not read here; give the files in it.")
        case .severalVolumes:
            Bilingual(
                fr: "archive en plusieurs volumes, non lue ici ; donnez une archive d’un seul tenant.",
                en: "archive in several volumes, not read here; give one in a single piece.")
        case .encrypted(let entry):
            Bilingual(
                fr: "« \(entry) » est chiffré ; donnez une archive sans mot de passe.",
                en: "‘\(entry)’ is encrypted; give an archive without a password.")
        case .unsupportedMethod(let entry, let method):
            Bilingual(
                fr: "« \(entry) » : compression n° \(method) inconnue ; recréez l’archive avec « deflate ».",
                en: "‘\(entry)’: unknown compression method \(method); make the archive again with deflate.")
        case .unsafeName(let name):
            Bilingual(
                fr: "nom d’entrée dangereux : « \(name) » ; l’archive est refusée.",
                en: "unsafe entry name: ‘\(name)’; the archive is refused.")
        case .repeatedName(let name):
            Bilingual(
                fr: "deux entrées s’appellent « \(name) » ; l’archive est refusée.",
                en: "two entries are called ‘\(name)’; the archive is refused.")
        case .noSuchEntry(let name):
            Bilingual(fr: "aucune entrée ne s’appelle « \(name) ».", en: "no entry is called ‘\(name)’.")
        case .tooLarge(let entry, let limit):
            Bilingual(
                fr: "« \(entry) » dépasse \(limit) octets une fois décompressé.",
                en: "‘\(entry)’ is larger than \(limit) bytes once unpacked.")
        case .tooLargeAltogether(let limit):
            Bilingual(
                fr: "le tout dépasse \(limit) octets une fois décompressé ; l’archive est refusée.",
                en: "the whole is larger than \(limit) bytes once unpacked; the archive is refused.")
        case .suspiciousRatio(let entry, let limit):
            Bilingual(
                fr: "« \(entry) » se décompresse plus de \(limit) fois ; l’archive est refusée.",
                en: "‘\(entry)’ unpacks to more than \(limit) times its size; the archive is refused.")
        case .wrongChecksum(let entry):
            Bilingual(
                fr: "« \(entry) » est abîmé (somme de contrôle fausse) ; téléchargez l’archive à nouveau.",
                en: "‘\(entry)’ is damaged (wrong checksum); download the archive again.")
        case .wrongSize(let entry):
            Bilingual(
                fr: "« \(entry) » n’a pas la taille annoncée ; l’archive est refusée.",
                en: "‘\(entry)’ does not have the size announced; the archive is refused.")
        }
    }
}
