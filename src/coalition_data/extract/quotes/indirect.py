"""Reported speech without marks: a reporting verb, its subject, and what it reports.

Candidates come from the parse: a clause, an infinitive, an object or a prepositional object of a reporting verb; the
clause that a parenthetical verb belongs to ("…, officials said"); the clause that "according to" belongs to. A
trained classifier decides which of them report something; rules alone keep the clauses of plain verbs of speech.

Left out: reports inside quotation marks, reports that hold quotation marks (their quoted words are rows already), and
reports without a source. Nouns and adjectives that report are in ``nominal_reports``.
"""

from __future__ import annotations

from collections.abc import Iterator

from coalition_data.extract.quotes.edges import trim
from coalition_data.extract.quotes.features import Features
from coalition_data.extract.quotes.layout import relayed_person
from coalition_data.extract.quotes.lexicon import report_cues
from coalition_data.extract.quotes.nominal_reports import Report, find_adjective_reports, find_noun_reports
from coalition_data.extract.quotes.scene import Scene

LONGEST_SOURCE = 16
"""Tokens of "according to" with its source."""
LONGEST_PARENTHESIS, LONGEST_POINTER = 14, 30
"""Tokens of "officials said on Monday", and of "as the minister said at a conference in Oslo"."""
LONGEST_SUBJECT = 8
"""Tokens of "human rights groups in Oslo" before its verb."""
SENTENCES_OF_TURN = 2
"""Sentences behind the one with the label, from which on a paragraph is no headline."""
SHORTEST = 2
"""Words of a report: shorter ones ("said so") say nothing."""
_SHAPE_OF_DEP = {
    "ccomp": "clause", "xcomp": "infinitive", "dobj": "object", "prep": "preposition", "advcl": "adjunct",
    "acl": "adjunct", "oprd": "object", "attr": "object",
}  # fmt: skip
_SUBJECTS = ("nsubj", "nsubjpass")
_CLAUSES = ("clause", "parenthetical")
_OPENS_CLAUSE = ("det", "nsubj", "nsubjpass", "poss", "amod", "compound", "nummod", "mark", "expl")
_SPOKEN = ("say", "claim")
_MEDIA = ("in", "on", "at", "during", "via", "through")
_CLIMB = ("xcomp", "conj", "advcl", "pcomp", "acl", "prep", "dep")


