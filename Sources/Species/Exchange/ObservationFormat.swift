import Formats
public import Languages

/// Where a file of observations comes from, which its columns show.
public enum ObservationFormat: String, Sendable, CaseIterable {
    /// GBIF's simple download: tabs, nothing quoted.
    case gbif
    /// A Darwin Core Archive, or a table with Darwin Core's names.
    case dwca
    case inaturalist
    /// GeoNature's synthèse, in its export and import forms.
    case geonature
    /// The SINP's standard "Occurrences de taxons" v2.
    case sinp
    /// A sheet of one's own.
    case plain

    /// The names of columns that a format has and others have not, as ``ColumnName/normalized(_:)`` gives them: one of
    /// each group is enough.
    private var marks: [Set<String>] {
        switch self {
        case .gbif: [["gbifid"], ["datasetkey", "taxonkey", "institutioncode"]]
        case .inaturalist: [["observedon"], ["qualitygrade", "iconictaxonname", "taxonid", "userlogin"]]
        case .geonature: [["idsynthese", "uuidpermsinp", "datemin"], ["nomcite"]]
        case .sinp: [["idsinpocctax"], ["nomcite"], ["statutobservation"]]
        case .dwca: [["scientificname"], ["occurrenceid", "basisofrecord", "eventdate"]]
        case .plain: []
        }
    }

    /// The columns by which a header is of the format; nil when it is not.
    private func evidence(in header: [String]) -> [String]? {
        var found: [String] = []
        for group in marks {
            guard let name = header.first(where: { group.contains(ColumnName.normalized($0)) }) else { return nil }
            found.append(name)
        }
        return found
    }

    /// The format that a header shows, and the columns that show it.
    static func detect(_ header: [String]) -> (format: ObservationFormat, evidence: [String]) {
        for format in [ObservationFormat.gbif, .inaturalist, .sinp, .geonature, .dwca] {
            if let evidence = format.evidence(in: header) { return (format, evidence) }
        }
        return (.plain, [])
    }

    /// Makes sure that a header is of the format.
    /// - Throws: ``ObservationFormatError``
    func check(_ header: [String], file: String) throws {
        guard evidence(in: header) == nil else { return }
        throw ObservationFormatError(
            file: file, format: self, missing: marks.map { $0.sorted().joined(separator: "|") }, found: header)
    }

    /// The name to say aloud.
    var label: Bilingual {
        switch self {
        case .gbif: Bilingual(fr: "téléchargement simple de GBIF", en: "GBIF's simple download")
        case .dwca: Bilingual(fr: "Darwin Core", en: "Darwin Core")
        case .inaturalist: Bilingual(fr: "export d'iNaturalist", en: "iNaturalist's export")
        case .geonature: Bilingual(fr: "synthèse de GeoNature", en: "GeoNature's synthèse")
        case .sinp: Bilingual(fr: "SINP, occurrences de taxons v2", en: "SINP, occurrences of taxa v2")
        case .plain: Bilingual(fr: "tableur", en: "plain sheet")
        }
    }

    /// The sentence that says which format was taken.
    func sentence(evidence: [String]) -> Bilingual {
        guard !evidence.isEmpty else { return Bilingual(fr: "format : \(label.fr)", en: "format: \(label.en)") }
        let columns = evidence.joined(separator: ", ")
        return Bilingual(
            fr: "format : \(label.fr), reconnu à \(columns)", en: "format: \(label.en), told by \(columns)")
    }
}

/// A file that is not of the format that a person said.
public struct ObservationFormatError: ReadableError, Hashable {
    let file: String
    let format: ObservationFormat
    let missing: [String]
    let found: [String]

    /// The sentence for the user.
    public var message: Bilingual {
        let (missing, found) = (missing.joined(separator: " + "), found.prefix(12).joined(separator: ", "))
        return Bilingual(
            fr:
                "\(file) : ce n'est pas « \(format.rawValue) » (\(format.label.fr)), dont les colonnes sont \(missing). "
                + "Colonnes du fichier : \(found). Sans --as, le format est reconnu.",
            en: "\(file): this is not '\(format.rawValue)' (\(format.label.en)), whose columns are \(missing). "
                + "Columns of the file: \(found). Without --as, the format is recognised.")
    }
}
