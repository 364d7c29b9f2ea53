public import Atlas
import Geospatial
import Land
public import Species

/// Where the species of a list were seen.
public enum SpeciesArea: Sendable, Hashable {
    case everywhere
    /// A campus, by name.
    case campus(String)
    /// A parcel, by reference, name or identity.
    case parcel(String)
}

extension Atlas {
    /// The species observed in an area.
    ///
    /// - Parameter sensitive: true to count the sensitive records too, for the school's own use.
    /// - Throws: `LandError`.
    public func speciesList(in area: SpeciesArea, sensitive: Bool = false) throws -> SpeciesList {
        switch area {
        case .everywhere: return try speciesList(in: nil, sensitive: sensitive)
        case .parcel(let name): return try speciesList(in: try parcelOutline(name), sensitive: sensitive)
        case .campus(let name):
            let campuses = try campuses(on: .today)
            guard let campus = campuses.first(where: { $0.name == name }) else {
                throw LandError.unknownCampus(name, known: campuses.map(\.name))
            }
            return try speciesList(in: campus.outline, sensitive: sensitive)
        }
    }
}
