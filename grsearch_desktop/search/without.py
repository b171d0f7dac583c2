"""What is not wanted, taken off what was found: by meaning and by words.

Not by subtracting its direction from that of the query: the two have much in common (a terrier is a
dog), and the less of the query is left, the more comes that has to do with neither. What is found
is lowered by what it has to do with the unwanted beyond half of what the most unwanted has. The
measurements are in docs/decisions/0015-words.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from grsearch_desktop.search.lexical import LexicalHits
from grsearch_desktop.search.semantic import SemanticMatch
from grsearch_desktop.store.text import LexicalMatch

_WEIGHT = 1.5
_BEARABLE = 0.5
"""The share of the most unwanted item's cosine up to which nothing is taken off."""


def lowered(
    found: Sequence[SemanticMatch], unwanted: Iterable[SemanticMatch]
) -> list[SemanticMatch]:
    """What was found by meaning, less what it has to do with the unwanted; in the same order."""
    cosines = {match.item_id: match.score for match in unwanted}
    bearable = _BEARABLE * max(cosines.values(), default=0.0)
    return [
        _less(match, _WEIGHT * max(cosines.get(match.item_id, 0.0) - bearable, 0.0))
        for match in found
    ]


def lowered_words(found: LexicalHits, unwanted: LexicalHits) -> LexicalHits:
    """What was found by words, less where the unwanted words stand too: nothing where all do."""
    passages = {match.id: match.bm25 for match in unwanted.passages}
    kept = [
        LexicalMatch(match.id, match.file_id, match.bm25 * _left(passages.get(match.id)))
        for match in found.passages
    ]
    together = {id: share * _left(passages.get(id)) for id, share in found.together.items()}
    names = {
        file_id: share * _left(unwanted.names.get(file_id))
        for file_id, share in found.names.items()
    }
    return replace(
        found,
        passages=tuple(sorted(kept, key=lambda match: (-match.bm25, match.id))),
        names=names,
        together=together,
    )


def _less(match: SemanticMatch, penalty: float) -> SemanticMatch:
    """Text and look bear the penalty by what each has to do with the match."""
    if penalty <= 0.0:
        return match
    whole = abs(match.text) + abs(match.look)
    of_text = penalty * abs(match.text) / whole if whole else 0.0
    return replace(
        match,
        score=match.score - penalty,
        text=match.text - of_text,
        look=match.look - (penalty - of_text),
    )


def _left(coverage: float | None) -> float:
    return 1.0 - min(coverage or 0.0, 1.0)
