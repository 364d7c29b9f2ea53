import Atlas

/// What a column of a file of weighings may be.
enum WeighingFields {
    static let all = [
        Field("uuid", aliases: ["id"], stored: false),
        Field(
            "weighed_on", .date,
            aliases: [
                "date", "jour", "dateheure", "datecollecte", "datedecollecte", "datepesee", "dateenlevement",
                "dayofcollection",
            ], required: true),
        Field("weighed_at", aliases: ["horodatage"]),
        Field("period_from", .date, aliases: ["debutperiode", "periodedu"]),
        Field("campus", aliases: ["site"]),
        Field("container", aliases: ["contenant", "bac", "containerid"]),
        Field("stream", aliases: ["flux", "dechet", "stream"]),
        Field("destination"),
        Field("facility", aliases: ["installation", "exutoire"]),
        Field("low_code", aliases: ["codedechet", "codedechets", "codeced", "codelow", "low"]),
        Field("operation_code", aliases: ["codetraitement", "codedetraitement", "codedr"]),
        Field("to_container", aliases: ["verscontenant"]),
        Field(
            "mass", .decimal,
            aliases: [
                "netmass", "massenette", "poids", "masse", "net", "poidsnet", "poidskg", "poidst", "massekg", "masset",
                "tonnage",
            ], stored: false, qualified: true, measured: true),
        Field("gross_mass", .decimal, aliases: ["brut", "massebrute"], stored: false, measured: true),
        Field("tare_mass", .decimal, aliases: ["tare"], stored: false, measured: true),
        Field("total_mass", .decimal, stored: false, measured: true),
        Field("remainder_stream", stored: false),
        Field("unit", aliases: ["unite"], stored: false),
        Field("net_mass_g", .integer),
        Field("gross_mass_g", .integer),
        Field("tare_mass_g", .integer),
        Field("mass_as_typed"),
        Field("unit_as_typed"),
        Field("method", aliases: ["methode"]),
        Field("emptyings", .integer, aliases: ["vidages", "levees", "nblevees"]),
        Field("fill", .decimal, aliases: ["remplissage"]),
        Field("density_kg_m3", .decimal),
        Field("is_wet", .boolean, aliases: ["mouille"]),
        Field("is_doubtful", .boolean, aliases: ["doute", "douteux", "doubtful"]),
        Field("weighed_by", aliases: ["pesepar"]),
        Field("ticket", aliases: ["bon", "numerobon"]),
        Field("remark", aliases: ["remarque", "commentaire", "comment"]),
        Field("source"),
    ]

    static let day = all.place(of: "weighed_on")
    static let instant = all.place(of: "weighed_at")
    static let campus = all.place(of: "campus")
    static let container = all.place(of: "container")
    static let stream = all.place(of: "stream")
    static let destination = all.place(of: "destination")
    static let mass = all.place(of: "mass")
    static let gross = all.place(of: "gross_mass")
    static let tare = all.place(of: "tare_mass")
    static let total = all.place(of: "total_mass")
    static let remainder = all.place(of: "remainder_stream")
    static let unit = all.place(of: "unit")
    static let netGrams = all.place(of: "net_mass_g")
    static let grossGrams = all.place(of: "gross_mass_g")
    static let tareGrams = all.place(of: "tare_mass_g")
    static let massAsTyped = all.place(of: "mass_as_typed")
    static let unitAsTyped = all.place(of: "unit_as_typed")
    static let method = all.place(of: "method")
    static let periodFrom = all.place(of: "period_from")
    static let low = all.place(of: "low_code")
    static let facility = all.place(of: "facility")
    static let ticket = all.place(of: "ticket")
    static let remark = all.place(of: "remark")
    static let source = all.place(of: "source")
    static let emptyings = all.place(of: "emptyings")
    static let fill = all.place(of: "fill")
    static let density = all.place(of: "density_kg_m3")
    static let isWet = all.place(of: "is_wet")
    static let isDoubtful = all.place(of: "is_doubtful")
}
