"""Datelines in the forms that agencies and outlets print, and beginnings that look like one."""

from __future__ import annotations

import pytest

from coalition_data.clean.datelines import place_of_date_line, split_dateline

REST = "The ministers met on Monday."
FORMS: list[tuple[str, str | None, str | None]] = [
    ("PARIS, France, June 2 (AFP) - ", "PARIS, France", "June 2"),
    ("WASHINGTON (AP) _ ", "WASHINGTON", None),
    ("Kirkuk ( ", "Kirkuk", None),
    ("(IraqiNews.com) Baghdad – ", "Baghdad", None),
    ("By Ann Lund BAGHDAD (Reuters) - ", "BAGHDAD", None),
    ("REUTERS – ", None, None),
    ("June 2, 2015, BAGHDAD: ", "BAGHDAD", "June 2, 2015"),
    ("BAGHDAD, 2 June 2015 (IRIN) - ", "BAGHDAD", "2 June 2015"),
    ("Baghdad, 02 June 2015: ", "Baghdad", "02 June 2015"),
    ("(Baghdad, June 2, 2015) – ", "Baghdad", "June 2, 2015"),
    ("BAGHDAD, Iraq, and ANKARA, Turkey — ", "BAGHDAD, Iraq, and ANKARA, Turkey", None),
    ("BAGHDAD and ANKARA — ", "BAGHDAD and ANKARA", None),
    ("BAGHDAD/ANKARA, June 2 (Reuters) - ", "BAGHDAD/ANKARA", "June 2"),
    ("Moscow. June 2. INTERFAX - ", "Moscow", "June 2"),
    ("MOSCOW, June 2. /TASS/. ", "MOSCOW", "June 2"),
    ("MOSCOW, June 2 /TASS/. ", "MOSCOW", "June 2"),
    ("TEHRAN (Tasnim) – ", "TEHRAN", None),
    ("TEHRAN, Jun. 02 (MNA) – ", "TEHRAN", "Jun. 02"),
    ("BEIRUT, LEBANON (9:30 A.M.) - ", "BEIRUT, LEBANON", None),
    ("ERBIL, Kurdistan Region (K24) — ", "ERBIL, Kurdistan Region", None),
    ("KUWAIT, June 2 (KUNA) -- ", "KUWAIT", "June 2"),
    ("ABU DHABI, 2nd June, 2015 (WAM) -- ", "ABU DHABI", "2nd June, 2015"),
    ("NEW YORK, 2 June 2015 — ", "NEW YORK", "2 June 2015"),
    ("UNITED NATIONS, June 2 (Xinhua) -- ", "UNITED NATIONS", "June 2"),
    ("Islamabad – June 2, 2015: ", "Islamabad", "June 2, 2015"),
    ("OTTAWA—", "OTTAWA", None),
    ("BERLIN/PARIS - ", "BERLIN/PARIS", None),
    ("SANTO DOMINGO, Dominican Republic — ", "SANTO DOMINGO, Dominican Republic", None),
    ("PORT-AU-PRINCE, Haiti (AP) — ", "PORT-AU-PRINCE, Haiti", None),
    ("SAN JOSE, Calif., June 2, 2015 /PRNewswire/ -- ", "SAN JOSE, Calif.", "June 2, 2015"),
    ("London, UK – 2 June 2015 – ", "London, UK", "2 June 2015"),
    ("GENEVA/NAIROBI, 2 June 2015 – ", "GENEVA/NAIROBI", "2 June 2015"),
    ("KAMPALA, Uganda | AFP | ", "KAMPALA, Uganda", None),
    ("DAMASCUS, (SANA) – ", "DAMASCUS", None),
    ("BAGHDAD, Iraq (CNN) -- ", "BAGHDAD, Iraq", None),
    ("WASHINGTON (June 2, 2015) — ", "WASHINGTON", "June 2, 2015"),
    ("KABUL, Afghanistan (June 2, 2015) – ", "KABUL, Afghanistan", "June 2, 2015"),
    ("Brussels, 2 June 2015 - ", "Brussels", "2 June 2015"),
    ("FRANKFURT AM MAIN, Germany - ", "FRANKFURT AM MAIN, Germany", None),
    ("DAVOS, Switzerland — ", "DAVOS, Switzerland", None),
    ("(Reuters) - ", None, None),
    ("(REUTERS) ", None, None),
    ("(BRUSSELS) - ", "BRUSSELS", None),
    ("MOSUL, FEBRUARY 4 – ", "MOSUL", "FEBRUARY 4"),
    ("Shafaq News/ ", None, None),
    ("YEREVAN, AUGUST 22, ARMENPRESS. ", "YEREVAN", "AUGUST 22"),
    ("Washington, DC (Valley.News) – ", "Washington, DC", None),
    ("(Bloomberg) -- ", None, None),
    ("2 June 2015 – ", None, "2 June 2015"),
    ("WASHINGTON, June 2, 2015 – ", "WASHINGTON", "June 2, 2015"),
    ("WASHINGTON, D.C., June 2, 2015 — ", "WASHINGTON, D.C.", "June 2, 2015"),
    ("WASHINGTON, DC - ", "WASHINGTON, DC", None),
    ("ROME (Levant News / Sputnik - 2nd June, 2015) ", "ROME", "2nd June, 2015"),
    ("Washington (CNN)", "Washington", None),
    ("Washington (CNN) ", "Washington", None),
    ("London (AFP) - ", "London", None),
    ("PARIS: ", "PARIS", None),
    ("Paris, June 2: ", "Paris", "June 2"),
    ("NEW DELHI: ", "NEW DELHI", None),
    ("Kabul, Afghanistan – ", "Kabul, Afghanistan", None),
    ("ERBIL – ", "ERBIL", None),
    ("ABOARD THE USS GEORGE H.W. BUSH — ", "ABOARD THE USS GEORGE H.W. BUSH", None),
    ("JERUSALEM, Israel, 2 June 2015 (AFP) – ", "JERUSALEM, Israel", "2 June 2015"),
    ("SEOUL, June 2 (Yonhap) -- ", "SEOUL", "June 2"),
    ("TOKYO, June 2 (Jiji Press) -- ", "TOKYO", "June 2"),
    ("BEIJING, 2 June (Xinhua) -- ", "BEIJING", "2 June"),
    ("KYIV, Ukraine (AP) — ", "KYIV, Ukraine", None),
    ("TAIPEI (Taiwan News) — ", "TAIPEI", None),
    ("Addis Ababa, June 2, 2015 (ENA) ", "Addis Ababa", "June 2, 2015"),
    ("LAGOS, Nigeria (Reuters) - ", "LAGOS, Nigeria", None),
    ("Ottawa, Ontario — June 2, 2015 – ", "Ottawa, Ontario", "June 2, 2015"),
    ("Canberra - ", "Canberra", None),
    ("COLUMBIA, S.C. (AP) — ", "COLUMBIA, S.C.", None),
    ("MEXICO CITY (AP) — ", "MEXICO CITY", None),
    ("RIO DE JANEIRO — ", "RIO DE JANEIRO", None),
    ("NDJAMENA, Chad — ", "NDJAMENA, Chad", None),
    ("N'DJAMENA, June 2 (Reuters) - ", "N'DJAMENA", "June 2"),
    ("ST. PETERSBURG, Russia — ", "ST. PETERSBURG, Russia", None),
    ("SANAA, Yemen (AP) — ", "SANAA, Yemen", None),
    ("AL-TANF, Syria — ", "AL-TANF, Syria", None),
    ("CAMP ARIFJAN, Kuwait — ", "CAMP ARIFJAN, Kuwait", None),
    ("BAGRAM AIRFIELD, Afghanistan – ", "BAGRAM AIRFIELD, Afghanistan", None),
    ("BAGHDAD (IraqiNews.com) ", "BAGHDAD", None),
    ("DUBAI, United Arab Emirates (AP) — ", "DUBAI, United Arab Emirates", None),
    ("THE HAGUE, Netherlands — ", "THE HAGUE, Netherlands", None),
    ("VATICAN CITY — ", "VATICAN CITY", None),
    ("BRASÍLIA, June 2 - ", "BRASÍLIA", "June 2"),
    ("SÃO PAULO — ", "SÃO PAULO", None),
    ("Nairobi, Kenya, 2 June 2015/African Media Agency/- ", "Nairobi, Kenya", "2 June 2015"),
    ("ATHENS, Greece, June 2, 2015 (Xinhua) -- ", "ATHENS, Greece", "June 2, 2015"),
    ("BRIDGETOWN, 14 March — ", "BRIDGETOWN", "14 March"),
]


