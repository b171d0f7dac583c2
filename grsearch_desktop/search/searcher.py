"""The whole way from a query to results: parsed, looked up by words and by meaning, ranked."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from grsearch_desktop.calibrate.means import Vector, calibrated
from grsearch_desktop.encode.encoder import Encoder, Pixels
from grsearch_desktop.errors import ModelError
from grsearch_desktop.search import lexical
from grsearch_desktop.search.gathering import gathered
from grsearch_desktop.search.lexical import LexicalHits
from grsearch_desktop.search.query import Query, parse
from grsearch_desktop.search.ranking import RankedFile, RankedPage, rank, rank_pages
from grsearch_desktop.search.results import Result, Snippet, shares, snippet
from grsearch_desktop.search.semantic import SemanticMatch, VectorCopy
from grsearch_desktop.search.semantic_index import SemanticIndex
from grsearch_desktop.search.uncopied import UncopiedVectors
from grsearch_desktop.search.without import lowered, lowered_words
from grsearch_desktop.search.words import commonest, holding
from grsearch_desktop.store.compact.keeping import CompactCopies
from grsearch_desktop.store.files import Conditions, Files
from grsearch_desktop.store.text import Item, Text
from grsearch_desktop.store.vectors import Model, Vectors

log = logging.getLogger(__name__)

_AT_ONCE = 2
"""Searches whose words are looked up at once."""
_COMMON = 5_000
"""Passages that hold a word which is read ahead: it takes a millisecond and more else."""
_MOST_COPIES = 500
"""Copies of one hit that are named."""


@dataclass(frozen=True)
class Found:
    """Some of the results of a search, and how many files were ranked."""

    results: list[Result]
    total: int
    alpha: float | None = None
    """The share of text in a page's vector that was used; None where no model answered."""
    corrected: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Word of the query that stands nowhere -> the words that were looked up instead."""


@dataclass(frozen=True, eq=False)
class Example:
    """What is given beside words: a picture, or a file of the library ("more like this")."""

    image: Pixels | None = None
    file_id: int | None = None
    minus: str = ""
    """Words of what is not wanted; by themselves they ask for nothing."""

    @property
    def empty(self) -> bool:
        return self.image is None and self.file_id is None


class Searcher:
    """Answers queries from one library.

    `encoder` gives the encoder of a model; it is called when a query first needs a vector, so that
    a search that finds an empty library never loads one.
    """

    def __init__(
        self,
        files: Files,
        text: Text,
        vectors: Vectors,
        copies: CompactCopies,
        encoder: Callable[[Model], Encoder],
    ) -> None:
        self._files = files
        self._text = text
        self._vectors = vectors
        self._encoder = encoder
        self._index = SemanticIndex(vectors, copies)
        self._own_alpha: float | None = None
        self._words = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="words")

    def prepare(self) -> None:
        """Loads the words, the model and the vectors: what the first query needs."""
        words = self._words.submit(self._text.vocabulary, fresh=True)
        model = self._vectors.active()
        if model:
            encoder = self._encoder(model)
            encoder.encode_texts(["ready"])
            self._index.copy(model, encoder.prior)
        words.result()

    def read_ahead(self) -> None:
        """Loads what makes later queries fast: what filters ask of files, and where common words
        stand."""
        self._files.read_ahead()
        if self._text.passage_count() > lexical.FEW:
            self._text.read_ahead(commonest(self._text.vocabulary(), _COMMON))

    def vectors(self) -> VectorCopy | None:
        """The vectors of the model that answers, as searches see them. Raises ModelError."""
        model = self._vectors.active()
        return self._index.copy(model, self._encoder(model).prior) if model else None

    def catch_up(self) -> None:
        """Has the next search find all that is stored, also what came in the last seconds."""
        self._text.vocabulary(fresh=True)
        self._index.catch_up()
        model = self._vectors.active()
        if model is None or self._index.is_current(model):
            return
        try:
            encoder = self._encoder(model)
            if encoder.name == model.name:
                self._index.copy(model, encoder.prior)  # now, for the next search is not to wait
        except ModelError as error:
            log.debug("the vectors are read later: %s", error)

    def let_go(self) -> None:
        """Forgets vectors, words and files in memory; the next search loads what it needs."""
        self._index.let_go()
        self._text.let_go()
        self._files.let_go()

    def terms(self, written: str) -> frozenset[str]:
        """All that a query's words stand for, as the index knows it, for marking."""
        return lexical.terms_of(parse(written).text, self._text, self.knows)

    def knows(self, word: str) -> bool:
        """Whether the model that answers has a word as one piece, as it has those that are common:
        such a word is not misspelt."""
        model = self._vectors.active()
        try:
            encoder = self._encoder(model) if model else None
        except ModelError:
            return False
        if encoder is None:
            return False
        nothing, pieces = encoder.count_tokens(["", word])
        return pieces - nothing == 1

    def search(
        self,
        written: str,
        limit: int,
        *,
        example: Example | None = None,
        alpha: float | None = None,
        use_means: bool = True,
    ) -> list[Result]:
        """The best files for a query, an example, or both: `find` from the first rank on."""
        return self.find(written, limit, example=example, alpha=alpha, use_means=use_means).results

    def find(
        self,
        written: str,
        limit: int,
        *,
        offset: int = 0,
        example: Example | None = None,
        alpha: float | None = None,
        use_means: bool = True,
        kinds: Collection[str] = (),
        each_copy: bool = False,
        use_words: bool = True,
        use_meaning: bool = True,
    ) -> Found:
        """Files for a query, an example, or both, from the rank `offset` (from 0) on.

        kinds: files of these kinds alone, whatever the query says; none: all. alpha: the share of
        text in a page's vector, None for the model's own; use_means: False searches raw vectors,
        to see what calibration does; each_copy: copies of one file are hits of their own, not
        one with the paths of the others; use_words, use_meaning: False leaves out what words, or
        what vectors find, to see what each is good for.
        """
        query = parse(written)
        example = example or Example()
        files = self._allowed(query, kinds)
        if example.empty and not query.text:
            if not query.filters_only or files is None:
                return Found([], 0)
            newest = self._files.newest(query.conditions)
            if query.without or kinds:
                newest = _kept(newest, files)
            ranked = [
                RankedFile(int(id), 0.0, None, "name", None, None, None, None)
                for id in newest[offset : offset + limit]
            ]
            return Found(self._results(ranked, LexicalHits(frozenset())), len(newest))
        found = LexicalHits(frozenset())
        semantic: list[SemanticMatch] = []
        if query.text and use_words:
            # At the same time: SQLite and numpy both work without Python's lock.
            looked_up = self._words.submit(lexical.find, query.text, self._text, files, self.knows)
            if use_meaning:
                semantic = self._by_meaning(
                    query, example, lambda: looked_up.result().items, files, alpha, use_means
                )
            meant = {match.file_id for match in semantic}
            found = self._wanted(looked_up.result().naming(meant), example)
        elif use_meaning:
            semantic = self._by_meaning(query, example, set, files, alpha, use_means)
        sureness = self._sureness(found, semantic)
        ranked = [
            file for file in rank(found, semantic, sureness) if file.file_id != example.file_id
        ]
        used = self._own_alpha if alpha is None else alpha
        others: Mapping[int, Sequence[int]] = {}
        if not each_copy:
            ranked, others = gathered(ranked, self._text.copies)
        results = self._results(ranked[offset : offset + limit], found, others)
        return Found(results, len(ranked), used, found.corrected)

    def pages(self, written: str, file_id: int) -> list[RankedPage]:
        """The pages of one file by what they have to do with a query's words, best first.

        Filters are passed by: the person looks at this file, whatever its kind or age.
        """
        words = parse(written).text
        if not words:
            return []
        files = np.array([file_id], dtype=np.int64)
        found = lexical.find(words, self._text, files, self.knows)
        semantic = self._by_meaning(Query(words), Example(), lambda: found.items, files, None, True)
        items = self._text.items(match.id for match in found.passages)
        pages = {item.id: item.page for item in items.values()}
        return rank_pages(found, semantic, pages, self._sureness(found, semantic))

    def _sureness(
        self, found: LexicalHits, semantic: Sequence[SemanticMatch]
    ) -> Mapping[int, float]:
        """Of the passages found, those that were recognised in pictures, and how surely."""
        meant = {match.item_id for match in semantic if match.kind == "passage"}
        return self._text.recognised.confidences(found.items | meant)

    def _allowed(self, query: Query, kinds: Collection[str]) -> NDArray[np.int64] | None:
        """The files that filters, phrases and exclusions leave; None: all."""
        files = None
        if query.conditions != Conditions():
            files = self._files.matching(query.conditions)
        for words in query.phrases:
            if not self._text.tokens(words):  # nothing but signs: no word that could stand there
                continue
            with_phrase = self._holding(words, forms=False)
            files = with_phrase if files is None else _kept(files, with_phrase)
        for words in query.without:
            if files is None:
                files = self._files.matching(Conditions())
            files = files[~np.isin(files, self._holding(words, forms=True))]
        if kinds:
            of_kinds = self._files.matching(Conditions(kinds=tuple(kinds)))
            files = of_kinds if files is None else _kept(files, of_kinds)
        return files

    def _holding(self, words: str, *, forms: bool) -> NDArray[np.int64]:
        """The files whose text or name holds these words in a row. forms: a single word's too."""
        expression, meant = holding(words, self._text, forms=forms)
        if not expression:
            return np.zeros(0, dtype=np.int64)
        inside = self._text.files_with(expression, meant)
        named = self._text.named(expression, meant)
        if not len(inside) or not len(named):
            return named if len(named) else inside
        there = np.zeros(max(int(inside[-1]), int(named[-1])) + 1, dtype=bool)
        there[inside] = there[named] = True
        return np.flatnonzero(there)

    def _wanted(self, found: LexicalHits, example: Example) -> LexicalHits:
        """What words found, less what is not wanted of it."""
        among = {match.file_id for match in found.passages} | found.names.keys()
        if not example.minus.strip() or not among:
            return found
        files = np.array(sorted(among), dtype=np.int64)
        return lowered_words(found, lexical.find(example.minus, self._text, files))

    def _by_meaning(
        self,
        query: Query,
        example: Example,
        also: Callable[[], Collection[int]],
        files: NDArray[np.int64] | None,
        alpha: float | None,
        use_means: bool,
    ) -> list[SemanticMatch]:
        """also: gives the passages that are wanted though others are nearer; asked for last."""
        model = self._vectors.active()
        if model is None:
            return []
        try:
            encoder = self._encoder(model)
        except ModelError as error:
            if not query.text:
                raise
            log.warning("words alone answer: %s", error)
            return []
        if encoder.name != model.name:
            # The model's folder holds another version than encoded the library: words still answer.
            return []
        self._own_alpha = encoder.alpha
        copy = self._searched(model, encoder)
        vector = _direction(copy, encoder, query.text, example, use_means)
        if vector is None:
            return []
        share = encoder.alpha if alpha is None else alpha
        found = copy.search(vector, alpha=share, calibrated=use_means, files=files, also=also)
        if not example.minus.strip():
            return found
        unwanted = _direction(copy, encoder, example.minus, Example(), use_means)
        assert unwanted is not None
        among = np.unique(np.fromiter((match.file_id for match in found), dtype=np.int64))
        items = {match.item_id for match in found}
        return lowered(
            found,
            copy.search(
                unwanted, alpha=share, calibrated=use_means, files=among, also=lambda: items
            ),
        )

    def _searched(self, model: Model, encoder: Encoder) -> VectorCopy | UncopiedVectors:
        if self._index.takes_long(model, encoder.prior):
            return UncopiedVectors(self._vectors, model, encoder.prior)
        return self._index.copy(model, encoder.prior)

    def _results(
        self,
        ranked: list[RankedFile],
        found: LexicalHits,
        others: Mapping[int, Sequence[int]] | None = None,
    ) -> list[Result]:
        """others: the copies of files."""
        details = self._files.details(file.file_id for file in ranked)
        results = []
        for file in ranked:
            if file.file_id not in details:  # taken out since the copy in memory was made
                continue
            shown, page, item_id, recognised = self._shown(file, found)
            results.append(
                Result(
                    replace(file, item_id=item_id),
                    details[file.file_id],
                    shown,
                    shares(file),
                    page,
                    self._paths((others or {}).get(file.file_id, ())),
                    recognised,
                    self._text.part(file.file_id, page),
                )
            )
        return results

    def _paths(self, file_ids: Sequence[int]) -> tuple[str, ...]:
        return tuple(file.path for file in self._files.details(file_ids[:_MOST_COPIES]).values())

    def _shown(
        self, file: RankedFile, found: LexicalHits
    ) -> tuple[Snippet, int | None, int | None, bool]:
        """Snippet, page and item: of the best item, or of the file's first passage; and whether the
        snippet was recognised in a picture."""
        item = None
        if file.item_id is not None:
            item = self._text.items([file.item_id]).get(file.item_id)
        page = item.page if item else file.page
        passage = item
        if item is None or item.kind == "page":
            passage = self._text.first_passage(file.file_id, page)
        elif item.kind == "picture":
            passage = self._recognised_beside(item, found) or item
        if item is None and file.kind == "name":
            # Only the name was found: the file is still shown by what it looks like.
            item = self._text.first_look(file.file_id)
        text = passage.text if passage else ""
        shown = snippet(text, found.terms, self._text) if text else Snippet("")
        item_id = item.id if item else passage.id if passage else None
        return shown, page, item_id, bool(text) and passage is not None and passage.recognised

    def _recognised_beside(self, picture: Item, found: LexicalHits) -> Item | None:
        """The best passage with words of the query that was recognised where a picture is."""
        of_file = [match.id for match in found.passages if match.file_id == picture.file_id]
        for passage in self._text.items(of_file).values():
            if passage.recognised and passage.page == picture.page:
                return passage
        return None


def _direction(
    copy: VectorCopy | UncopiedVectors,
    encoder: Encoder,
    words: str,
    example: Example,
    use_means: bool,
) -> Vector | None:
    """The sum of all that is asked for, each part calibrated with the mean of its kind."""
    zero = np.zeros(copy.model.dimension, dtype=np.float32)
    parts = []
    if words:
        raw = encoder.encode_texts([words])[0]
        parts.append(calibrated(raw, copy.means.query if use_means else zero))
    if example.image is not None:
        raw = encoder.encode_images([example.image])[0]
        parts.append(calibrated(raw, copy.means.image if use_means else zero))
    if example.file_id is not None:
        like = copy.of_file(example.file_id)
        if like is not None:
            parts.append(like)
    if not parts:
        return None
    return calibrated(np.sum(parts, axis=0, dtype=np.float32), zero)


def _kept(files: NDArray[np.int64], also: NDArray[np.int64]) -> NDArray[np.int64]:
    return files[np.isin(files, also)]
