import Formats
import Languages

/// What keeps a row out of the register.
struct RegisterProblem: Hashable {
    /// The column, as the register names it.
    let column: String
    let message: Bilingual

    init(_ column: RegisterColumn, _ fr: String, _ en: String) {
        self.column = column.rawValue.trimmingSpaces
        message = Bilingual(fr: fr, en: en)
    }

    var sentence: Bilingual { Bilingual(fr: "\(column) : \(message.fr)", en: "\(column): \(message.en)") }
}

extension String {
    fileprivate var trimmingSpaces: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}

/// The rules of Trackdéchets for a row of outgoing waste: of the documentation and the code, the stricter.
///
/// Sources: Trackdéchets, `libs/back/registry`: `shared/schemas.ts`, `shared/refinement.ts`, `outgoingWaste/validation`;
/// the registry's documentation.
enum RegisterRules {
    /// In kilograms: 40 t on a road, 10,000 t otherwise; what leaves a campus leaves by road.
    static let heaviestByRoad: Int64 = 40_000

    /// The first day that is taken: its start must be less than 18 months ago, whatever the time of the day.
    static func firstDay(asOf today: CalendarDate) -> CalendarDate {
        let months = today.year * 12 + today.month - 1 - 18
        let (year, month) = (months / 12, months % 12 + 1)
        let day = min(today.day, CalendarDate.length(ofMonth: month, year: year))
        return CalendarDate(year: year, month: month, day: day)?.advanced(by: 1) ?? today
    }

    static func date(_ day: String, asOf today: CalendarDate) -> RegisterProblem? {
        if day > today.description {
            return RegisterProblem(.dispatchDate, "\(day) : date dans l'avenir", "\(day): date in the future")
        }
        guard day < firstDay(asOf: today).description else { return nil }
        return RegisterProblem(
            .dispatchDate, "\(day) : plus de 18 mois, Trackdéchets ne le prend plus",
            "\(day): more than 18 months ago, Trackdéchets takes it no more")
    }

