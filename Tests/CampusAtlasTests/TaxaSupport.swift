import CampusAtlas
import Foundation

/// Tiny extracts of TAXREF, written from facts.
///
/// Codes and names of oaks and planes: species/taxon.csv, whose rows name their sources (GeoNature's bib_noms of 2018,
/// TAXREF v17 extract); birds: the public extract of TAXREF. Where a test needs a situation and not a fact, names and codes
/// are made up, in the genus Arbor, and codes are below 100.
enum Extract {
    static let columns = [
        "REGNE", "CD_NOM", "CD_SUP", "CD_REF", "RANG", "LB_NOM", "LB_AUTEUR", "NOM_VERN", "GROUP2_INPN", "FAMILLE",
        "FR",
    ]

    /// `cd_nom cd_ref rank name | authority | French | FR | cd_sup`, one line each.
    static func taxref(_ lines: String, columns: [String] = columns) -> String {
        let rows = lines.split(separator: "\n").map { line -> String in
            let parts = line.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let head = parts[0].split(separator: " ", maxSplits: 3).map(String.init)
            let cells = [
                "REGNE": "Plantae", "CD_NOM": head[0], "CD_REF": head[1], "RANG": head[2], "LB_NOM": head[3],
                "LB_AUTEUR": parts.count > 1 ? parts[1] : "", "NOM_VERN": parts.count > 2 ? parts[2] : "",
                "FR": parts.count > 3 ? parts[3] : "", "CD_SUP": parts.count > 4 ? parts[4] : "",
                "GROUP2_INPN": "Angiospermes", "FAMILLE": "Fagaceae",
            ]
            return columns.map { cells[$0] ?? "" }.joined(separator: "\t")
        }
        return ([columns.joined(separator: "\t")] + rows).joined(separator: "\n") + "\n"
    }

    /// Quercus ilex, L., 1753, CD_NOM 116704, FR P: eflorasys.univ-lorraine.fr, species 116704. Q. pubescens 116751:
    /// GeoNature bib_noms. The rest of each line is made up.
    static let oaks = """
        116704 116704 ES Quercus ilex | L., 1753 | Chêne vert, Yeuse | P | 10
        116751 116751 ES Quercus pubescens | Willd., 1805 | Chêne pubescent | P | 10
        10 10 GN Quercus | L., 1753 | Chênes
        11 116751 ES Quercus lanuginosa | (Lam.) Thuill., 1799
        12 12 SSES Quercus ilex subsp. ballota | (Desf.) Samp., 1909 | | P | 116704
        13 13 ES Quercus x mixta | Nobis, 2000 | Chêne mêlé
        """
}

extension Ledger {
    /// Loads a TAXREF of a few names.
    @discardableResult
    func taxref(_ version: String, _ lines: String) throws -> TaxrefReport {
        try atlas.loadTaxref(from: folder.file("TAXREFv\(version).txt", Extract.taxref(lines)))
    }

    func removed(_ rows: [String]) throws {
        let header = "CD_NOM\tPLUS_RECENTE_DIFFUSION\tCD_NOM_REMPLACEMENT\tCD_RAISON_SUPPRESSION\tRAISON_SUPPRESSION"
        let text = ([header] + rows).joined(separator: "\n") + "\n"
        _ = try atlas.loadTaxref(from: folder.file("CDNOM_DISPARUS.txt", text))
    }
}

extension TaxrefReport {
    /// Accepted, refused, known.
    var counts: [Int] { [accepted, refused, known] }
}
