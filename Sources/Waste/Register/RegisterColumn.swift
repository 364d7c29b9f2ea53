/// The columns of Trackdéchets' import of outgoing waste, in order, but for carriers 2 to 5.
///
/// Source: Trackdéchets, headers of the OUTGOING_WASTE import (100 columns). Headers are compared there without case,
/// accents or spaces around; an unknown one refuses the file.
enum RegisterColumn: String, CaseIterable {
    case reason = "Motif"
    case publicID = "Identifiant unique"
    case declarant = "SIRET du déclarant"
    case sender = "SIRET de l'expéditeur ou du détenteur"
    case pickupName = "Référence du chantier ou du lieu de collecte de l'expéditeur ou du détenteur"
    case pickupAddress = "Libellé de l'adresse du chantier ou du lieu de collecte de l'expéditeur ou du détenteur"
    case pickupPostalCode = "Code postal du chantier ou du lieu de collecte de l'expéditeur ou du détenteur"
    case pickupCity = "Commune du chantier ou du lieu de collecte de l'expéditeur ou du détenteur"
    case pickupCountry = "Code pays du chantier ou du lieu de collecte de l'expéditeur ou du détenteur"
    case wasteName = "Dénomination du déchet"
    case wasteCode = "Code déchet"
    case baselCode = "Code déchet Bâle"
    case pop = "POP"
    case dangerous = "Dangereux"
    case dispatchDate = "Date d'expédition"
    case weight = "Poids en tonnes"
    case weightType = "Type de poids"
    case volume = "Volume en M3"
    case producerType = "Type de producteur initial"
    case producerNumber = "Numéro d'identification du producteur initial"
    case producerName = "Raison sociale du producteur initial"
    case producerAddress = "Libellé de l'adresse du producteur initial"
    case producerPostalCode = "Code postal du producteur initial"
    case producerCity = "Commune du producteur initial"
    case producerCountry = "Code pays du producteur initial"
    case producerMunicipalities = "Code(s) INSEE de(s) commune(s)"
    case destinationType = "Type de destinataire"
    case destinationNumber = "Numéro d'identification du destinataire"
    case destinationName = "Raison sociale du destinataire"
    case destinationAddress = "Libellé de l'adresse du destinataire"
    case destinationPostalCode = "Code postal du destinataire"
    case destinationCity = "Commune du destinataire"
    case destinationCountry = "Code pays du destinataire"
    case dropAddress = "Libellé de l'adresse de dépôt du destinataire"
    case dropPostalCode = "Code postal du lieu de dépôt du destinataire"
    case dropCity = "Commune du lieu de dépôt du destinataire"
    case dropCountry = "Code pays du lieu de dépôt du destinataire"
    case gistridNumber = "Numéro de notification\u{00A0}ou de déclaration GISTRID"
    case movementNumber = "Numéro de mouvement"
    case operation = "Code de traitement prévu"
    case mode = "Mode de traitement prévu"
    case ecoOrganismNumber = "SIRET de l'éco-organisme"
    case ecoOrganismName = "Raison sociale de l’éco-organisme\u{00A0}"
    case brokerNumber = "SIRET du courtier"
    case brokerName = "Raison sociale du courtier"
    case brokerReceipt = "Numéro de récépissé du courtier"
    case traderNumber = "SIRET du négociant"
    case traderName = "Raison sociale du négociant"
    case traderReceipt = "Numéro de récépissé du négociant"
    case directSupply = "Approvisionnement direct (pipeline, convoyeur)"
    case carrierMode = "Mode de transport du transporteur n°1"
    case carrierType = "Type de transporteur n°1"
    case carrierNumber = "Numéro d'identification du transporteur n°1"
    case carrierName = "Raison sociale du transporteur n°1"
    case carrierAddress = "Libellé de l'adresse du transporteur n°1"
    case carrierPostalCode = "Code postal du transporteur n°1"
    case carrierCity = "Commune du transporteur n°1"
    case carrierCountry = "Code pays du transporteur n°1"
    case carrierIsExempt = "Exemption de récépissé du transporteur n°1"
    case carrierReceipt = "Numéro de récépissé du transporteur n°1"

    private static let carrier: [RegisterColumn] = [
        .carrierMode, .carrierType, .carrierNumber, .carrierName, .carrierAddress, .carrierPostalCode, .carrierCity,
        .carrierCountry, .carrierIsExempt, .carrierReceipt,
    ]

    /// The 100 headers, carriers 2 to 5 included.
    static let headers =
        allCases.map(\.rawValue)
        + (2...5).flatMap { number in carrier.map { $0.rawValue.replacing("n°1", with: "n°\(number)") } }

    private static let places = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })

    /// The place of the column, from 0.
    var place: Int { Self.places[self] ?? 0 }
}

/// The columns of the register that the school keeps (C. env. R541-43; arrêté of 31 May 2021, article 2).
///
/// The words of article 2 could not be read: the fields are those of the outgoing register of 2012 with the additions that
/// the abstracts of 2021 name, which are also those of Trackdéchets.
enum LegalColumn: String, CaseIterable {
    case dispatchDate = "Date d'expédition"
    case wasteName = "Dénomination usuelle"
    case wasteCode = "Code déchet"
    case dangerous = "Dangereux"
    case pop = "POP"
    case baselCode = "Code déchet Bâle"
    case slip = "N° de bordereau"
    case weight = "Quantité (t)"
    case weightType = "Type de quantité"
    case producerName = "Producteur - raison sociale"
    case producerNumber = "Producteur - SIRET"
    case producerAddress = "Producteur - adresse"
    case sender = "Expéditeur - SIRET"
    case pickup = "Lieu de prise en charge"
    case ecoOrganismName = "Éco-organisme - raison sociale"
    case ecoOrganismNumber = "Éco-organisme - SIREN"
    case carrierName = "Transporteur - raison sociale"
    case carrierNumber = "Transporteur - SIRET"
    case carrierAddress = "Transporteur - adresse"
    case carrierReceipt = "Transporteur - n° de récépissé"
    case brokerName = "Courtier - raison sociale"
    case brokerNumber = "Courtier - SIRET"
    case brokerAddress = "Courtier - adresse"
    case brokerReceipt = "Courtier - n° de récépissé"
    case traderName = "Négociant - raison sociale"
    case traderNumber = "Négociant - SIRET"
    case traderAddress = "Négociant - adresse"
    case traderReceipt = "Négociant - n° de récépissé"
    case destinationName = "Destination - raison sociale"
    case destinationNumber = "Destination - SIRET"
    case destinationAddress = "Destination - adresse"
    case transfrontier = "N° de transfert transfrontalier"
    case operation = "Code de traitement prévu"
    case qualification = "Qualification (1 réutilisation, 2 recyclage, 3 autre valorisation, 4 élimination)"
    case identity = "Identifiant de la pesée"
    case campus = "Campus"
    case missing = "À compléter"

    static let headers = allCases.map(\.rawValue)

    private static let places = Dictionary(
        uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })

    /// The place of the column, from 0.
    var place: Int { Self.places[self] ?? 0 }
}
