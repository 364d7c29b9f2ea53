/// The treatment that is planned for a weighing, and how it stands in the hierarchy.
struct RegisterTreatment {
    let operation: TreatmentOperation?
    let mode: TreatmentMode?
    let problem: RegisterProblem?

    /// What was said of the weighing comes first, then of its collection, then of the facility's route; a destination alone
    /// is enough where it has one operation only.
    init(_ waste: DispatchedWaste, _ parties: RegisterParties, _ context: RegisterContext) {
        let route = context.route(of: parties.key.facility, stream: waste.stream, on: waste.day)
        let code = (waste.destination ?? route?.destination).flatMap { $0 == "UNKNOWN" ? nil : $0 }
        let destination = code.flatMap { context.destinations[$0] }
        let only = destination.flatMap { $0.operations.count == 1 ? $0.operations[0] : nil }
        guard let said = waste.operation ?? parties.collection?.operation ?? route?.operation ?? only else {
            self.init(
                problem: RegisterProblem(
                    .operation, "on ne sait pas lequel : donnez --operation à l'enlèvement",
                    "it is not known which: give --operation to the collection"))
            return
        }
        guard let operation = TreatmentOperation(said) else {
            self.init(
                problem: RegisterProblem(
                    .operation, "« \(said) » : Trackdéchets ne le prend pas", "'\(said)': Trackdéchets does not take it"
                ))
            return
        }
        guard let code, let destination, !destination.operations.isEmpty else {
            self.init(operation, among: operation.modes)
            return
        }
        guard destination.operations.contains(operation.code) else {
            self.init(
                operation,
                problem: RegisterProblem(
                    .operation, "\(operation.code) ne va pas avec la destination \(code)",
                    "\(operation.code) does not go with destination \(code)"))
            return
        }
        self.init(operation, among: destination.mode.map { mode in operation.modes.filter { $0 == mode } } ?? [])
    }

    private init(_ operation: TreatmentOperation? = nil, mode: TreatmentMode? = nil, problem: RegisterProblem? = nil) {
        self.operation = operation
        self.mode = mode
        self.problem = problem
    }

    private init(_ operation: TreatmentOperation, among modes: [TreatmentMode]) {
        guard operation.isFinal else {
            self.init(operation)
            return
        }
        guard modes.count == 1 else {
            let possible = operation.modes.map(\.rawValue).joined(separator: ", ")
            self.init(
                operation,
                problem: RegisterProblem(
                    .mode, "\(operation.code) est final et peut être \(possible) : donnez la destination de la pesée",
                    "\(operation.code) is final and may be \(possible): give the weighing's destination"))
            return
        }
        self.init(operation, mode: modes[0])
    }
}
