import Atlas
import GRDB

/// What the book knows, on each day, of where waste goes: held in memory, for it is small.
///
/// Days are ISO 8601 texts, which sort like the days they write.
struct FlowRules {
    /// What becomes of a mass.
    indirect enum Outcome {
        case ends(destination: String, evidence: EvidenceKind?)
        /// Parts in millionths, that add up to the whole.
        case divides([(share: Int64, Outcome)])

        static let unknown = Outcome.ends(destination: FlowRules.unknown, evidence: nil)
    }

    /// One share of what a facility does with a stream.
    struct Route {
        let stream: String?
        let from: String
        let to: String?
        let destination: String
        let share: Int64
        let next: String?
        let evidence: EvidenceKind?

        func holds(on day: String) -> Bool {
            guard from <= day else { return false }
            guard let to else { return true }
            return day < to
        }
    }

    /// One share of a mixed load.
    struct KeyPart {
        let campus: String?
        let from: String
        let to: String?
        let stream: String
        let share: Int64

        func holds(on day: String) -> Bool {
            guard from <= day else { return false }
            guard let to else { return true }
            return day < to
        }
    }

    struct Destination {
        let isWaste: Bool
        /// False for burning and landfill: who says the worst is believed.
        let needsProof: Bool
    }

    /// The code of what is not proven.
    static let unknown = "UNKNOWN"
    private static let sorting = "SORTING"
    private static let energy = "ENERGY"
    private static let burning = "INCIN"
    /// What is composted on the campus is proven by the campus's own weighing.
    static let compostedHere = "COMPOST_ON"

    var routes: [String: [Route]] = [:]
    var keys: [String: [KeyPart]] = [:]
    /// The years in which a plant reached the energy performance of R1.
    var energyYears: [String: Set<String>] = [:]
    var destinations: [String: Destination] = [:]

    /// The parts of a load of a stream, in millionths; the stream itself when no whole key holds that day.
    func streams(of stream: String, campus: String?, on day: String) -> [(stream: String, share: Int64)] {
        guard let parts = keys[stream]?.filter({ $0.holds(on: day) }), !parts.isEmpty else {
            return [(stream, Apportionment.whole)]
        }
        for place in [campus, nil] {
            let key = parts.filter { $0.campus == place }
            if key.reduce(0, { $0 + $1.share }) == Apportionment.whole { return key.map { ($0.stream, $0.share) } }
        }
        return [(stream, Apportionment.whole)]
    }

    /// What becomes of a stream sent to a facility on a day.
    ///
    /// - Parameters:
    ///   - streams: what it is, then what it was mixed in: the first that the facility has routes for is followed.
    ///   - declared: the destination as declared; nil when none was.
    ///   - isDocumented: true when a document attached to the weighing vouches for what it declares.
    func outcome(
        of streams: [String], declared: String?, facility: String?, on day: String, isDocumented: Bool
    ) -> Outcome {
        if let declared {
            if declared == Self.compostedHere { return .ends(destination: declared, evidence: .direct) }
            if declared != Self.sorting, destinations[declared]?.needsProof == false || declared == Self.unknown {
                return .ends(destination: declared, evidence: nil)
            }
            if isDocumented, declared != Self.sorting {
                return end(at: declared, facility: facility, on: day, evidence: .weighingTicket)
            }
        }
        guard let facility, let routes = routes(of: facility, streams, on: day) else { return .unknown }
        // Proof of another destination than the one declared is no proof.
        if let declared, declared != Self.sorting, !routes.contains(where: { $0.destination == declared }) {
            return .unknown
        }
        return follow(routes, from: facility, streams, on: day, passed: [facility])
    }

    private func routes(of facility: String, _ streams: [String], on day: String) -> [Route]? {
        guard let all = routes[facility]?.filter({ $0.holds(on: day) }) else { return nil }
        for stream in streams.map(Optional.some) + [nil] {
            let own = all.filter { $0.stream == stream }
            if !own.isEmpty { return own }
        }
        return nil
    }

