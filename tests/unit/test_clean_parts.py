"""The parts of cleaning, each with a table of cases."""

from __future__ import annotations

import pytest

from coalition_data.clean.bylines import author_before_date, authors_of
from coalition_data.clean.captions import caption_signs, caption_text, is_caption, is_credited_sentence
from coalition_data.clean.lines import Kind, kind_of

BYLINES = [
    ("By Jane Doe Rome", ("Jane Doe",)),
    ("by Jane Doe Leave a Comment", ("Jane Doe",)),
    ("By Jane Doe", ("Jane Doe",)),
    ("By Jane Doe and John Roe, Associated Press", ("Jane Doe", "John Roe")),
    ("By JANE DOE and JOHN ROE", ("Jane Doe", "John Roe")),
    ("by Jane van der Berg | Reuters", ("Jane van der Berg",)),
    ("By Jane Doe, Staff Writer", ("Jane Doe",)),
    ("By Staff Sgt. Dana Ruiz, 379th Wing Public Affairs", ("Dana Ruiz",)),
    ("By Hoshang Abdul-Karim in Erbil", ("Hoshang Abdul-Karim",)),
    ("Written by Jane Doe", ("Jane Doe",)),
    ("Author: Jane Doe", ("Jane Doe",)),
    ("By Jane Doe, June 2, 2015", ("Jane Doe",)),
    ("By The Associated Press", ("The Associated Press",)),
    ("By Monday, the ministers had agreed.", ()),
    ("By far the largest group came from the north.", ()),
    ("By March 2015 the city had fallen", ()),
    ("The ministers met", ()),
    ("By ASSOCIATED PRESS Published: December 2, 2016", ("ASSOCIATED PRESS",)),
    ("By GlobalPostEnvoys of the defence ministers agreed on the importance of paying for it.", ()),
    ("by Labour deputy David Winter, who warned of earlier missions in Iraq", ()),
]


@pytest.mark.parametrize(("line", "authors"), BYLINES, ids=[case[0] for case in BYLINES])
def test_byline(line: str, authors: tuple[str, ...]) -> None:
    assert authors_of(line) == authors


AUTHORS_BEFORE_DATES = [
    ("Emma Lind 28 June 2021", "Emma Lind"),
    ("Jane Doe, Political Editor | 28 June 2021", "Jane Doe"),
    ("John F Roe - Updated 3 March 2017", "John F Roe"),
    ("Middle East 28 June 2021", None),
    ("Foreign Office 3 March 2017", None),
    ("Emma Lind", None),
    ("The Canadian Press, 18 Nov, 2015 10:28 AM", "The Canadian Press"),
]


@pytest.mark.parametrize(("line", "author"), AUTHORS_BEFORE_DATES, ids=[case[0] for case in AUTHORS_BEFORE_DATES])
def test_author_before_date(line: str, author: str | None) -> None:
    assert author_before_date(line) == author


CREDITED_SENTENCES = [
    ("Soldiers walk past a mosque in Mosul. (AFP)", True),
    ("Soldiers walk past a mosque in Mosul (AP Photo)", True),
    ("The minister meets his guest (Reuters)", True),
    ("Iceland will join the Combined Northern Relief Task Force (CNRTF).", False),
    ("Inspectors of the International Atomic Energy Agency (IAEA).", False),
    ("Talks resumed with the Palestinian Authority (PA).", False),
    ("The camp is run by the refugee agency (UNHCR).", False),
]


@pytest.mark.parametrize(("text", "credited"), CREDITED_SENTENCES, ids=[case[0] for case in CREDITED_SENTENCES])
def test_credited_sentence(text: str, credited: bool) -> None:
    assert is_credited_sentence(text) is credited


CAPTIONS = [
    "FILE PHOTO: A jet takes off, May 3, 2013. REUTERS/Lars Moen",
    "FILE - Soldiers wait near the front.",
    "(Photo : Foreign Ministry) Ministers pose in the hall",
    "An image made available by activists on June 3 allegedly shows a convoy.",
    "In this Monday, June 1, 2015 photo, a soldier waits near Ramadi.",
    "This photo released by the ministry shows the hall.",
    "The minister leaves the hall. (AP Photo/Jane Doe)",
    "Ministers arrive at the hall. Jane Doe/AFP/Getty Images",
    "Jane Doe via Getty Images",
    "Image copyright AFP",
    "Media captionThe minister spoke to the press",
    "Belgian jets on the tarmac. Photograph: Luc Dupont/EPA",
    "Jane Doe Image: Foreign Ministry.",
    "Crews load a truck. (U.S. Army photo by Sgt. John Roe)",
    "© AFP",
]
NO_CAPTIONS = [
    "The email includes a photo of the minister wearing a helmet, holding a gun.",
    "The image of the boy, dazed and bloodied, went around the world.",
    "Photos by the group show strikes on the camp, he said, and the ministry denied it.",
    "He was pictured with the president, an official said.",
    "“We filed the complaint,” the agency Reuters said.",
    "The ministry's image abroad has suffered, the envoy said.",
]


