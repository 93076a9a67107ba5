"""Pledges: who promised what to whom.

``extract_pledges`` makes the rows of one article. An act is a verb or noun that gives, refuses or weighs something
(``acts``); everything else answers one question about it. Where to look, in the order in which an act passes:

Is it an act?
    ``detect`` asks each verb and noun: ``withdrawals`` (ends or reduces), ``promising`` (a predicate with the thing
    as its object: "pledged $5 million"), ``frames`` with ``giving`` (the listed verbs and where their parts stand),
    ``licensed`` with ``licenses``, ``further``, ``moving``, ``pointing`` and ``receiving`` (verbs that no list names;
    forces as subjects; "sends them back"; told by who receives),
    ``noun_acts`` with ``nominal`` and ``deals`` (nouns). ``fragments``, ``gapped``, ``sums`` and
    ``echoes`` add what shortened lists and "as did Finland" leave out; ``work`` drops what a unit does there,
    told beside its sending.
What is given?
    ``things`` (kinds), ``objects`` (where the parser puts the object and the receiver), ``measures``,
    ``counted`` and ``quantities`` (numbers and sums), ``composed`` (what a contribution is made of).
How is it meant?
    ``climbing`` walks up from the act (``climbing_clauses``, ``climbing_nouns``, ``taking``) and leaves a ``Reading``
    (``clauses``); ``stances`` and ``progress`` fold it into stance and progress, ``conditions`` finds a condition.
Whose is it?
    ``holders`` asks in turn: ``bodies`` (words of the phrase), ``parties`` (the resolver's actors), ``groups`` (unnamed
    many), ``standins`` ("the kingdom", "we"), ``owners`` (whose forces they are), ``issuing`` (whose official text it
    is), ``speakers`` (who says "we"), ``units`` (named units);
    what names nobody is of who acted before (``before``, ``continued``).
Who says it, when, and for whom is it?
    ``announcers``, ``dates``, ``recipients``.
Is it no pledge after all?
    ``screen``: ``abroad`` (helps only oneself), ``private`` (acts for no state), ``misread`` (only looks like help).
    What names nobody abroad may go on with help told before (``continued``).
How sure is it?
    ``confidences``, from counts on the gold sets.

``lexicon`` reads the word lists (``lexicons/pledges_*.yml``), ``words`` makes lemmas for look-ups in them; ``extract``
puts the row together. To mend a missed row, ask these questions in this order with the sentence at hand: the first one
answered wrongly names the module.
"""

from coalition_data.extract.pledges.extract import extract_pledges

__all__ = ["extract_pledges"]
