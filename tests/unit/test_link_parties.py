"""Parties known by their office alone take the name that the meeting's other reports tell."""

from __future__ import annotations

import pytest

from coalition_data.link.parties import is_known_by_office_alone, name_parties
from coalition_data.records import Host, Participant


def host(name: str, iso3: str | None, role: str | None) -> Host:
    return Host(name, "person", iso3, role)


def guest(name: str, iso3: str | None, role: str | None) -> Participant:
    return Participant(name, "person", iso3, role, "attended")


NORWAY = host("Kari Lund", "NOR", "Norwegian President")
OFFICE = host("Danish counterpart", "DNK", "Danish counterpart")


@pytest.mark.parametrize(
    ("party", "known", "name"),
    [
        pytest.param(OFFICE, [NORWAY, host("Bo Friis", "DNK", "Danish President")], "Bo Friis", id="counterpart"),
        pytest.param(OFFICE, [guest("Bo Friis", "DNK", "Danish President")], "Bo Friis", id="named-as-guest"),
        pytest.param(OFFICE, [NORWAY], "Danish counterpart", id="nobody-of-that-country"),
        pytest.param(
            OFFICE,
            [host("Bo Friis", "DNK", "President"), host("Eva Holm", "DNK", "foreign minister")],
            "Danish counterpart",
            id="two-can-be-meant",
        ),
        pytest.param(
            host("Danish foreign minister", "DNK", "Danish foreign minister"),
            [host("Bo Friis", "DNK", "President"), host("Eva Holm", "DNK", "Foreign Minister")],
            "Eva Holm",
            id="same-portfolio",
        ),
        pytest.param(
            host("Danish foreign minister", "DNK", "Danish foreign minister"),
            [host("Eva Holm", "DNK", "deputy foreign minister")],
            "Danish foreign minister",
            id="a-deputy-is-another",
        ),
        pytest.param(host("Bo Friis", "DNK", "President"), [NORWAY], "Bo Friis", id="a-name-stays"),
    ],
)
def test_name_of_party(party: Host, known: list[Host | Participant], name: str) -> None:
    assert [found.name for found in name_parties([party], [party, *known])] == [name]


def test_each_party_once() -> None:
    named = host("Bo Friis", "DNK", "Danish President")
    parties = [NORWAY, named, OFFICE]
    assert name_parties(parties, parties) == (NORWAY, named)


@pytest.mark.parametrize("name", ["Bo Friis", "Denmark", "Pope Leo", "King Harald"])
def test_names_are_no_offices(name: str) -> None:
    assert not is_known_by_office_alone(host(name, "DNK", "President"))