@pytest.mark.parametrize("text", CAPTIONS, ids=[text[:30] for text in CAPTIONS])
def test_caption(text: str) -> None:
    assert is_caption(text)


@pytest.mark.parametrize("text", NO_CAPTIONS, ids=[text[:30] for text in NO_CAPTIONS])
def test_no_caption(text: str) -> None:
    assert not is_caption(text)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Gen. Sami Aziz explains a plan to his men near Tikrit, Iraq, June 1, 2015.", 2),
        ("Prime Minister Vos and President Amal speaking at the summit.", 2),
        ("The envoy (left) has left the hall.", 1),
        ("The minister said on June 1, 2015.", 1),
        ("The senator praises the envoy after a 45-minute meeting on policy.", 0),
        ("Ministers agreed to meet again. They left on June 2, 2015.", 0),
    ],
    ids=["present and date", "participle", "position", "date in a statement", "headline", "two sentences"],
)
def test_signs_of_a_caption(text: str, signs: int) -> None:
    assert caption_signs(text) == signs


def test_caption_loses_its_leading_credit_and_its_colour() -> None:
    assert caption_text("(Photo : KUNA) Flags outside the hall") == "Flags outside the hall"
    assert caption_text("██ Territory held by the army") == "Territory held by the army"


KINDS = [
    ("Share Tweet Email Print", Kind.BUTTON),
    ("Home > World > Middle East", Kind.BUTTON),
    ("كوردى | English | العربية", Kind.BUTTON),
    ("Syria", Kind.TOPIC),
    ("Like Us on Facebook", Kind.CHROME),
    ("Follow @example on Twitter", Kind.CHROME),
    ("Advertisement", Kind.CHROME),
    ("Story continues below advertisement", Kind.CHROME),
    ("Make GT Your Homepage", Kind.CHROME),
    ("We use cookies to improve your visit.", Kind.CHROME),
    ("Sign up for our daily newsletter", Kind.CHROME),
    ("5 min read", Kind.CHROME),
    ("0:00 0:02:11 0:00", Kind.PLAYER),
    ("No media source currently available", Kind.PLAYER),
    ("Leave a Reply", Kind.COMMENTS),
    ("14 responses to “Ministers meet”", Kind.COMMENTS),
    ("Comments (3)", Kind.COMMENTS),
    ("Most Popular", Kind.SECTION),
    ("Related articles", Kind.SECTION),
    ("More on this story", Kind.SECTION),
    ("Read More: Mine kills three near Gwer", Kind.LINK),
    ("Also read: Villagers return", Kind.LINK),
    ("Tags: Iraq, Syria", Kind.LINK),
    ("(Additional reporting by Jane Doe; Editing by John Roe)", Kind.CREDIT),
    ("Jane Doe contributed to this report.", Kind.CREDIT),
    ("Source: Reuters", Kind.CREDIT),
    ("Copyright 2014 The Associated Press. All rights reserved.", Kind.RIGHTS),
    ("###", Kind.END),
    ("End text.", Kind.END),
    ("This article has been updated to add a statement.", Kind.NOTE),
    ("More in the region fear that the strikes will fail.", Kind.PROSE),
    ("From Baghdad to Paris, leaders said they would act.", Kind.PROSE),
    ("With reports of executions mounting, the council met again.", Kind.PROSE),
    ("Comment was not available from the ministry on Monday night.", Kind.PROSE),
    ("Share of the costs would rise, the minister told reporters.", Kind.PROSE),
    ("Follow-up talks will be held in Oslo next month.", Kind.PROSE),
    ("Crucial time", Kind.SHORT),
    ("Review of goals, Syria’s situation", Kind.SHORT),
    ("“Yes,” he said.", Kind.SHORT),
]


@pytest.mark.parametrize(("text", "kind"), KINDS, ids=[case[0][:34] for case in KINDS])
def test_kind_of_line(text: str, kind: Kind) -> None:
    assert kind_of(text) is kind