    static func publicID(_ text: String) -> RegisterProblem? {
        let isWritable = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "/"):
                true
            default: false
            }
        }
        guard !isWritable || !(1...36).contains(text.utf8.count) else { return nil }
        return RegisterProblem(
            .publicID, "« \(text) » : 1 à 36 lettres sans accent, chiffres ou - _ . /",
            "'\(text)': 1 to 36 letters without accents, digits or - _ . /")
    }

    /// The code is one of the list as the list writes it, no soil, and one that its stream may have.
    static func wasteCode(_ code: String?, stream: String, _ list: LoWCodes) -> RegisterProblem? {
        guard let code else {
            return RegisterProblem(.wasteCode, "le flux n'a pas de code déchet", "the stream has no waste code")
        }
        guard !list.isEmpty else {
            return RegisterProblem(
                .wasteCode, "l'atlas n'a pas la liste des codes : campus-atlas lists",
                "the atlas has no list of codes: campus-atlas lists")
        }
        guard case .code(let entry, let difference) = list.read(code) else {
            return RegisterProblem(
                .wasteCode, "« \(code) » n'est pas dans la liste des déchets", "'\(code)' is not in the list of waste")
        }
        if entry.isSoil {
            return RegisterProblem(
                .wasteCode, "\(code) : les terres et sédiments ont un registre à part",
                "\(code): soils and sediments have a register of their own")
        }
        if difference != .none {
            return RegisterProblem(
                .wasteCode, "« \(code) » s'écrit \(entry.code)", "'\(code)' is written \(entry.code)")
        }
        return list.objection(to: entry, in: stream).map { RegisterProblem(.wasteCode, $0.fr, $0.en) }
    }

    static func wasteName(_ name: String) -> RegisterProblem? {
        guard !(2...300).contains(name.unicodeScalars.count) else { return nil }
        return RegisterProblem(.wasteName, "de 2 à 300 caractères", "from 2 to 300 characters")
    }

    /// - Parameter kilograms: the mass rounded to the nearest, as it would be written: at most three decimals of a tonne.
    static func weight(_ kilograms: Int64) -> RegisterProblem? {
        if kilograms <= 0 {
            return RegisterProblem(
                .weight, "moins de 500 g : il faut au moins 0,001 t", "less than 500 g: at least 0.001 t is needed")
        }
        guard kilograms > heaviestByRoad else { return nil }
        return RegisterProblem(
            .weight, "plus de 40 t par la route : une charge par ligne", "more than 40 t by road: one load a row")
    }

    static func weightType(_ method: WeighingMethod, _ operation: TreatmentOperation?) -> RegisterProblem? {
        guard let operation, operation.requiresMeasuredMass, !method.isMeasured else { return nil }
        return RegisterProblem(
            .weightType, "\(operation.code) demande une masse réelle (méthode A, B ou C), pas une estimation",
            "\(operation.code) asks for a measured mass (method A, B or C), not an estimate")
    }

    /// An actor in France: SIRET and whole address. One abroad has other identifiers, which are declared by hand.
    static func actor(
        name: String, number: String?, address: PostalAddress, _ columns: ActorColumns
    ) -> [RegisterProblem] {
        if let country = address.country, country != "FR" {
            return [
                RegisterProblem(
                    columns.country, "\(country) : un acteur à l'étranger se déclare à la main sur Trackdéchets",
                    "\(country): an actor abroad is declared by hand on Trackdéchets")
            ]
        }
        var problems: [RegisterProblem] = []
        if number.flatMap(Siret.init) == nil {
            problems.append(
                RegisterProblem(
                    columns.number, "« \(name) » n'a pas de SIRET valide", "'\(name)' has no valid SIRET"))
        }
        for (text, column, longest) in [
            (name, columns.name, 150), (address.street ?? "", columns.address, 150),
            (address.city ?? "", columns.city, 45),
        ] where !(1...longest).contains(text.unicodeScalars.count) {
            problems.append(
                RegisterProblem(
                    column, "« \(name) » : de 1 à \(longest) caractères", "'\(name)': from 1 to \(longest) characters"))
        }
        let code = address.postalCode ?? ""
        if !(5...6).contains(code.utf8.count) || !code.utf8.allSatisfy({ (48...57).contains($0) }) {
            problems.append(
                RegisterProblem(
                    columns.postalCode, "« \(name) » : 5 ou 6 chiffres", "'\(name)': 5 or 6 digits"))
        }
        return problems
    }

    static func carrierReceipt(_ carrier: WasteParty) -> RegisterProblem? {
        guard !carrier.isReceiptExempt else { return nil }
        guard let receipt = carrier.receipt else {
            return RegisterProblem(
                .carrierReceipt, "« \(carrier.name) » n'en a pas et n'en est pas exempté",
                "'\(carrier.name)' has none and is not exempt")
        }
        guard !(5...50).contains(receipt.unicodeScalars.count) else { return nil }
        return RegisterProblem(.carrierReceipt, "de 5 à 50 caractères", "from 5 to 50 characters")
    }

    /// A broker, a trader or an eco-organism, which may be absent.
    static func intermediary(
        _ party: WasteParty?, number: RegisterColumn, name: RegisterColumn, receipt: RegisterColumn?
    ) -> [RegisterProblem] {
        guard let party else { return [] }
        var problems: [RegisterProblem] = []
        if party.siret.flatMap(Siret.init) == nil {
            problems.append(
                RegisterProblem(
                    number, "« \(party.name) » n'a pas de SIRET valide", "'\(party.name)' has no valid SIRET"))
        }
        if party.name.unicodeScalars.count > 150 {
            problems.append(RegisterProblem(name, "de 1 à 150 caractères", "from 1 to 150 characters"))
        }
        if let receipt, (party.receipt?.unicodeScalars.count ?? 0) > 150 {
            problems.append(RegisterProblem(receipt, "150 caractères au plus", "150 characters at most"))
        }
        return problems
    }
}

/// Where an actor stands among the columns.
struct ActorColumns {
    let type: RegisterColumn
    let number: RegisterColumn
    let name: RegisterColumn
    let address: RegisterColumn
    let postalCode: RegisterColumn
    let city: RegisterColumn
    let country: RegisterColumn

    static let destination = ActorColumns(
        type: .destinationType, number: .destinationNumber, name: .destinationName, address: .destinationAddress,
        postalCode: .destinationPostalCode, city: .destinationCity, country: .destinationCountry)
    static let carrier = ActorColumns(
        type: .carrierType, number: .carrierNumber, name: .carrierName, address: .carrierAddress,
        postalCode: .carrierPostalCode, city: .carrierCity, country: .carrierCountry)
}

extension WeighingMethod {
    /// True for a mass that was weighed, of which the register says REEL; the others are ESTIME.
    var isMeasured: Bool { [.ownScale, .weighbridge, .truckScale].contains(self) }
}
