import Atlas

extension ObservationImporter {
    /// What the columns of a file may become, under the names that Darwin Core, GBIF, iNaturalist, GeoNature and the SINP
    /// give them.
    static let fields =
        [
            Field("uuid", aliases: ["id"], stored: false),
            Field("occurrence_id", aliases: ["uuidpermsinp", "uniqueidsinp", "idsinpocctax"]),
            Field("gbif_id", stored: false, kept: true),
            Field("id_synthese", stored: false, kept: true),
            Field("basis_of_record", aliases: ["basisofrecord"]),
            Field("occurrence_status", aliases: ["occurrencestatus", "statutobservation"]),
            Field("scientific_name", aliases: ["scientificname", "nomcite", "nomscientifique", "taxon"]),
            Field("taxon_id", aliases: ["taxonid", "taxonkey"]),
            Field("cd_nom", .integer, aliases: ["cdnom"]),
            Field("taxref_version", aliases: ["taxrefversion", "versiontaxref"]),
            Field("name_according_to", aliases: ["nameaccordingto"], stored: false, kept: true),
            Field("verbatim_identification", aliases: ["verbatimidentification", "verbatimscientificname"]),
            Field("taxon_rank", aliases: ["taxonrank", "rangtaxo"]),
            Field("vernacular_name", aliases: ["vernacularname", "commonname", "nomvernaculaire"]),
            Field("kingdom", aliases: ["regne", "taxonkingdomname"]),
            Field("family", aliases: ["famille", "taxonfamilyname"]),
            Field("species", aliases: ["taxonspeciesname"]),
            Field("event_date", aliases: ["eventdate"]),
            Field("event_start", .date, aliases: ["datedebut", "datemin", "observedon", "date"]),
            Field("event_end", .date, aliases: ["datefin", "datemax"]),
            Field("event_time", aliases: ["eventtime"]),
            Field("time_start", aliases: ["heuredebut", "hourmin"], stored: false),
            Field("time_end", aliases: ["heurefin", "hourmax"], stored: false),
            Field("event_id", aliases: ["eventid", "uuidpermgrpsinp", "idsinpregroupement"]),
            Field("sampling_protocol", aliases: ["samplingprotocol", "techniqueechantillonnage"]),
            Field(
                "individual_count", .integer,
                aliases: ["individualcount", "nombremin", "countmin", "denombrementmin", "nombre"]),
            Field("sex", aliases: ["sexe", "occsexe"]),
            Field("life_stage", aliases: ["lifestage", "stadevie", "occstadedevie"]),
            Field("behavior", aliases: ["behaviour", "comportement", "occcomportement"]),
            Field("organism_quantity", aliases: ["organismquantity"]),
            Field("organism_quantity_type", aliases: ["organismquantitytype"]),
            Field(
                "recorded_by",
                aliases: ["recordedby", "observateurs", "observers", "userlogin", "observateur", "observateuridentite"]),
            Field("identified_by", aliases: ["identifiedby", "determinateur", "determiner"]),
            Field("date_identified", aliases: ["dateidentified", "datedetermination"]),
            Field("establishment_means", aliases: ["establishmentmeans"]),
            Field("degree_of_establishment", aliases: ["degreeofestablishment"]),
        ] + Field.coordinates(stored: true) + [
            Field(
                "coordinate_uncertainty_in_meters", .decimal,
                aliases: ["coordinateuncertaintyinmeters", "positionalaccuracy", "precisiongeographique", "precision"]),
            Field("geodetic_datum", aliases: ["geodeticdatum"], stored: false, kept: true),
            Field("locality", aliases: ["lieu", "nomlieu", "placeguess"]),
            Field("country_code", aliases: ["countrycode"]),
            Field("institution_code", aliases: ["institutioncode"]),
            Field("collection_code", aliases: ["collectioncode"]),
            Field("catalog_number", aliases: ["catalognumber"]),
            Field("dataset_name", aliases: ["datasetname", "jddnom"]),
            Field("license", aliases: ["licence"]),
            Field("rights_holder", aliases: ["rightsholder"]),
            Field(
                "identification_verification_status",
                aliases: ["identificationverificationstatus", "niveauvalidation", "qualitygrade"]),
            Field("identification_remarks", aliases: ["identificationremarks"]),
            Field("sensitivity", .integer, aliases: ["niveausensibilite", "sensibilite", "sensiniveau"]),
            // A number of one database's own list, which only that database can read.
            Field("sensitivity_as_cited", aliases: ["idnomenclaturesensitivity"]),
            Field(
                "occurrence_remarks",
                aliases: ["occurrenceremarks", "commentoccurrence", "comments", "commentaire", "description"]),
            Field("data_generalizations", aliases: ["datageneralizations"]),
            Field("information_withheld", aliases: ["informationwithheld"]),
            Field(
                "associated_media",
                aliases: ["associatedmedia", "imageurl", "preuvenumeriqueurl", "urlpreuvenumerique"]),
            Field("other_catalog_numbers", aliases: ["othercatalognumbers"]),
            Field("source"),
            Field("coordinates_obscured", .boolean, aliases: ["coordinatesobscured"]),
            Field("captive_cultivated", .boolean, aliases: ["captivecultivated"], stored: false),
            Field("naturalness", aliases: ["naturalite", "occnaturalite"], stored: false, kept: true),
            Field("iconic_taxon_name", stored: false, kept: true),
            Field("deleted", .boolean, aliases: ["supprime"], stored: false),
        ] + Field.placement

    enum Place {
        static let uuid = fields.place(of: "uuid")
        static let occurrenceID = fields.place(of: "occurrence_id")
        static let gbifID = fields.place(of: "gbif_id")
        static let syntheseID = fields.place(of: "id_synthese")
        static let basis = fields.place(of: "basis_of_record")
        static let status = fields.place(of: "occurrence_status")
        static let name = fields.place(of: "scientific_name")
        static let taxonID = fields.place(of: "taxon_id")
        static let cdNom = fields.place(of: "cd_nom")
        static let taxrefVersion = fields.place(of: "taxref_version")
        static let nameAccordingTo = fields.place(of: "name_according_to")
        static let time = fields.place(of: "event_time")
        static let timeStart = fields.place(of: "time_start")
        static let timeEnd = fields.place(of: "time_end")
        static let sex = fields.place(of: "sex")
        static let lifeStage = fields.place(of: "life_stage")
        static let datum = fields.place(of: "geodetic_datum")
        static let naturalness = fields.place(of: "naturalness")
        static let species = fields.place(of: "species")
        static let vernacular = fields.place(of: "vernacular_name")
        static let eventDate = fields.place(of: "event_date")
        static let start = fields.place(of: "event_start")
        static let end = fields.place(of: "event_end")
        static let count = fields.place(of: "individual_count")
        static let recordedBy = fields.place(of: "recorded_by")
        static let identifiedBy = fields.place(of: "identified_by")
        static let locality = fields.place(of: "locality")
        static let degree = fields.place(of: "degree_of_establishment")
        static let uncertainty = fields.place(of: "coordinate_uncertainty_in_meters")
        static let sensitivity = fields.place(of: "sensitivity")
        static let sensitivityAsCited = fields.place(of: "sensitivity_as_cited")
        static let obscured = fields.place(of: "coordinates_obscured")
        static let privatePlace = fields.place(of: "private_latitude")
        static let kingdom = fields.place(of: "kingdom")
        static let iconicTaxon = fields.place(of: "iconic_taxon_name")
        static let captive = fields.place(of: "captive_cultivated")
        static let deleted = fields.place(of: "deleted")
    }
}
