"""Pledges on the gold sets: the scorer's figures, errors grouped by kind, and how well confidence is calibrated.

    python benchmarks/pledges.py [--set seeds]... [--errors] [--calibrate]

Gold, texts and scorer are looked for in a folder ``shared`` beside the project; PLOVER sentences have a benchmark of
their own (``plover.py``). ``--calibrate`` counts the classes of confidence anew and saves them in the lexicon.
"""

from __future__ import annotations

import events
import reliability


def main() -> None:
    """Print figures of each set, and the reliability of confidence on all of them."""
    parser = events.options_of(__doc__)
    parser.add_argument("--calibrate", action="store_true", help="save the classes' counts in the lexicon")
    options = parser.parse_args()
    events.report("pledges", options.sets, errors=options.errors)
    judged = reliability.judge_sets(options.sets)
    if options.calibrate:
        reliability.save_counts(judged)
    reliability.report(judged)


if __name__ == "__main__":
    main()
