/// What a cited name stands for, by the reference in use.
package struct ResolvedTaxon: Sendable, Hashable {
    /// The CD_REF, which is the CD_NOM of the accepted name (TAXREF); nil when no reference gives one.
    package let cdRef: Int64?
    /// The accepted name without its authority; the name as cited when no reference knows it.
    package let acceptedName: String
    /// The rank of the accepted name, as TAXREF codes it in RANG (`ES`, `SSES`, `GN`); nil when it is not known.
    package let rank: String?
    /// One key for a taxon and all the names that mean it: `cd_ref:79734`, or else the normalised name.
    package let taxonKey: String
    /// One key for a species, what is below it folded up: `cd_ref:79734`, or else the normalised name. A taxon above the
    /// species has its own.
    package let speciesKey: String
    /// GROUP2_INPN of TAXREF, or the group of the program's own list of taxa.
    package let group: String?
    /// The family.
    package let family: String?
    /// A French name.
    package let vernacularNameFr: String?
    /// The biogeographic status in metropolitan France, as TAXREF codes it in FR.
    package let status: String?
    /// The version of TAXREF that says all this; nil when none does.
    package let version: String?
}
