import Formats
import Languages

/// A row of a register to be.
struct RegisterEntry {
    let waste: DispatchedWaste
    let parties: RegisterParties
    let treatment: RegisterTreatment
    let wasteName: String
    let wasteCode: String?
    let codeProblem: RegisterProblem?

    init(_ waste: DispatchedWaste, _ parties: RegisterParties, _ context: RegisterContext) {
        let stream = context.streams[waste.stream]
        self.waste = waste
        self.parties = parties
        treatment = RegisterTreatment(waste, parties, context)
        wasteName = parties.collection?.wasteName ?? stream?.label ?? waste.stream
        let code = waste.wasteCode ?? stream?.code
        if let code, case .code(let entry, .none) = context.codes.read(code) {
            wasteCode = entry.code
        } else {
            wasteCode = code
        }
        codeProblem = RegisterRules.wasteCode(wasteCode, stream: waste.stream, context.codes)
    }

    /// Whole kilograms, half a kilogram rounding up: the register's grain.
    var kilograms: Int64 { (waste.grams + 500) / 1000 }

    var isPOP: Bool { parties.collection?.isPOP ?? false }

    /// Waste with an asterisk, or that holds persistent organic pollutants, is hazardous.
    var isDangerous: Bool { isPOP || wasteCode?.hasSuffix("*") == true }

    // MARK: Trackdéchets

    /// What is wrong with this row alone.
    func problems(asOf today: CalendarDate) -> [RegisterProblem] {
        [
            RegisterRules.wasteName(wasteName), codeProblem,
            RegisterRules.date(waste.day, asOf: today), RegisterRules.weight(kilograms),
            RegisterRules.weightType(waste.method, treatment.operation), treatment.problem,
        ].compactMap { $0 }
    }

    func fill(_ fields: inout [String]) {
        func set(_ column: RegisterColumn, _ text: String) { fields[column.place] = text }
        set(.wasteName, wasteName)
        set(.wasteCode, wasteCode ?? "")
        set(.pop, isPOP ? "OUI" : "NON")
        set(.dangerous, isDangerous ? "OUI" : "NON")
        set(.dispatchDate, waste.day)
        set(.weight, MassUnit.tonne.text(grams: kilograms * 1000))
        set(.weightType, waste.method.isMeasured ? "REEL" : "ESTIME")
        set(.operation, treatment.operation?.code ?? waste.operation ?? "")
        set(.mode, treatment.mode?.rawValue ?? "")
    }

    // MARK: Legal register

    func fillLegal(_ fields: inout [String]) {
        func set(_ column: LegalColumn, _ text: String) { fields[column.place] = text }
        set(.dispatchDate, waste.day)
        set(.wasteName, wasteName)
        set(.wasteCode, wasteCode ?? "")
        set(.dangerous, isDangerous ? "OUI" : "NON")
        set(.pop, isPOP ? "OUI" : "NON")
        set(.slip, waste.slip ?? "")
        set(.weight, MassUnit.tonne.text(grams: waste.grams))
        set(.weightType, waste.method.isMeasured ? "REEL" : "ESTIME")
        set(.operation, treatment.operation?.code ?? waste.operation ?? "")
        set(.qualification, treatment.mode.map { String($0.qualification) } ?? "")
        set(.identity, waste.uuid)
        set(.campus, waste.campus ?? "")
    }
}

