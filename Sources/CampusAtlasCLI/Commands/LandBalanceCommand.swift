import ArgumentParser
import CampusAtlas

struct LandBalanceCommand: ParsableCommand {
    enum Grouping: String, CaseIterable, ExpressibleByArgument {
        case type
        case `class`
        case cause
        case parcel
    }

    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "balance",
            abstract: say(
                "Le bilan entre deux jours : ce qu'il y avait, ce qui a bougé et pourquoi, ce qu'il y a.",
                "The balance between two days: what there was, what moved and why, what there is."),
            discussion: say(
                """
                EXEMPLE : campus-atlas land balance ales.gpkg --from 2022-12-31 --to 2026-12-31 --by cause

                État de sortie : 1 si un compte diffère de plus de 1 dm² de ce que ses mouvements expliquent.
                """,
                """
                EXAMPLE: campus-atlas land balance ales.gpkg --from 2022-12-31 --to 2026-12-31 --by cause

                Exit status: 1 if an account is off by more than 1 dm² from what its transfers explain.
                """))
    }

    @OptionGroup var atlas: AtlasOptions
    @Option(help: ArgumentHelp(say("Le jour d'ouverture.", "The opening day."), valueName: "AAAA-MM-JJ"))
    var from: String
    @Option(
        help: ArgumentHelp(
            say("Le jour de clôture (aujourd'hui si absent).", "The closing day (today if absent)."),
            valueName: "AAAA-MM-JJ"))
    var to: String?
    @Option(help: ArgumentHelp("type, class, cause, parcel"))
    var by: Grouping = .type
    @Flag(help: ArgumentHelp(say("En JSON, mouvement par mouvement.", "As JSON, transfer by transfer.")))
    var json = false

    func run() throws {
        let opened = try atlas.open(readOnly: true)
        let balances = try opened.landBalances(
            from: .option(from), to: .option(to), of: by == .parcel ? .parcels : .campuses)
        let types = try opened.surfaceTypes()
        if json {
            print(String(decoding: try balances.json(), as: UTF8.self))
        } else {
            for balance in balances { print(balance.lines(by, types).joined(separator: "\n")) }
        }
        if !balances.allSatisfy(\.isBalanced) { throw ExitCode(1) }
    }
}

extension LandBalance {
    fileprivate func lines(
        _ grouping: LandBalanceCommand.Grouping, _ types: [String: SurfaceType]
    ) -> [String] {
        let header = say("\(perimeter), du \(from) au \(to)", "\(perimeter), from \(from) to \(to)")
        let table =
            switch grouping {
            case .type, .parcel: stocks(Dictionary(uniqueKeysWithValues: accounts.map { ($0, $0.label(types)) }))
            case .class: stocks(Dictionary(uniqueKeysWithValues: accounts.map { ($0, classLabel($0, types)) }))
            case .cause: causes(types)
            }
        let worst = accounts.map { abs(residual(of: $0)) }.max() ?? 0
        let proof =
            isBalanced
            ? say(
                "  juste : ouverture + mouvements = clôture, à \(NumberText.fixed(worst * 10000, 1)) cm² près",
                "  balanced: opening + transfers = closing, within \(NumberText.fixed(worst * 10000, 1)) cm²")
            : red(
                say(
                    "  ! faux : \(NumberText.fixed(worst, 2)) m² que les mouvements n'expliquent pas",
                    "  ! off: \(NumberText.fixed(worst, 2)) m² that the transfers do not explain"))
        return [header] + table.lines + [proof]
    }

    private func classLabel(_ account: Account, _ types: [String: SurfaceType]) -> String {
        guard case .type(let code) = account, let type = types[code] else { return account.label(types) }
        return type.sealingClass.label[Speech.language]
    }

    private func stocks(_ labels: [Account: String]) -> TextTable {
        var table = TextTable(
            [
                "", say("ouverture", "opening"), say("entré", "in"), say("sorti", "out"), say("clôture", "closing"),
            ], right: [1, 2, 3, 4])
        var order: [String] = []
        for account in accounts {
            if let label = labels[account], !order.contains(label) { order.append(label) }
        }
        for label in order {
            let group = Set(accounts.filter { labels[$0] == label })
            func sum(_ stock: [Account: Double]) -> Double { group.reduce(0) { $0 + (stock[$1] ?? 0) } }
            let came = transfers.filter { group.contains($0.to) && !group.contains($0.from) }
            let went = transfers.filter { group.contains($0.from) && !group.contains($0.to) }
            table.add([
                label, NumberText.fixed(sum(opening), 2), NumberText.fixed(came.reduce(0) { $0 + $1.area }, 2),
                NumberText.fixed(went.reduce(0) { $0 + $1.area }, 2), NumberText.fixed(sum(closing), 2),
            ])
        }
        return table
    }

    /// Each cause on lines of its own; corrections of the survey apart from changes on the ground.
    private func causes(_ types: [String: SurfaceType]) -> TextTable {
        var table = TextTable(
            [say("jour", "day"), say("cause", "cause"), say("de", "from"), say("vers", "to"), "m²"], right: [4])
        for transfer in transfers {
            table.add([
                transfer.day.description, transfer.cause.label[Speech.language], transfer.from.label(types),
                transfer.to.label(types), NumberText.fixed(transfer.area, 2),
            ])
        }
        return table
    }
}

extension [LandBalance] {
    fileprivate func json() throws -> [UInt8] {
        var json = JSONWriter()
        func stock(_ stock: [Account: Double]) throws {
            json.beginObject()
            for (account, area) in stock.sorted(by: { $0.key.code < $1.key.code }) {
                json.key(account.code)
                try json.number(area)
            }
            json.endObject()
        }
        json.beginArray()
        for balance in self {
            json.beginObject()
            for (name, text) in [
                ("perimeter", balance.perimeter), ("from", balance.from.description), ("to", balance.to.description),
            ] {
                json.key(name)
                json.string(text)
            }
            json.key("balanced")
            json.bool(balance.isBalanced)
            json.key("opening_m2")
            try stock(balance.opening)
            json.key("closing_m2")
            try stock(balance.closing)
            json.key("transfers")
            json.beginArray()
            for transfer in balance.transfers {
                json.beginObject()
                for (name, text) in [
                    ("day", transfer.day.description), ("from", transfer.from.code), ("to", transfer.to.code),
                    ("cause", transfer.cause.code),
                ] {
                    json.key(name)
                    json.string(text)
                }
                json.key("works")
                if case .works(let number) = transfer.cause { json.integer(Int(number)) } else { json.null() }
                json.key("area_m2")
                try json.number(transfer.area)
                json.endObject()
            }
            json.endArray()
            json.endObject()
        }
        json.endArray()
        return json.bytes
    }
}
