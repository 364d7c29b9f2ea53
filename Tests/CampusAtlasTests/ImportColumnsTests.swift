import CampusAtlas
import Foundation
import GRDB
import Testing

/// Which column becomes what, and what a person may say of it.
@Suite struct ImportColumnsTests {
    private func bare(_ folder: TemporaryFolder, _ header: String, _ values: String) throws -> String {
        try folder.file("bare.csv", "\(header);geometry_wkt\n\(values);\(Plot(0, 0, 10, 10).wkt)\n")
    }

    private func metric(_ constants: [String: String] = [:], _ mapping: [String: String] = [:]) -> ImportOptions {
        var options = ImportOptions(set: constants, map: mapping)
        options.crs = "EPSG:2154"
        return options
    }

    @Test("--set gives a value to every row, under any name of the field")
    func constants() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try bare(folder, "n", "1")
        let report = try atlas.importSurfaces(
            from: path, options: metric(["typesurface": "roof", "valid_from": "2022-12-31"]))
        #expect(report.accepted == 1)
        let row = try atlas.row("SELECT surface_type, valid_from FROM surface")
        #expect(row["surface_type"] == "roof")
        #expect(row["valid_from"] == "2022-12-31")
    }

    @Test("a constant wins over a column that only bears the name; the column is kept beside")
    func constantOverColumn() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try bare(folder, "surface_type;valid_from", "lawn;2020-01-01")
        let report = try atlas.importSurfaces(from: path, options: metric(["surface_type": "roof"]))
        #expect(report.unused == ["surface_type"])
        #expect(try atlas.row("SELECT surface_type FROM surface")["surface_type"] == "roof")
    }

    @Test("--map says what a column becomes, and - leaves it out")
    func mapping() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try bare(folder, "genre;NOM;titre;secret", "lawn;Pré;Le pré;x")
        let report = try atlas.importSurfaces(
            from: path,
            options: metric(["valid_from": "2020-01-01"], ["genre": "surface_type", "titre": "nom", "secret": "-"]))
        #expect(report.accepted == 1)
        #expect(
            report.used.map { "\($0.column)=\($0.field)" } == [
                "genre=surface_type", "titre=name", "geometry_wkt=geometry_wkt",
            ])
        #expect(report.unused == ["NOM"])
        let row = try atlas.row("SELECT name, source_attributes FROM surface")
        #expect(row["name"] == "Le pré")
        #expect(row["source_attributes"] == #"{"NOM":"Pré"}"#)
    }

    @Test("a field's own name goes before its aliases, in whatever order the columns come", arguments: [true, false])
    func aliasPriority(ownNameFirst: Bool) throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try bare(
            folder, ownNameFirst ? "name;nom;surface_type;valid_from" : "nom;name;surface_type;valid_from",
            ownNameFirst ? "A;B;lawn;2020-01-01" : "B;A;lawn;2020-01-01")
        let report = try atlas.importSurfaces(from: path, options: metric())
        #expect(report.unused == ["nom"])
        #expect(try atlas.row("SELECT name FROM surface")["name"] == "A")
    }

    @Test("names of columns are read without accents, case, spaces and punctuation")
    func looseNames() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try bare(folder, "Type de surface ;DATE_RELEVÉ;Précision (m)", "lawn;2020-01-01;0,1")
        #expect(try atlas.importSurfaces(from: path, options: metric()).accepted == 1)
        #expect(try atlas.row("SELECT accuracy_m FROM surface")["accuracy_m"] == 0.1)
    }

    @Test("OpenStreetMap's landuse is not the use of a surface")
    func landuse() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try bare(folder, "surface_type;valid_from;landuse", "lawn;2020-01-01;grass")
        let report = try atlas.importSurfaces(from: path, options: metric())
        #expect(report.accepted == 1)
        #expect(report.unused == ["landuse"])
    }

    @Test("what is said of a field or a column that does not exist stops the import and names those that do")
    func unknownNames() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try bare(folder, "surface_type;valid_from", "lawn;2020-01-01")
        let before = try atlas.contents()
        func failure(_ constants: [String: String], _ mapping: [String: String]) -> ImportError? {
            #expect(throws: ImportError.self) {
                try atlas.importSurfaces(from: path, options: metric(constants, mapping))
            }
        }
        guard case .unknownField("colour", let fields)? = failure(["colour": "red"], [:]) else {
            Issue.record("an unknown field was accepted")
            return
        }
        #expect(fields.contains("surface_type"))
        guard case .unknownField("shade", _)? = failure([:], ["surface_type": "shade"]) else {
            Issue.record("a column was mapped to an unknown field")
            return
        }
        guard case .unknownField("name:x", _)? = failure([:], ["surface_type": "name:x"]) else {
            Issue.record("a qualifier was given to a field that has none")
            return
        }
        let unknown = failure([:], ["NOM": "name"])
        #expect(unknown == .unknownColumn("NOM", known: ["surface_type", "valid_from", "geometry_wkt"]))
        #expect(try atlas.contents() == before)
    }

    @Test("a field given twice stops the import")
    func fieldTwice() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let path = try bare(folder, "a;b;surface_type;valid_from", "A;B;lawn;2020-01-01")
        #expect(throws: ImportError.fieldTwice(field: "name", first: "a", second: "b")) {
            try atlas.importSurfaces(from: path, options: metric([:], ["a": "name", "b": "nom"]))
        }
        #expect(throws: ImportError.fieldTwice(field: "name", first: "--set", second: "a")) {
            try atlas.importSurfaces(from: path, options: metric(["name": "X"], ["a": "name"]))
        }
    }

    @Test("a required field that nothing gives stops the import; an empty one refuses its row")
    func requiredField() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let none = try bare(folder, "valid_from", "2020-01-01")
        #expect(
            throws: ImportError.missingField(
                file: "bare.csv", field: "surface_type", columns: ["valid_from", "geometry_wkt"])
        ) { try atlas.importSurfaces(from: none, options: metric()) }
        let empty = try bare(folder, "surface_type;valid_from", ";2020-01-01")
        let report = try atlas.importSurfaces(from: empty, options: metric())
        #expect(report.refused == 1 && report.rows == 1)
        #expect(report.refusalTexts == ["a required value is missing"])
    }

    @Test("a file without data, or that is not there, is one clear error")
    func emptyFiles() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        let empty = try folder.file("empty.csv", "")
        #expect(throws: ImportError.empty(empty)) { try atlas.importSurfaces(from: empty, options: metric()) }
        let header = try folder.file("header.csv", "surface_type;valid_from;geometry_wkt\n")
        #expect(throws: ImportError.noRow("header.csv")) { try atlas.importSurfaces(from: header, options: metric()) }
        #expect {
            try atlas.importSurfaces(from: folder.path("absent.csv"), options: metric())
        } throws: {
            $0 is any ReadableError
        }
    }

    @Test("a layout kept under a name reads the next file of the same source")
    func layouts() throws {
        let folder = try TemporaryFolder()
        let atlas = try folder.atlas([])
        var options = metric(["valid_from": "2020-01-01"], ["genre": "surface_type"])
        options.saveLayout = "géomètre"
        _ = try atlas.importSurfaces(from: bare(folder, "genre", "lawn"), options: options)
        var again = ImportOptions.metric
        again.layout = "géomètre"
        let second = try folder.file("second.csv", "genre;geometry_wkt\nroof;\(Plot(20, 0, 30, 10).wkt)\n")
        #expect(try atlas.importSurfaces(from: second, options: again).accepted == 1)
        // What is said this time goes before what was kept.
        again.constants = ["valid_from": "2024-01-01"]
        let third = try folder.file("third.csv", "genre;geometry_wkt\nbed;\(Plot(40, 0, 50, 10).wkt)\n")
        #expect(try atlas.importSurfaces(from: third, options: again).accepted == 1)
        #expect(
            try atlas.rows("SELECT surface_type || ' ' || valid_from AS t FROM surface ORDER BY fid").map {
                $0["t"] as String
            }
                == ["lawn 2020-01-01", "roof 2020-01-01", "bed 2024-01-01"])
        again.layout = "inconnu"
        #expect(throws: ImportError.unknownLayout("inconnu", known: ["géomètre"])) {
            try atlas.importSurfaces(from: third, options: again)
        }
        again.layout = "géomètre"
        #expect(throws: ImportError.layoutOfOtherTable("géomètre", table: "surface")) {
            try atlas.importParcels(from: third, options: again)
        }
    }
}
