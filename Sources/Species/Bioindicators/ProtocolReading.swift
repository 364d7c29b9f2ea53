import Formats
import Languages

extension BioindicatorProtocol {
    /// A protocol of its sheet and of the tables that it names.
    init(_ sheet: ProtocolSheet, tables: [String: ProtocolTable], units: [String: Bilingual]) throws {
        code = try sheet.required("code")
        label = Bilingual(fr: try sheet.required("label_fr"), en: try sheet.required("label_en"))
        group = try sheet.required("group")
        isVerified = try sheet.isVerified()
        statusRemark = sheet.remark("status")
        seasons = try sheet.seasons()
        minimum = try sheet.minimum(units)
        sampleUnit = sheet.text("sample_unit").map { EffortUnit($0, units) }
        unitArea = try sheet.area()
        needed = try sheet.effortFields("needed_field")
        asked = try sheet.effortFields("asked_field")
        quantityType = sheet.text("quantity")
        let targetFile = sheet.text("target_list")
        self.targetFile = targetFile
        targets = try targetFile.flatMap { tables[$0] }.map { table in
            let place = try table.column("scientific_name")
            return table.rows.map { $0.cells[place] }.filter { !$0.isEmpty }
        }
        visitsOf = sheet.text("visits_of") ?? code
        scores = try sheet.scores(tables)
        method = Bilingual(fr: sheet.text("method_fr") ?? "", en: sheet.text("method_en") ?? "")
        source = sheet.all("source").map(\.value).joined(separator: " | ")
        guard !source.isEmpty else {
            throw sheet.table.fail(1, Bilingual(fr: "il manque la source", en: "the source is missing"))
        }
    }
}

extension EffortUnit {
    fileprivate init(_ code: String, _ units: [String: Bilingual]) {
        self.init(code: code, label: units[code] ?? Bilingual(fr: code, en: code))
    }
}

extension ProtocolSheet {
    fileprivate func isVerified() throws -> Bool {
        switch try required("status") {
        case "verified": return true
        case "unverified": return false
        case let other:
            throw table.fail(
                all("status")[0].number,
                Bilingual(
                    fr: "status : verified ou unverified, pas « \(other) »",
                    en: "status: verified or unverified, not '\(other)'"))
        }
    }

    fileprivate func seasons() throws -> [SeasonWindow] {
        try all("season").map { line in
            guard let window = SeasonWindow(line.value) else {
                throw table.fail(
                    line.number,
                    Bilingual(
                        fr: "season : « \(line.value) » n'est pas MM-JJ/MM-JJ dans une même année",
                        en: "season: '\(line.value)' is not MM-DD/MM-DD within one year"))
            }
            return window
        }
    }

    fileprivate func minimum(_ units: [String: Bilingual]) throws -> YearlyMinimum {
        _ = try required("minimum")
        return YearlyMinimum(
            count: try count("minimum") ?? 1, unit: EffortUnit(try required("minimum_unit"), units),
            perSeason: try count("minimum_per_season"), spacingDays: try count("spacing_days"),
            visitMinutes: try count("visit_minutes"), visitSamples: try count("visit_samples"),
            periodYears: try count("period_years") ?? 1)
    }

    fileprivate func area() throws -> Double? {
        guard let line = all("unit_area_m2").first else { return nil }
        guard let area = Double(line.value), area > 0, area.isFinite else {
            throw table.fail(
                line.number,
                Bilingual(
                    fr: "unit_area_m2 : « \(line.value) » n'est pas une surface en m²",
                    en: "unit_area_m2: '\(line.value)' is not an area in m²"))
        }
        return area
    }

    fileprivate func effortFields(_ field: String) throws -> [EffortField] {
        try all(field).map { line in
            guard let known = EffortField(rawValue: line.value) else {
                let names = EffortField.allCases.map(\.rawValue).joined(separator: ", ")
                throw table.fail(
                    line.number,
                    Bilingual(
                        fr: "\(field) : « \(line.value) » n'est pas un de \(names)",
                        en: "\(field): '\(line.value)' is none of \(names)"))
            }
            return known
        }
    }

    fileprivate func scores(_ tables: [String: ProtocolTable]) throws -> [ScoreRule] {
        _ = try required("score")
        return try all("score").map { line in
            do throws(ScoreRuleProblem) {
                return try ScoreRule(line.value, remark: line.remark, tables: tables)
            } catch {
                switch error {
                case .line(let problem): throw table.fail(line.number, problem)
                case .table(let error): throw error
                }
            }
        }
    }
}
