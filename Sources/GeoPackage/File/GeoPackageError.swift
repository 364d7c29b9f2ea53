import GRDB
public import Languages

/// Why a file cannot be made, opened or copied.
public enum GeoPackageError: ReadableError, Hashable {
    /// Something is there already; it is never overwritten.
    case alreadyExists(path: String)
    /// There is nothing there.
    case notFound(path: String)
    /// A folder, or a file that may not be read.
    case notReadable(path: String)
    /// The file does not begin as SQLite files do.
    case notSQLite(path: String)
    /// An SQLite file whose application identifier is none of GeoPackage's (requirement 2).
    case notGeoPackage(path: String, applicationID: UInt32)
    /// A version that came after this program.
    case newerVersion(path: String, userVersion: UInt32)
    /// The file or its folder may not be written.
    case notWritable(path: String)
    /// Another program left its journal beside the file, in a folder where it cannot be taken up.
    case journalOutOfReach(path: String)
    /// Another program holds the lock for longer than five seconds.
    case busy(path: String)
    /// A table that every GeoPackage has is missing.
    case missingTable(path: String, table: String)
    /// Whatever else SQLite says.
    case sqlite(path: String, code: Int32, text: String)

    /// Where, what was found and what to do, in both languages.
    public var message: Bilingual {
        switch self {
        case .alreadyExists(let path):
            Bilingual(
                fr: "\(path) : existe déjà, et n'est pas écrasé. Choisissez un autre nom ou déplacez le fichier.",
                en: "\(path): exists already and is not overwritten. Choose another name or move the file.")
        case .notFound(let path):
            Bilingual(
                fr: "\(path) : fichier introuvable. Vérifiez le chemin.",
                en: "\(path): no such file. Check the path.")
        case .notReadable(let path):
            Bilingual(
                fr: "\(path) : n'est pas un fichier lisible. Donnez un fichier .gpkg, et vérifiez ses droits.",
                en: "\(path): not a readable file. Give a .gpkg file, and check its permissions.")
        case .notSQLite(let path):
            Bilingual(
                fr:
                    "\(path) : n'est pas une base SQLite, donc pas un GeoPackage. Vérifiez le fichier ou le téléchargement.",
                en: "\(path): not an SQLite database, hence no GeoPackage. Check the file or its download.")
        case .notGeoPackage(let path, let id):
            Bilingual(
                fr: "\(path) : base SQLite, mais pas un GeoPackage (identifiant d'application \(id), "
                    + "attendu \(FileHeader.applicationID)). Exportez-la en GeoPackage.",
                en: "\(path): an SQLite database but no GeoPackage (application identifier \(id), "
                    + "expected \(FileHeader.applicationID)). Export it as a GeoPackage.")
        case .newerVersion(let path, let version):
            Bilingual(
                fr: "\(path) : GeoPackage de version \(version), plus récente que ce programme (10400). "
                    + "Mettez le programme à jour.",
                en: "\(path): GeoPackage version \(version), newer than this program (10400). Update the program.")
        case .notWritable(let path):
            Bilingual(
                fr: "\(path) : écriture refusée. Vérifiez les droits du fichier et de son dossier.",
                en: "\(path): may not be written. Check the permissions of the file and of its folder.")
        case .journalOutOfReach(let path):
            Bilingual(
                fr: "\(path) : un journal (\(path)-wal) attend dans un dossier en lecture seule. "
                    + "Copiez le fichier et son journal dans un dossier où l'on peut écrire.",
                en: "\(path): a journal (\(path)-wal) is waiting in a read-only folder. "
                    + "Copy the file and its journal to a folder that can be written.")
        case .busy(let path):
            Bilingual(
                fr: "\(path) : verrouillé par un autre programme depuis plus de 5 secondes. "
                    + "Enregistrez ou fermez l'édition en cours, puis réessayez.",
                en: "\(path): locked by another program for more than 5 seconds. "
                    + "Save or close the editing session, then try again.")
        case .missingTable(let path, let table):
            Bilingual(
                fr:
                    "\(path) : la table \(table), que tout GeoPackage possède, est absente. Exportez de nouveau le fichier.",
                en: "\(path): table \(table), which every GeoPackage has, is missing. Export the file again.")
        case .sqlite(let path, let code, let text):
            Bilingual(
                fr: "\(path) : SQLite répond « \(text) » (code \(code)).",
                en: "\(path): SQLite answers \"\(text)\" (code \(code)).")
        }
    }

    /// What an error met while opening or writing `path` means.
    init(opening path: String, _ error: any Error) {
        switch error {
        case let error as GeoPackageError: self = error
        case let error as DatabaseError:
            switch error.resultCode {
            case .SQLITE_NOTADB: self = .notSQLite(path: path)
            case .SQLITE_READONLY where error.extendedResultCode != .SQLITE_READONLY:
                self = .journalOutOfReach(path: path)
            case .SQLITE_READONLY, .SQLITE_PERM: self = .notWritable(path: path)
            case .SQLITE_CANTOPEN: self = .init(cannotOpen: path)
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
            default:
                self = .sqlite(
                    path: path, code: error.extendedResultCode.rawValue, text: error.message ?? "\(error.resultCode)")
            }
        default: self = .sqlite(path: path, code: 1, text: "\(error)")
        }
    }

    private init(cannotOpen path: String) {
        let pending = (try? FileHeader(path: path))?.hasPendingJournal ?? false
        self = pending ? .journalOutOfReach(path: path) : .notWritable(path: path)
    }
}
