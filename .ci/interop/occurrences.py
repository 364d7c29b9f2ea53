#!/usr/bin/python3
"""Writes observations as a GBIF download has them: 50 tab-separated Darwin Core columns, seeded, made up around Alès.

    occurrences.py ROWS SEED FILE
"""
import random
import sys
import uuid

COLUMNS = """
gbifID datasetKey occurrenceID kingdom phylum class order family genus species infraspecificEpithet taxonRank
scientificName verbatimScientificName verbatimScientificNameAuthorship countryCode locality stateProvince
occurrenceStatus individualCount publishingOrgKey decimalLatitude decimalLongitude coordinateUncertaintyInMeters
coordinatePrecision elevation elevationAccuracy depth depthAccuracy eventDate day month year taxonKey speciesKey
basisOfRecord institutionCode collectionCode catalogNumber recordNumber identifiedBy dateIdentified license
rightsHolder recordedBy typeStatus establishmentMeans lastInterpreted mediaType issue
""".split()

TAXA = [line.split("|") for line in """\
Plantae|Tracheophyta|Magnoliopsida|Fagales|Fagaceae|Quercus ilex|L.
Plantae|Tracheophyta|Magnoliopsida|Fagales|Fagaceae|Quercus pubescens|Willd.
Plantae|Tracheophyta|Magnoliopsida|Sapindales|Sapindaceae|Acer monspessulanum|L.
Plantae|Tracheophyta|Magnoliopsida|Rosales|Rosaceae|Prunus mahaleb|L.
Plantae|Tracheophyta|Pinopsida|Pinales|Pinaceae|Pinus halepensis|Mill.
Plantae|Tracheophyta|Liliopsida|Poales|Poaceae|Brachypodium retusum|(Pers.) P.Beauv.
Animalia|Arthropoda|Insecta|Lepidoptera|Papilionidae|Iphiclides podalirius|(Linnaeus, 1758)
Animalia|Arthropoda|Insecta|Lepidoptera|Nymphalidae|Vanessa atalanta|(Linnaeus, 1758)
Animalia|Arthropoda|Insecta|Odonata|Libellulidae|Crocothemis erythraea|(Brullé, 1832)
Animalia|Arthropoda|Insecta|Hymenoptera|Apidae|Apis mellifera|Linnaeus, 1758
Animalia|Chordata|Aves|Passeriformes|Paridae|Parus major|Linnaeus, 1758
Animalia|Chordata|Aves|Passeriformes|Muscicapidae|Phoenicurus ochruros|(S.G.Gmelin, 1774)
Animalia|Chordata|Aves|Apodiformes|Apodidae|Apus apus|(Linnaeus, 1758)
Animalia|Chordata|Mammalia|Eulipotyphla|Erinaceidae|Erinaceus europaeus|Linnaeus, 1758
Animalia|Chordata|Squamata||Lacertidae|Podarcis muralis|(Laurenti, 1768)""".splitlines()]

PLACES = ["Alès, campus de Clavières", "Alès, Croupillac", "Bord du Gardon", "Talus boisé", "Mare pédagogique", ""]
PEOPLE = ["Hélène F.", "Benoît L.", "Zoé D.", "Club naturaliste"]


def rows(number, seed):
    """Yields the rows, each a list of 50 texts."""
    chance = random.Random(seed)
    dataset = str(uuid.UUID(int=chance.getrandbits(128), version=4))
    hot = [(4.088 + chance.gauss(0, 0.004), 44.133 + chance.gauss(0, 0.003)) for _ in range(40)]
    for index in range(number):
        kingdom, phylum, rank_class, order, family, species, author = chance.choice(TAXA)
        longitude, latitude = chance.choice(hot)
        year, month, day = chance.randint(2010, 2025), chance.randint(1, 12), chance.randint(1, 28)
        moment = f"{year}-{month:02}-{day:02}"
        if chance.random() < 0.1:
            moment += f"T{chance.randint(6, 20):02}:{chance.randint(0, 59):02}:00"
        person = chance.choice(PEOPLE)
        record = {
            "gbifID": str(9_000_000_000 + index), "datasetKey": dataset,
            "occurrenceID": f"urn:example:{seed}:{index:07}", "kingdom": kingdom, "phylum": phylum, "class": rank_class,
            "order": order, "family": family, "genus": species.split()[0], "species": species, "taxonRank": "SPECIES",
            "scientificName": f"{species} {author}", "verbatimScientificName": species,
            "verbatimScientificNameAuthorship": author, "countryCode": "FR", "locality": chance.choice(PLACES),
            "stateProvince": "Occitanie", "occurrenceStatus": "PRESENT",
            "individualCount": chance.choice(["", "", str(chance.randint(1, 30))]),
            "decimalLatitude": f"{latitude + chance.gauss(0, 0.0004):.7f}",
            "decimalLongitude": f"{longitude + chance.gauss(0, 0.0005):.7f}",
            "coordinateUncertaintyInMeters": chance.choice(["", "5.0", "10.0", "100.0"]), "eventDate": moment,
            "day": str(day), "month": str(month), "year": str(year), "basisOfRecord": "HUMAN_OBSERVATION",
            "catalogNumber": f"{index:07}", "identifiedBy": person, "recordedBy": person, "license": "CC0_1_0",
            "lastInterpreted": "2026-01-15T09:12:44.123Z",
        }
        yield [record.get(column, "") for column in COLUMNS]


def write(number, seed, file):
    with open(file, "w", encoding="utf-8", newline="\n") as out:
        out.write("\t".join(COLUMNS) + "\n")
        for row in rows(number, seed):
            out.write("\t".join(row) + "\n")
    return file


if __name__ == "__main__":
    write(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
