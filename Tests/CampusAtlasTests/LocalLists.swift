import CampusAtlas
import Foundation

/// The lists of a school, made for a test.
struct LocalLists {
    /// scientific_name;cd_nom;cd_ref;fr_status
    var taxa = ["Quercus ilex;116704;116704;P"]
    /// code;kind;campus
    var checklists = ["gard;native;", "exotiques;invasive;"]
    /// checklist;scientific_name;cd_nom;status
    var entries: [String]

    init(_ entries: [String]) { self.entries = entries }

    /// The lists of the checkout, with these instead of its own.
    func written(in folder: TemporaryFolder) throws -> ReferenceLists {
        let files = FileManager.default
        for name in ["geodata", "species"] {
            try files.copyItem(at: lists.directory.appending(path: name), to: folder.url.appending(path: name))
        }
        func write(_ name: String, _ header: String, _ rows: [String]) throws {
            let text = ([header] + rows).joined(separator: "\n") + "\n"
            try Data(text.utf8).write(to: folder.url.appending(path: "species/\(name).csv"))
        }
        try write("taxon", "scientific_name;cd_nom;cd_ref;fr_status;source", taxa.map { $0 + ";essai" })
        try write(
            "checklist", "code;kind;campus;label_fr;label_en;version;area;source",
            checklists.map { $0 + ";liste;list;v1;Gard;essai" })
        try write(
            "checklist_entry", "checklist;scientific_name;cd_nom;status;source", entries.map { $0 + ";essai" })
        return ReferenceLists(directory: folder.url)
    }
}
