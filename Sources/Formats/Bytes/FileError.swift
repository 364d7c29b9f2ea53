import Glibc
public import Languages

/// Why bytes could not be read from, or written to, a file or a standard stream.
public enum FileError: ReadableError, Hashable {
    case notFound(path: String)
    case notPermitted(path: String)
    case isDirectory(path: String)
    case noSpaceLeft(path: String)
    case tooLarge(name: String, limit: Int)
    /// Standard input was read already; it flows once.
    case alreadyRead(name: String)
    /// Another answer of the operating system, with its number (errno).
    case system(path: String, code: Int32)
    /// An entry of a ZIP archive that cannot be trusted.
    case archive(ZIPError)

    init(path: String, code: Int32) {
        self =
            switch code {
            case ENOENT, ENOTDIR: .notFound(path: path)
            case EACCES, EPERM, EROFS: .notPermitted(path: path)
            case EISDIR: .isDirectory(path: path)
            case ENOSPC, EDQUOT: .noSpaceLeft(path: path)
            default: .system(path: path, code: code)
            }
    }

    /// The sentence for the user.
    public var message: Bilingual {
        switch self {
        case .notFound(let path):
            Bilingual(
                fr: "\(path) : fichier introuvable. Vérifiez le chemin.",
                en: "\(path): no such file. Check the path.")
        case .notPermitted(let path):
            Bilingual(
                fr: "\(path) : accès refusé. Vérifiez les droits du fichier et de son dossier.",
                en: "\(path): permission denied. Check the rights of the file and of its folder.")
        case .isDirectory(let path):
            Bilingual(
                fr: "\(path) : c’est un dossier ; un fichier est attendu.",
                en: "\(path): this is a folder; a file is expected.")
        case .noSpaceLeft(let path):
            Bilingual(
                fr: "\(path) : plus de place sur le disque. Libérez-en et recommencez.",
                en: "\(path): no space left on the disk. Make room and try again.")
        case .tooLarge(let name, let limit):
            Bilingual(
                fr: "\(name) : plus de \(limit) octets, la limite admise ici.",
                en: "\(name): more than \(limit) bytes, the limit here.")
        case .alreadyRead(let name):
            Bilingual(
                fr: "\(name) : l’entrée standard ne se lit qu’une fois. Donnez un fichier.",
                en: "\(name): standard input can be read only once. Give a file.")
        case .system(let path, let code):
            Bilingual(
                fr: "\(path) : le système a refusé l’opération (erreur \(code)).",
                en: "\(path): the system refused the operation (\(String(cString: strerror(code)))).")
        case .archive(let error): error.message
        }
    }
}
