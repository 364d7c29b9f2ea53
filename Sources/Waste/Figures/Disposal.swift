import GRDB
import Languages

/// Whether what becomes of household waste breaks the promise that none is burnt or landfilled.
enum Disposal {
    case yes
    case no
    /// Counted, for nothing proves better, though better was declared.
    case unproven

    var role: Bilingual {
        switch self {
        case .yes: Bilingual(fr: "compté", en: "counted")
        case .no: Bilingual(fr: "non compté", en: "not counted")
        case .unproven: Bilingual(fr: "compté, à prouver", en: "counted, to be proven")
        }
    }
}

/// Which destinations break the promise, as the code list says.
struct DisposalRule {
    private let flags: [String: String]

    /// - Parameter column: `om_violation_strict`, or `om_violation_energy_ok`.
    init(_ column: String, _ db: Database) throws {
        let rows = try Row.fetchAll(db, sql: "SELECT code, \"\(column)\" AS flag FROM waste_destination")
        flags = Dictionary(uniqueKeysWithValues: rows.map { ($0["code"], $0["flag"] as String? ?? "1") })
    }

    func callAsFunction(destination: String, declared: String?, evidence: EvidenceKind?) -> Disposal {
        guard flags[destination] != "0" else { return .no }
        guard evidence == nil, let declared, flags[declared] != "1" else { return .yes }
        return .unproven
    }
}
