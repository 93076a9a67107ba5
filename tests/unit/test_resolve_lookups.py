"""Names of countries, organisations, cities and persons as wholes: a string in, what it names out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coalition_data.errors import LexiconError
from coalition_data.resolve.countries import country_codes, country_name, find_country, scan_countries
from coalition_data.resolve.name_words import name_key
from coalition_data.resolve.offices import country_of_leader, country_of_role
from coalition_data.resolve.organisations import find_organisation, scan_organisations
from coalition_data.resolve.person import same_first_names, split_name
from coalition_data.resolve.places import find_city

COUNTRIES = [
    ("US", "USA", "name"), ("U.S.", "USA", "name"), ("the U.S.'s", "USA", "name"), ("America", "USA", "name"),
    ("American", "USA", "adjective"), ("Americans", "USA", "demonym"), ("White House", "USA", "government"),
    ("Foggy Bottom", "USA", "government"), ("Washington", "USA", "capital"), ("UK", "GBR", "name"),
    ("Britain", "GBR", "name"), ("Great Britain", "GBR", "name"), ("Britons", "GBR", "demonym"),
    ("British", "GBR", "adjective"), ("Downing Street", "GBR", "government"), ("Scotland", "GBR", "region"),
    ("Northern Ireland", "GBR", "region"), ("UAE", "ARE", "name"), ("the Emirates", "ARE", "name"),
    ("Emirati", "ARE", "adjective"), ("Emiratis", "ARE", "demonym"), ("Ivory Coast", "CIV", "name"),
    ("Côte d'Ivoire", "CIV", "name"), ("Ivorian", "CIV", "adjective"), ("South Korea", "KOR", "name"),
    ("North Korean", "PRK", "adjective"), ("Türkiye", "TUR", "name"), ("Turks", "TUR", "demonym"),
    ("Germany's", "DEU", "name"), ("the Germans", "DEU", "demonym"), ("Dutch", "NLD", "adjective"),
    ("the Netherlands", "NLD", "name"), ("The Hague", "NLD", "capital"), ("Spaniards", "ESP", "demonym"),
    ("Danes", "DNK", "demonym"), ("Poles", "POL", "demonym"), ("Filipino", "PHL", "adjective"),
    ("Niger", "NER", "name"), ("Nigeria", "NGA", "name"), ("Nigerien", "NER", "adjective"),
    ("Congo", "COD", "name"), ("Republic of Congo", "COG", "name"), ("Kurdistan Region", "IRQ", "region"),
    ("Kremlin", "RUS", "government"), ("Elysée", "FRA", "government"), ("Quai d'Orsay", "FRA", "government"),
    ("Saudi", "SAU", "adjective"), ("Saudis", "SAU", "demonym"), ("Kingdom of Saudi Arabia", "SAU", "name"),
    ("Burmese", "MMR", "adjective"), ("Kosovo", "XKX", "name"), ("Taiwanese", "TWN", "adjective"),
    ("Palestinians", "PSE", "demonym"), ("Holy See", "VAT", "name"), ("Bosnia", "BIH", "name"),
    ("Swiss", "CHE", "adjective"), ("Czech Republic", "CZE", "name"), ("Ukraine’s", "UKR", "name"),
]  # fmt: skip
NO_COUNTRIES = ["us", "is", "Us", "turkey", "Monday", "Kerry", "", "the", "State", "polish", "car", "Paris Hilton"]
ORGANISATIONS = [
    ("EU", "European Union", "organisation", None), ("the U.N.", "United Nations", "organisation", None),
    ("Nato", "NATO", "organisation", None), ("WHO", "World Health Organization", "organisation", None),
    ("the Arab League", "Arab League", "organisation", None),
    ("the Bosnia and Herzegovina army", "Bosnia and Herzegovina army", "organisation", "BIH"),
    ("MSF", "Doctors Without Borders", "organisation", None),
    ("Médecins Sans Frontières", "Doctors Without Borders", "organisation", None),
    ("IS", "Islamic State", "adversary", None), ("ISIL", "Islamic State", "adversary", None),
    ("Daesh/ISIS", "Islamic State", "adversary", None), ("Da'esh", "Islamic State", "adversary", None),
    ("Al-Qaida", "al-Qaeda", "adversary", None), ("the Taliban", "Taliban", "adversary", None),
    ("anti-ISIS coalition", "Coalition", "coalition", None),
    ("Global Coalition to Defeat ISIS", "Coalition", "coalition", None),
    ("US-led coalition", "Coalition", "coalition", None), ("G-7", "G7", "coalition", None),
    ("CJTF-OIR", "Combined Joint Task Force - Operation Inherent Resolve", "coalition", None),
    ("Department of State", "State Department", "organisation", "USA"),
    ("CENTCOM", "US Central Command", "organisation", "USA"), ("FCO", "Foreign Office", "organisation", "GBR"),
    ("Bundestag", "Bundestag", "organisation", "DEU"), ("Peshmerga", "Peshmerga", "organisation", "IRQ"),
    ("French foreign ministry", "French foreign ministry", "organisation", "FRA"),
    ("Iraqi Ministry of Defence", "Iraqi Ministry of Defence", "organisation", "IRQ"),
    ("the Turkish parliament", "Turkish parliament", "organisation", "TUR"),
    ("Ministry of Foreign Affairs of Japan", "Ministry of Foreign Affairs of Japan", "organisation", "JPN"),
]  # fmt: skip
NO_ORGANISATIONS = [
    "who",
    "is",
    "it",
    "let",
    "ice",
    "the",
    "Kerry",
    "amnesty",
    "French",
    "ministry",
    "an army of lawyers",
]
CITIES = [
    ("Paris", None, "FRA"), ("Paris", "USA", "USA"), ("London", None, "GBR"), ("New York", None, "USA"),
    ("Raqqa", None, "SYR"), ("Erbil", None, "IRQ"), ("Irbil", None, "IRQ"), ("Mosul", None, "IRQ"),
    ("Kuwait City", None, "KWT"), ("Jeddah", None, "SAU"), ("Davos", None, "CHE"), ("Geneva", None, "CHE"),
    ("Tripoli", "LBN", "LBN"), ("Washington", None, "USA"), ("Kyiv", None, "UKR"), ("Kiev", None, "UKR"),
    ("Luxembourg", None, "LUX"), ("Hanover", None, "DEU"), ("Kobane", None, "SYR"), ("Marrakech", None, "MAR"),
]  # fmt: skip
NO_CITIES = ["Jordan", "Georgia", "Clinton", "nice", "Of", "Monday", "Mexico", "Kuwait", ""]
ROLES = [
    ("US Secretary of State", "USA"), ("Secretary of State for Defence", "GBR"), ("Iraqi Prime Minister", "IRQ"),
    ("State Department spokeswoman", "USA"), ("spokesman for the Foreign Office", "GBR"),
    ("Baghdad-based political analyst", None), ("British aid worker", None), ("former Iraqi minister", None),
    ("ambassador to Iraq", None), ("US ambassador to Iraq", "USA"), ("special envoy for Syria", None),
    ("adviser to the Saudi defence minister", "SAU"), ("UN envoy", None), ("Ohio Gov.", "USA"),
    ("head of Iran's Quds Force", "IRN"), ("governor of Ohio", "USA"), ("Commander of U.S. Central Command", "USA"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "iso3", "form"), COUNTRIES, ids=[row[0] for row in COUNTRIES])
def test_country(text: str, iso3: str, form: str) -> None:
    match = find_country(text)
    assert match is not None
    assert (match.iso3, match.form, match.name) == (iso3, form, country_name(iso3))


@pytest.mark.parametrize("text", NO_COUNTRIES)
def test_no_country(text: str) -> None:
    assert find_country(text) is None


def test_every_member_state_is_named() -> None:
    assert len(country_codes()) >= 199
    for code in country_codes():
        match = find_country(country_name(code))
        assert match is not None
        assert match.iso3 == code


def test_unknown_code_is_an_error() -> None:
    with pytest.raises(LexiconError, match="ZZZ"):
        country_name("ZZZ")


def test_countries_in_a_running_text() -> None:
    text = "The U.S. and Saudi Arabia told us that New Zealand's troops, not South Sudan's, left the Republic of Congo."
    assert [text[m.start : m.end] for m in scan_countries(text)] == [
        "U.S.", "Saudi Arabia", "New Zealand's", "South Sudan's", "Republic of Congo"
    ]  # fmt: skip
    assert [m.match.iso3 for m in scan_countries(text)] == ["USA", "SAU", "NZL", "SSD", "COG"]


@given(st.text(max_size=200))
def test_scans_never_overlap_and_stay_inside(text: str) -> None:
    position = 0
    for mention in scan_countries(text):
        assert position <= mention.start < mention.end <= len(text)
        assert find_country(text[mention.start : mention.end]) == mention.match
        position = mention.end


@pytest.mark.parametrize(("text", "name", "kind", "iso3"), ORGANISATIONS, ids=[row[0] for row in ORGANISATIONS])
def test_organisation(text: str, name: str, kind: str, iso3: str | None) -> None:
    found = find_organisation(text)
    assert found is not None
    assert (found.name, found.kind, found.iso3) == (name, kind, iso3)


@pytest.mark.parametrize("text", NO_ORGANISATIONS)
def test_no_organisation(text: str) -> None:
    assert find_organisation(text) is None


def test_organisations_in_a_role() -> None:
    found = scan_organisations("head of the UN Security Council who left the Islamic Revolutionary Guard Corps")
    assert [organisation.name for organisation in found] == [
        "United Nations Security Council",
        "Islamic Revolutionary Guard Corps",
    ]


@pytest.mark.parametrize(("name", "near", "iso3"), CITIES, ids=[f"{row[0]}-{row[1]}" for row in CITIES])
def test_city(name: str, near: str | None, iso3: str) -> None:
    city = find_city(name, near_iso3=near)
    assert city is not None
    assert city.iso3 == iso3
    assert -90 <= city.latitude <= 90
    assert -180 <= city.longitude <= 180


@pytest.mark.parametrize("name", NO_CITIES)
def test_no_city(name: str) -> None:
    assert find_city(name) is None


@pytest.mark.parametrize(("role", "iso3"), ROLES, ids=[row[0] for row in ROLES])
def test_country_of_role(role: str, iso3: str | None) -> None:
    assert country_of_role(role) == iso3


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Haider al-Abadi", "Haidar Al Abadi"),
        ("Mohammed Hussein", "Muhammad Hussain"),
        ("Fouad Massoum", "Fuad Masum"),
        ("François Hollande", "Francois Hollande"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Sergey Lavrov", "Sergei Lavrov"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Dan Brown", "Don Brown"), ("John Kerry", "Joan Kerry"), ("Ali Hassan", "Alia Hassan")]
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Chris Van Hollen", "Chris", "Van Hollen"),
        ("Haider al-Abadi", "Haider", "al-Abadi"),
        ("Ursula von der Leyen", "Ursula", "von der Leyen"),
        ("Ben Radmall", "Ben", "Radmall"),
        ("De La Fuente", "", "De La Fuente"),
        ("Joseph R. Biden Jr.", "Joseph R.", "Biden"),
        ("Obama", "", "Obama"),
    ],
)
def test_split_name(name: str, first: str, last: str) -> None:
    assert split_name(name) == (first, last)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("John F.", "John", True),
        ("J.", "John", True),
        ("Mike", "Michael", True),
        ("Bill", "William", True),
        ("Donald", "Melania", False),
        ("Paul", "Rand", False),
    ],
)
def test_same_first_names(one: str, other: str, same: bool) -> None:
    assert same_first_names(one, other) == same


@pytest.mark.parametrize(
    ("name", "bare", "iso3"),
    [("Obama", True, "USA"), ("Jim Mattis", False, "USA"), ("Jane Doe", False, None), ("Smith", True, None)],
)
def test_country_of_well_known_persons(name: str, bare: bool, iso3: str | None) -> None:
    assert country_of_leader(name, bare) == iso3