extension RegisterParties {
    /// The fields of a row that the parties fill, and what is wrong with them.
    func trackdechets() -> (fields: [String], problems: [RegisterProblem]) {
        var fields = [String](repeating: "", count: RegisterColumn.headers.count)
        func set(_ column: RegisterColumn, _ text: String?) { fields[column.place] = text ?? "" }
        func set(_ columns: ActorColumns, _ name: String, _ number: String?, _ address: PostalAddress) {
            set(columns.type, "ETABLISSEMENT_FR")
            set(columns.number, number)
            set(columns.name, name)
            set(columns.address, address.street)
            set(columns.postalCode, address.postalCode)
            set(columns.city, address.city)
            set(columns.country, address.country ?? "FR")
        }
        set(.sender, establishment?.siret.digits)
        if let facility { set(.destination, facility.name, facility.siret, facility.address) }
        if let carrier {
            set(.carrierMode, "ROUTE")
            set(.carrier, carrier.name, carrier.siret, carrier.address)
            set(.carrierIsExempt, carrier.isReceiptExempt ? "OUI" : "NON")
            set(.carrierReceipt, carrier.isReceiptExempt ? nil : carrier.receipt)
        }
        set(.ecoOrganismNumber, ecoOrganism?.siret)
        set(.ecoOrganismName, ecoOrganism?.name)
        set(.brokerNumber, broker?.siret)
        set(.brokerName, broker?.name)
        set(.brokerReceipt, broker?.receipt)
        set(.traderNumber, trader?.siret)
        set(.traderName, trader?.name)
        set(.traderReceipt, trader?.receipt)
        return (fields, problems())
    }

    private func problems() -> [RegisterProblem] {
        var problems: [RegisterProblem] = []
        if establishment == nil {
            let campus = key.campus ?? "?"
            problems.append(
                RegisterProblem(
                    .sender, "aucun établissement pour le campus « \(campus) » : campus-atlas waste establishment set",
                    "no establishment for campus '\(campus)': campus-atlas waste establishment set"))
        }
        if key.isAmbiguous {
            problems.append(
                RegisterProblem(
                    .carrierNumber, "deux enlèvements en parlent aussi précisément : fermez-en un",
                    "two collections speak of it as closely: close one"))
        }
        if let carrier {
            problems += RegisterRules.actor(
                name: carrier.name, number: carrier.siret, address: carrier.address, .carrier)
            if let problem = RegisterRules.carrierReceipt(carrier) { problems.append(problem) }
        } else {
            problems.append(
                RegisterProblem(
                    .carrierNumber, "on ne sait pas qui l'enlève : campus-atlas waste collections add",
                    "it is not known who takes it: campus-atlas waste collections add"))
        }
        if let facility {
            problems += RegisterRules.actor(
                name: facility.name, number: facility.siret, address: facility.address, .destination)
        } else {
            problems.append(
                RegisterProblem(
                    .destinationNumber, "on ne sait pas où il va : donnez --facility à l'enlèvement ou à la pesée",
                    "it is not known where it goes: give --facility to the collection or the weighing"))
        }
        return problems
            + RegisterRules.intermediary(ecoOrganism, number: .ecoOrganismNumber, name: .ecoOrganismName, receipt: nil)
            + RegisterRules.intermediary(broker, number: .brokerNumber, name: .brokerName, receipt: .brokerReceipt)
            + RegisterRules.intermediary(trader, number: .traderNumber, name: .traderName, receipt: .traderReceipt)
    }

    /// The fields that the parties fill in the register that the school keeps.
    func legal() -> [String] {
        var fields = [String](repeating: "", count: LegalColumn.headers.count)
        func set(_ column: LegalColumn, _ text: String?) { fields[column.place] = text ?? "" }
        set(.producerName, establishment?.name)
        set(.producerNumber, establishment?.siret.digits)
        set(.producerAddress, establishment?.address.line)
        set(.sender, establishment?.siret.digits)
        set(.ecoOrganismName, ecoOrganism?.name)
        set(.ecoOrganismNumber, ecoOrganism?.siret.map { String($0.prefix(9)) })
        set(.carrierName, carrier?.name)
        set(.carrierNumber, carrier?.siret)
        set(.carrierAddress, carrier?.address.line)
        set(.carrierReceipt, carrier?.isReceiptExempt == true ? "exempté" : carrier?.receipt)
        set(.brokerName, broker?.name)
        set(.brokerNumber, broker?.siret)
        set(.brokerAddress, broker?.address.line)
        set(.brokerReceipt, broker?.receipt)
        set(.traderName, trader?.name)
        set(.traderNumber, trader?.siret)
        set(.traderAddress, trader?.address.line)
        set(.traderReceipt, trader?.receipt)
        set(.destinationName, facility?.name)
        set(.destinationNumber, facility?.siret)
        set(.destinationAddress, facility?.address.line)
        return fields
    }
}
