"""An act of contributing: how it is meant and what it gives."""

from __future__ import annotations

from dataclasses import dataclass

from coalition_data.document import Token
from coalition_data.extract.pledges.clauses import Reading
from coalition_data.extract.pledges.objects import Arguments
from coalition_data.extract.pledges.stances import progress_of, stance_of


@dataclass(frozen=True, slots=True)
class Act:
    """One act with how it is meant and what it gives.

    Attributes:
        token: its verb or noun.
        reading: what governs it.
        arguments: things and recipient.
        stance, progress: as in the contract.
        kind: ``listed`` (a contribution of the lexicon), ``object`` (a predicate of promising with a thing),
            ``open`` (a strong predicate over any act), ``noun``.
    """

    token: Token
    reading: Reading
    arguments: Arguments
    stance: str
    progress: str
    kind: str


def finish(token: Token, reading: Reading, arguments: Arguments, kind: str, **options: object) -> Act | None:
    """The act with its stance and progress; None where nothing is promised, refused or weighed."""
    if reading.rejected:
        return None
    withdrawal = bool(options.get("withdrawal"))
    stance = stance_of(reading, withdrawal=withdrawal)
    if stance is None:
        return None
    verb = token if token.tag.startswith("VB") else None
    return Act(token, reading, arguments, stance, progress_of(reading, stance, verb=verb), kind)