class ReportFinder:
    """Finds the candidates of one article.

    Args:
        scene: the article.
        features: its features, for the kinds of mentions.
    """

    def __init__(self, scene: Scene, features: Features) -> None:
        self.scene = scene
        self.features = features
        self.children_of = scene.doc.children_of

    def reports(self) -> list[Report]:
        """All candidates, in order of their verb."""
        found: list[Report] = []
        known, scene = report_cues(), self.scene
        for verb, word in enumerate(scene.lower):
            cue = known.get(word) if self.scene.tags[verb][:2] == "VB" and self.scene.span_of[verb] < 0 else None
            if cue is None or self._is_only_meant(verb):
                continue
            source = self.subject(verb)
            if source is None:
                continue
            deed = cue.verb in self.scene.nouns.deeds
            found += [
                Report(verb, source, first, last, root, shape, cue.weight, cue.kind)
                for shape, first, last, root in self._contents(verb)
                if not deed or shape in _CLAUSES
            ]
        found += [*self._according(), *find_noun_reports(self), *find_adjective_reports(self), *self._labels()]
        return [report for report in found if self._is_sound(report)]

    def subject(self, verb: int) -> int | None:
        """The verb's subject: its own, or that of the verb it depends on where it has none."""
        scene, node = self.scene, verb
        if scene.deps[verb] == "pcomp":
            relayed = relayed_person(scene, verb)
            if relayed is not None:
                return relayed
        for _ in range(4):
            outer = self._speaks_on(verb, node)
            if outer is not None:
                node = outer
            for child in self.children_of[node]:
                if scene.deps[child] in _SUBJECTS and scene.span_of[child] < 0:
                    if scene.deps[child] == "nsubjpass" and node == verb:
                        return self._agent(verb)
                    subject = self._behind_infinitive(child)
                    return subject if self.can_report(subject) else None
            if scene.deps[node] == "acl" and scene.tags[node] in ("VBG", "VB"):
                head = scene.heads[node]
                return head if self.can_report(head) else None
            if scene.deps[node] not in _CLIMB or scene.heads[node] == node:
                return None
            node = scene.heads[node]
        return None

    def _behind_infinitive(self, subject: int) -> int:
        """The noun with an infinitive whose object the parser takes for the subject ("a force to fight gangs said")."""
        scene = self.scene
        verb = scene.doc.edges[subject][0] - 1
        if verb < 1 or scene.tags[verb] != "VB" or scene.lower[verb - 1] != "to" or scene.cue_of[verb] is not None:
            return subject
        noun = scene.heads[verb]
        opens = scene.deps[verb] in ("relcl", "acl") and scene.deps[noun] in ("ROOT", "nsubj") and noun < verb
        return noun if opens else subject

    def _speaks_on(self, verb: int, node: int) -> int | None:
        """The reporting verb that ``verb`` goes on from, where the parser hangs it on the reported verb ``node``.

        "He said the port was closed, adding that …": the one who adds is the one who said.
        """
        scene = self.scene
        if node == verb or scene.deps[node] != "ccomp" or report_cues().get(scene.lower[node]) is not None:
            return None
        outer = scene.heads[node]
        cue = scene.cue_of[outer]
        if cue is None or cue.kind not in _SPOKEN or outer > verb:
            return None
        goes_on = scene.tags[verb] == "VBG" and self._is_comma(scene.doc.edges[verb][0] - 1)
        return outer if goes_on or self._resumes(outer, verb) else None

    def _is_only_meant(self, verb: int) -> bool:
        """Whether an infinitive tells what is wanted or planned ("asked Oslo to explain …"), not what was said."""
        scene = self.scene
        if scene.tags[verb] != "VB" or not any(scene.lower[child] == "to" for child in self.children_of[verb]):
            return False
        return scene.deps[verb] != "ROOT" and scene.doc.lemmas[scene.heads[verb]] not in scene.nouns.aspects

    def can_report(self, index: int) -> bool:
        """Whether a token may head a source."""
        return index in self.features.kinds or self.scene.tags[index] in (
            "NN",
            "NNS",
            "NNP",
            "NNPS",
            "CD",
            "WDT",
            "WP",
            "PRP",
        )

    def _agent(self, verb: int) -> int | None:
        for child in self.children_of[verb]:
            if self.scene.deps[child] == "agent":
                found = (one for one in self.children_of[child] if self.scene.deps[one] == "pobj")
                agent = next(found, None)
                return agent if agent is not None and self.can_report(agent) else None
        return None

    def _contents(self, verb: int) -> Iterator[tuple[str, int, int, int]]:
        """What the verb may report as ``(shape, first, last, root)``."""
        scene, edges = self.scene, self.scene.doc.edges
        clause = False
        for child in self.children_of[verb]:
            shape = _SHAPE_OF_DEP.get(scene.deps[child])
            if shape is None or scene.span_of[child] >= 0:
                continue
            if shape == "preposition":
                inner = self._clause_of_medium(child)
                if inner is not None:
                    clause = True
                    yield "clause", *inner
                else:
                    yield from self._objects(child)
                continue
            clause = clause or shape == "clause"
            first, last = edges[child][0], edges[child][1] + 1
            if first <= verb < last:  # a parse that crosses: keep the side of the child
                first, last = (first, verb) if child < verb else (verb + 1, last)
            if scene.tags[child] == "VBG" and (shape == "adjunct" or self._is_where(child, verb)):
                continue  # "he said, using the old name", "he said speaking in Oslo"
            if shape == "clause":
                first, last = self._behind_source(first, last), self._end_of_words(verb, first, last)
                first = self._behind_day(verb, first, last)
            yield shape, first, last, child
        if not clause and not self._only_points(verb):
            yield from self._rest(verb)
        if not clause and scene.deps[verb] in ("parataxis", "ccomp", "relcl", "advcl", "conj", "dep"):
            yield from self._around(verb)

    def _clause_of_medium(self, preposition: int) -> tuple[int, int, int] | None:
        """What was told in a text, where the parser hangs the clause on it ("said in a letter on Monday | that …")."""
        scene = self.scene
        noun = next((child for child in self.children_of[preposition] if scene.deps[child] == "pobj"), None)
        if noun is None or scene.lower[noun] not in scene.nouns.documents or scene.lower[preposition] not in _MEDIA:
            return None
        for child in self.children_of[noun]:
            first, last = scene.doc.edges[child][0], scene.doc.edges[child][1] + 1
            opens = scene.lower[first] == "that" and scene.deps[first] == "mark"
            if child > noun and opens and scene.deps[child] in ("acl", "relcl", "ccomp", "appos"):
                return first, last, child
        return None

    def _is_where(self, gerund: int, verb: int) -> bool:
        """Whether a gerund behind a verb of plain speech tells where somebody spoke ("said | speaking in Oslo")."""
        finite = any(self.scene.deps[child] in (*_SUBJECTS, "aux") for child in self.children_of[gerund])
        return not finite and self.scene.doc.lemmas[verb] in self.scene.nouns.plain_speech

    def _only_points(self, verb: int) -> bool:
        """Whether a clause points at the words of another ("as the minister said in Oslo, | the ships will sail")."""
        scene = self.scene
        plain = scene.doc.lemmas[verb] in scene.nouns.plain_speech and scene.deps[verb] == "advcl"
        return plain and any(scene.lower[child] == "as" and child < verb for child in self.children_of[verb])

    def _behind_day(self, verb: int, first: int, last: int) -> int:
        """Where words begin in front of which the day of speaking stands ("said | on Monday | it had sailed")."""
        if first != verb + 1:
            return first
        entity = self.scene.doc.entity_of[first + (self.scene.lower[first] in ("on", "late", "early"))]
        day = entity is not None and entity.label in ("DATE", "TIME") and entity.start <= first + 1
        starts = day and entity is not None and entity.end + SHORTEST < last
        subject = starts and entity is not None and self.scene.deps[entity.end] in _OPENS_CLAUSE
        return entity.end if entity is not None and subject else first

    def _end_of_words(self, verb: int, first: int, last: int) -> int:
        """Where a reported clause ends that the parser lets run on into the speaker's next verb of speech.

        "He said the port was closed, | adding that …", "She said they would stay | and warned …".
        """
        scene, known = self.scene, report_cues()
        for index in range(max(first, verb) + SHORTEST, last - SHORTEST):
            following = index + 1 + (scene.tags[index + 1] == "RB")
            cue = known.get(scene.lower[following])
            if cue is None or cue.kind not in _SPOKEN:
                continue
            if scene.words[index] == "," and scene.tags[following] == "VBG":
                return index
            if scene.lower[index] in ("and", "but") and self._resumes(verb, following):
                return index
        return self._before_another(verb, first, last)

    def _before_another(self, verb: int, first: int, last: int) -> int:
        """Where the words of somebody else begin ("He said it was closed, | and the mayor warned that …")."""
        scene = self.scene
        for index in range(max(first, verb) + SHORTEST, last - 2 * SHORTEST):
            if scene.words[index] != "," or scene.lower[index + 1] not in ("and", "but", "while"):
                continue
            for other in range(index + 3, min(index + 3 + LONGEST_SUBJECT, last)):
                cue = scene.cue_of[other]
                if cue is None or cue.kind not in _SPOKEN or scene.tags[other] != scene.tags[verb]:
                    continue
                subject = next((child for child in self.children_of[other] if scene.deps[child] == "nsubj"), None)
                if subject is not None and scene.doc.edges[subject][0] == index + 2:
                    return index
        return last

    def _resumes(self, verb: int, following: int) -> bool:
        """Whether a verb behind "and" has the subject of the reporting verb rather than that of the reported one."""
        scene = self.scene
        if scene.tags[verb] not in ("VBD", "VBZ") or scene.tags[following] != scene.tags[verb]:
            return False
        if any(scene.deps[child] in _SUBJECTS for child in self.children_of[following]):
            return False
        beside = scene.heads[following]
        return scene.deps[following] != "conj" or scene.tags[beside] != scene.tags[following]

    def _rest(self, verb: int) -> Iterator[tuple[str, int, int, int]]:
        """Everything that the verb's own part of the sentence says after it ("urged Iran to release the crew")."""
        scene, first = self.scene, verb + 1
        last = scene.doc.edges[verb][1] + 1
        while first < last and (scene.deps[first] in ("prt", "advmod", "prep") or scene.words[first] in (",", ":")):
            first += 1
        stop = (
            index for index in range(first, last)
            if scene.span_of[index] >= 0 or scene.words[index] in (";", "(")
            or (scene.heads[index] == verb and scene.deps[index] == "punct" and index > first)
            or (scene.heads[index] == verb and scene.deps[index] == "cc")
        )  # fmt: skip
        asides = (
            scene.doc.edges[child][0] for child in self.children_of[verb]
            if child > first and scene.deps[child] == "advcl" and not self._is_purpose(child)
        )  # fmt: skip
        last = min(next(stop, last), *asides, last)
        if last - first >= SHORTEST:
            yield "rest", first, last, first

    def _is_purpose(self, clause: int) -> bool:
        """ "promised $5 million | to rebuild the port": part of what is said, unlike "because it was asked"."""
        return any(
            self.scene.tags[child] == "TO" and self.scene.deps[child] == "aux" for child in self.children_of[clause]
        )

    def _labels(self) -> Iterator[Report]:
        """Headlines of the form ``Minister: Talks will go on``."""
        scene = self.scene
        for number in {0, *(scene.unit_of[index] for index in scene.mentions if scene.unit_of[index] == 0)}:
            inside = [index for index in range(min(40, len(scene.words))) if scene.unit_of[index] == number]
            colon = next((index for index in inside[:9] if scene.words[index] == ":"), None)
            if colon is None or colon == 0 or colon - 1 not in self.features.kinds:
                continue
            if scene.sentence_of[inside[-1]] - scene.sentence_of[colon] >= SENTENCES_OF_TURN:
                continue  # a turn of a transcript
            yield Report(colon, colon - 1, colon + 1, inside[-1] + 1, colon + 1, "label", 0.5, "say")

    def _objects(self, preposition: int) -> Iterator[tuple[str, int, int, int]]:
        for child in self.children_of[preposition]:
            if self.scene.deps[child] in ("pobj", "pcomp"):
                first, last = self.scene.doc.edges[child][0], self.scene.doc.edges[child][1] + 1
                shape = "gerund" if self.scene.deps[child] == "pcomp" else "preposition"
                yield shape, max(first, preposition + 1), last, child

    def _around(self, verb: int) -> Iterator[tuple[str, int, int, int]]:
        """The clause that a parenthetical verb stands in: before it, after it, or on both sides."""
        scene = self.scene
        head = scene.heads[verb]
        left, right = scene.doc.edges[verb]
        longest = LONGEST_POINTER if self._only_points(verb) else LONGEST_PARENTHESIS
        if right - left > longest or not (self._is_comma(left - 1) or self._is_comma(left) or self._is_comma(right)):
            return
        first, last = scene.doc.edges[head][0], scene.doc.edges[head][1] + 1
        if right >= last - 3:
            last = left
        elif left <= first + 2:
            first = right + 1
        first = self._behind_source(first, last)
        if first < last:
            yield "parenthetical", first, last, head

    def _behind_source(self, first: int, last: int) -> int:
        """Where words begin in front of which their source stands, too ("According to the ministry, …")."""
        if self.scene.lower[first] != "according":
            return first
        near = range(first, min(first + LONGEST_SOURCE, last))
        return next((index + 1 for index in near if self.scene.words[index] == ","), first)

    def _is_comma(self, index: int) -> bool:
        return 0 <= index < len(self.scene.words) and self.scene.words[index] in (",", "–", "—", "--")

    def _according(self) -> Iterator[Report]:
        scene = self.scene
        for index in self.scene.mentions:
            preposition = scene.heads[index]
            if scene.deps[index] != "pobj" or scene.lower[preposition] not in ("to", "per"):
                continue
            first = preposition
            if scene.lower[preposition] == "to":
                if preposition == 0 or scene.lower[preposition - 1] != "according":
                    continue
                first = preposition - 1
            node = first if scene.deps[first] == "prep" else preposition
            head = scene.heads[node]
            if head == node or scene.span_of[head] >= 0:
                continue
            left, right = first, scene.doc.edges[preposition][1]
            start, end = scene.doc.edges[head][0], scene.doc.edges[head][1] + 1
            start, end = (start, left) if right >= end - 2 else (right + 1, end) if left <= start + 1 else (start, end)
            if start < end:
                yield Report(first, index, start, end, head, "according", 0.92, "say")

    def _is_sound(self, report: Report) -> bool:
        """Whether it holds enough words, no quoted ones, stays in one sentence, and does not hold its own source."""
        scene = self.scene
        inside = range(report.first, report.last)
        words = sum(scene.words[index][:1].isalnum() for index in inside)
        if words < SHORTEST or any(scene.span_of[index] >= 0 for index in inside):
            return False
        if report.shape not in ("parenthetical", "according") and report.source in inside:
            return False
        quoted = report.last < len(scene.words) and scene.span_of[report.last] >= 0
        if quoted and scene.words[report.last - 1] not in (",", ":", ";", ".", "–", "—"):
            return False  # the beginning of words that end in quotation marks
        return scene.unit_of[report.first] == scene.unit_of[report.last - 1] == scene.unit_of[report.verb]

    def trimmed(self, report: Report) -> tuple[int, int]:
        """Offsets of the reported words, without punctuation at the edges and the relative or opening "that"."""
        first, last = trim(self.scene, report.first, report.last)
        return self.scene.starts[first], self.scene.ends[last - 1]
