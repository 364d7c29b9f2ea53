// CampusAtlas: the whole library under one import, and the one place that knows all the books.

@_exported public import Atlas
@_exported public import Formats
public import Foundation
@_exported public import GeoPackage
@_exported public import Geospatial
@_exported public import Land
@_exported public import Languages
@_exported public import Progress
@_exported public import Species
@_exported public import Waste

extension Atlas {
    private static let shelf = [LandBook.book, SpeciesBook.book, WasteBook.book, ProgressBook.book]

    /// Makes a new atlas and loads the code lists into it.
    ///
    /// - Parameters:
    ///   - path: a file that does not exist yet.
    ///   - name: the school's.
    ///   - crs: the working reference system: projected, in metres. EPSG:2154 in metropolitan France.
    ///   - version: of GeoPackage; 1.3 opens in QGIS 3.22 without a warning.
    ///   - lists: where the code lists are.
    /// - Throws: ``AtlasError``, ``CodeListError``, ``GeoPackageError``. No file is left then.
    public static func create(
        at path: String, name: String, crs: CoordinateReferenceSystem, version: GeoPackage.Version = .v1_3,
        lists: ReferenceLists = .shipped
    ) throws -> Atlas {
        let atlas = try create(at: path, name: name, crs: crs, version: version, books: shelf)
        do {
            try atlas.load(lists)
        } catch {
            try atlas.discard()
            throw error
        }
        return atlas
    }

    /// Opens an atlas, and brings its tables up to date when the program is newer than the file.
    ///
    /// - Throws: ``AtlasError``, ``GeoPackageError``.
    public static func open(_ path: String, readOnly: Bool = false) throws -> Atlas {
        try open(at: path, books: shelf, readOnly: readOnly)
    }

    /// Loads the code lists: what is new enters, what differs is changed, what only the atlas has stays.
    ///
    /// - Parameters:
    ///   - someOnly: true to load the files that the folder has, of those that an atlas knows; false to ask for them all.
    ///   - person: who loads them.
    /// - Returns: the files loaded, from the folder.
    /// - Throws: ``CodeListError``, naming the file and the row; nothing of any file is then loaded.
    @discardableResult
    public func load(_ lists: ReferenceLists, someOnly: Bool = false, by person: String? = nil) throws -> [String] {
        let all = LandBook.codeLists + SpeciesBook.codeLists + WasteBook.codeLists + ProgressBook.codeLists
        let wanted = all.filter { list in
            !someOnly || FileManager.default.fileExists(atPath: lists.directory.appending(path: list.file).path)
        }
        return try write(by: person, reason: "listes de référence") { db in
            for list in wanted { try list.load(from: lists.directory, db) }
            let protocols = try ProtocolLibrary.load(from: lists.directory, db)
            try LandBook.publishTypes(db)
            try SpeciesBook.publishVocabularies(db)
            try ProtocolLibrary.publish(db)
            try WasteBook.publishStreams(db)
            return wanted.map(\.file) + protocols
        }
    }

    /// The layers and tables that can be exported, by the name used in commands.
    public static var exportNames: [String] { exports.map(\.name) }

    package static let exports = LandBook.exports + SpeciesBook.exports + WasteBook.exports

    /// Writes a layer or a table of the atlas.
    ///
    /// - Parameters:
    ///   - name: one of ``exportNames``.
    ///   - day: only what is true on this day; nil for the rows of every date.
    ///   - sensitive: true to write the sensitive records too, for the school's own use.
    ///   - path: where; `-` is standard output, but for a GeoPackage, which overwrites nothing either.
    /// - Throws: ``ExportError``, among others for a name that is none of them; ``GeoPackageError``.
    public func export(
        _ name: String, format: ExportFormat, on day: CalendarDate? = nil, sensitive: Bool = false, to path: String
    ) throws -> ExportReport {
        guard let layer = Self.exports.first(where: { $0.name == name }) else {
            throw ExportError.unknownLayer(name, known: Self.exportNames)
        }
        return try export(layer, format: format, on: day, sensitive: sensitive, to: path)
    }
}

/// The folder that holds `geodata/` and `species/`.
public struct ReferenceLists: Sendable {
    /// The folder.
    public let directory: URL

    /// Lists of one's own, laid out like those that ship.
    public init(directory: URL) { self.directory = directory }

    /// The lists that come with the program, or those of `CAMPUS_ATLAS_DATA` when it is set.
    public static var shipped: ReferenceLists {
        if let path = ProcessInfo.processInfo.environment["CAMPUS_ATLAS_DATA"] {
            return ReferenceLists(directory: URL(filePath: path))
        }
        return ReferenceLists(directory: Bundle.module.bundleURL)
    }
}
