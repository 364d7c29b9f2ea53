import Foundation

/// A Darwin Core Archive (Darwin Core text guide): a ZIP file or a folder, with its `meta.xml` at the top or in the single
/// folder there.
///
/// Names that lead out of it, encrypted entries, bombs and document type declarations are refused; see ``ZIPReader`` and
/// ``XMLReader``.
public struct DarwinCoreArchive: Sendable {
    private enum Content: Sendable {
        case zip(ZIPReader, prefix: String)
        case folder(String)
    }

    /// What messages call it.
    public let name: String
    /// The `meta.xml`, understood.
    public let descriptor: ArchiveDescriptor
    private let content: Content

    /// - Parameters:
    ///   - path: a ZIP file or a folder.
    ///   - limits: what a ZIP file may unfold to.
    /// - Throws: ``DarwinCoreArchiveError``, ``DarwinCoreArchiveError/Reason/noDescriptor`` when there is no `meta.xml`;
    ///   ``FileError``; ``XMLError``.
    public init(_ path: String, limits: ZIPLimits = ZIPLimits()) throws {
        name = path
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            let folder = Self.topFolder(of: path)
            guard FileManager.default.fileExists(atPath: folder + "/meta.xml") else {
                throw DarwinCoreArchiveError(source: path, reason: .noDescriptor)
            }
            content = .folder(folder)
            descriptor = try ArchiveDescriptor(ByteSource(folder + "/meta.xml"))
        } else {
            let source = ByteSource(path)
            if try source.prefix(2) == [0x1F, 0x8B] {
                throw DarwinCoreArchiveError(source: path, reason: .compressedTape)
            }
            let zip = try ZIPReader(source, limits: limits)
            guard let entry = Self.descriptor(of: zip) else {
                throw DarwinCoreArchiveError(source: path, reason: .noDescriptor)
            }
            content = .zip(zip, prefix: String(entry.name.dropLast("meta.xml".count)))
            descriptor = try ArchiveDescriptor(zip.source(entry))
        }
        for file in descriptor.allFiles where try self.file(file) == nil {
            throw DarwinCoreArchiveError(source: path, reason: .missingFile(file))
        }
    }

    /// The `meta.xml` at the top of a ZIP file, or in the single folder there; what macOS adds is no folder.
    public static func descriptor(of zip: ZIPReader) -> ZIPEntry? {
        if let entry = zip.entries.first(where: { $0.name == "meta.xml" }) { return entry }
        let tops = Set(zip.entries.map { $0.name.prefix { $0 != "/" } }).subtracting(["__MACOSX", ".DS_Store"])
        guard tops.count == 1, let top = tops.first else { return nil }
        return zip.entries.first { $0.name == "\(top)/meta.xml" }
    }

    /// The core and the extensions, the core first.
    public var tables: [ArchiveDescriptor.Table] { [descriptor.core] + descriptor.extensions }

    /// The metadata that the descriptor names, or `eml.xml`; nil when the archive has none.
    public func metadata() throws -> ByteSource? {
        for name in [descriptor.metadata, "eml.xml"] {
            if let name, let source = try? file(name) { return source }
        }
        return nil
    }

    /// The rows of a table, from the first.
    public func rows(of table: ArchiveDescriptor.Table) throws -> ArchiveRows {
        try ArchiveRows(table, sources: table.files.compactMap { try file($0) })
    }

    /// The bytes of every file that the descriptor names, itself first, in order.
    public func sources() throws -> [ByteSource] {
        try (["meta.xml"] + descriptor.allFiles).compactMap { try file($0) }
    }

    private func file(_ location: String) throws -> ByteSource? {
        switch content {
        case .zip(let zip, let prefix):
            return zip.entries.first { $0.name == prefix + location }.map { zip.source($0) }
        case .folder(let folder):
            let path = folder + "/" + location
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            // A link may lead out of the folder.
            let real = URL(filePath: path).resolvingSymlinksInPath().path
            let root = URL(filePath: folder).resolvingSymlinksInPath().path
            guard real.hasPrefix(root + "/") else {
                throw DarwinCoreArchiveError(source: name, reason: .unsafeLocation(location))
            }
            return ByteSource(path)
        }
    }

    private static func topFolder(of path: String) -> String {
        let manager = FileManager.default
        if manager.fileExists(atPath: path + "/meta.xml") { return path }
        let inside = ((try? manager.contentsOfDirectory(atPath: path)) ?? []).filter {
            $0 != "__MACOSX" && $0 != ".DS_Store"
        }
        return inside.count == 1 ? "\(path)/\(inside[0])" : path
    }
}

extension ArchiveDescriptor {
    /// Every file of every table, each once.
    fileprivate var allFiles: [String] {
        var seen: Set<String> = []
        return ([core] + extensions).flatMap(\.files).filter { seen.insert($0).inserted }
    }
}