    private func follow(
        _ routes: [Route], from facility: String, _ streams: [String], on day: String, passed: Set<String>
    ) -> Outcome {
        var parts = routes.map { route in
            (share: route.share, follow(route, from: facility, streams, on: day, passed: passed))
        }
        let rest = Apportionment.whole - parts.reduce(0) { $0 + $1.share }
        if rest > 0 { parts.append((rest, .unknown)) }
        return parts.count == 1 ? parts[0].1 : .divides(parts)
    }

    private func follow(
        _ route: Route, from facility: String, _ streams: [String], on day: String, passed: Set<String>
    ) -> Outcome {
        guard let evidence = route.evidence, evidence.isProof else {
            let isWorst = destinations[route.destination]?.needsProof == false
            return isWorst ? .ends(destination: route.destination, evidence: route.evidence) : .unknown
        }
        guard route.destination == Self.sorting else {
            return end(at: route.destination, facility: route.next ?? facility, on: day, evidence: evidence)
        }
        guard let next = route.next, !passed.contains(next), let onward = routes(of: next, streams, on: day) else {
            return .unknown
        }
        return follow(onward, from: next, streams, on: day, passed: passed.union([next]))
    }

    /// Burning is energy recovery only at a plant that reached the performance of R1 that year.
    private func end(at destination: String, facility: String?, on day: String, evidence: EvidenceKind) -> Outcome {
        guard destination == Self.energy else { return .ends(destination: destination, evidence: evidence) }
        let isRecovered = facility.flatMap { energyYears[$0] }?.contains(String(day.prefix(4))) == true
        return .ends(destination: isRecovered ? destination : Self.burning, evidence: evidence)
    }

    /// The days on which a rule begins or ends, in order: between two of them, a same load has a same outcome.
    var turningDays: [String] {
        var days: Set<String> = []
        for route in routes.values.joined() { days.formUnion([route.from, route.to].compactMap { $0 }) }
        for part in keys.values.joined() { days.formUnion([part.from, part.to].compactMap { $0 }) }
        for year in energyYears.values.joined() {
            days.insert("\(year)-01-01")
            if let next = Int(year).map({ $0 + 1 }) { days.insert("\(next)-01-01") }
        }
        return days.sorted()
    }
}

extension FlowRules {
    /// The rules of an atlas.
    init(_ db: Database) throws {
        for row in try Row.fetchAll(
            db, sql: "SELECT code, is_waste, evidence_needed IS NOT NULL AS needs_proof FROM waste_destination")
        {
            let isWaste: Bool = row["is_waste"]
            destinations[row["code"]] = Destination(isWaste: isWaste, needsProof: isWaste && row["needs_proof"])
        }
        for row in try Row.fetchAll(
            db,
            sql: """
                SELECT facility, stream, valid_from, valid_to, destination, share_ppm, next_facility, evidence_kind
                FROM facility_route ORDER BY fid
                """)
        {
            routes[row["facility"], default: []].append(
                Route(
                    stream: row["stream"], from: row["valid_from"], to: row["valid_to"],
                    destination: row["destination"], share: row["share_ppm"], next: row["next_facility"],
                    evidence: EvidenceKind(rawValue: row["evidence_kind"])))
        }
        for row in try Row.fetchAll(
            db, sql: "SELECT stream, campus, valid_from, valid_to, part_stream, share_ppm FROM split_key ORDER BY fid")
        {
            keys[row["stream"], default: []].append(
                KeyPart(
                    campus: row["campus"], from: row["valid_from"], to: row["valid_to"], stream: row["part_stream"],
                    share: row["share_ppm"]))
        }
        for row in try Row.fetchAll(
            db,
            sql: "SELECT facility, year FROM facility_performance WHERE r1_energy_efficiency >= r1_threshold")
        {
            energyYears[row["facility"], default: []].insert(padded(year: row["year"]))
        }
    }

    private func padded(year: Int) -> String { String(repeating: "0", count: max(0, 4 - "\(year)".count)) + "\(year)" }
}