@pytest.mark.parametrize(("head", "place", "date"), FORMS, ids=[form[0] for form in FORMS])
def test_form(head: str, place: str | None, date: str | None) -> None:
    dateline = split_dateline(head + REST)
    assert dateline is not None
    assert (dateline.place, dateline.date, dateline.rest) == (place, date, REST)


DATELINES = [
    ("PARIS (Reuters) - France will host.", "PARIS", None, "France will host."),
    ("BAGHDAD, June 3 - Iraq said so.", "BAGHDAD", "June 3", "Iraq said so."),
    ("LONDON — The minister spoke.", "LONDON", None, "The minister spoke."),
    ("ERBIL, Kurdistan Region of Iraq (Kurdistan24) – Two men.", "ERBIL, Kurdistan Region of Iraq", None, "Two men."),
    ("Baghdad (IraqiNews.com) – Iraq said.", "Baghdad", None, "Iraq said."),
    ("(CNN) — The army moved.", None, None, "The army moved."),
    ("GENEVA (3 June 2015) - The UN asked.", "GENEVA", "3 June 2015", "The UN asked."),
    ("15 September 2014, Paris – The ministers met.", "Paris", "15 September 2014", "The ministers met."),
    ("ANKARA, Turkey (AP) — Turkey agreed.", "ANKARA, Turkey", None, "Turkey agreed."),
    ("SOUTHWEST ASIA, June 4, 2015 — On Tuesday.", "SOUTHWEST ASIA", "June 4, 2015", "On Tuesday."),
    ("WASHINGTON, June 2, 2015 /PRNewswire/ -- The group.", "WASHINGTON", "June 2, 2015", "The group."),
    ("New Delhi, Jul 14 (PTI) India will send.", "New Delhi", "Jul 14", "India will send."),
    ("RIYADH/WASHINGTON (Reuters) - The kingdom.", "RIYADH/WASHINGTON", None, "The kingdom."),
    ("BAGHDAD: The army moved.", "BAGHDAD", None, "The army moved."),
    ("Berlin – Germany agreed.", "Berlin", None, "Germany agreed."),
]
NO_DATELINES = [
    "Paris – the city of light – was dark.",
    "Mali — where France has soldiers — is next.",
    "General: The army moved.",
    "Iraq: What comes next in the war",
    "BREAKING — The army moved.",
    "Washington: a city of politics.",
    "Turkey (AP) is not in it.",
    "Washington and its allies – Britain, France – said no.",
    "Georgia — the country, not the state — agreed.",
    "June 2 – the day of the vote – was calm.",
    "June 2, 2015 – the day of the vote – was calm.",
    "ISIS (also known as Daesh) - The group.",
    "Paris and Berlin agreed: The treaty stands.",
    "London 2012: The games.",
    "President Obama (D) – The speech.",
    "Mr. Smith – The minister.",
    "NATO – the alliance – said no.",
    "Moscow – an ally of Damascus – said no.",
    "POLLS NOT NECESSARILY WRONG, JUST TOO EARLY - A pollster said it.",
    "Paris: the city where it began.",
    "France - like others - agreed.",
    "EXCLUSIVE: The plan in full.",
    "On Monday — the day of the talks — he left.",
    "Q: Will you go?",
    "The talks ended.",
]


@pytest.mark.parametrize(("text", "place", "date", "rest"), DATELINES, ids=[case[0][:28] for case in DATELINES])
def test_dateline(text: str, place: str | None, date: str | None, rest: str) -> None:
    dateline = split_dateline(text)
    assert dateline is not None
    assert (dateline.place, dateline.date, dateline.rest) == (place, date, rest)


@pytest.mark.parametrize("text", NO_DATELINES, ids=[text[:28] for text in NO_DATELINES])
def test_no_dateline(text: str) -> None:
    assert split_dateline(text) is None


DATE_LINES = [
    ("Oslo, 3 March 2017", "Oslo"),
    ("Ottawa, Ontario - 24 March 2015", "Ottawa, Ontario"),
    ("Brussels, 19/01/2015 - 10:00", "Brussels"),
    ("Washington, DC July 5, 2017", "Washington, DC"),
    ("Jordan, January 10, 2018", None),
    ("Xinhua, November 23, 2015", None),
    ("Statement, 3 March 2017", None),
    ("Oslo", None),
]


@pytest.mark.parametrize(("line", "place"), DATE_LINES, ids=[case[0] for case in DATE_LINES])
def test_place_of_date_line(line: str, place: str | None) -> None:
    assert place_of_date_line(line) == place
