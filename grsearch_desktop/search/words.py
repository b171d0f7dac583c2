"""The words of a query as the library knows them: in all their forms, begun, or set right."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase, digits
from unicodedata import normalize

from grsearch_desktop.search import languages, spelling
from grsearch_desktop.store import cjk
from grsearch_desktop.store.text import AskedTerms, Text, Token, quoted
from grsearch_desktop.store.vocabulary import Vocabulary, fold

_STOP_WORDS = frozenset(
    """
    a about an and any are as at be been but by can could did do does for from had has have how i
    if in into is it its me my no not of on or our so some such than that the their them then there
    these they this those to up us was we were what when where which while who whose why will with
    would you your
    der die das ein eine einer eines und oder in im am an auf aus bei mit nach von vor zu zum zur
    den dem des ist sind war wie was wo wer wann warum für über unter nicht es er sie wir ihr ich
    """.split()  # noqa: SIM905 - a list of 120 strings would fill a page
)
"""Words that say nothing of what is looked for, in English and German. As written, not stemmed."""

_BEGINNING = 3
"""Letters from which on a word may be the beginning of one."""
_MARKED = 200
"""Words with the same beginning that are marked in a text."""
_EVERYWHERE = 0.1
"""The share of passages beyond which a word tells so little that its forms are not looked up: of
such words they would take longest."""
_FEW = 1000
"""Passages in which any word may be looked up in its forms."""
_MOST_GRAMS = 24
"""Pairs of characters of one query that are looked up; the commonest are left out."""


Known = Callable[[str], bool]
"""Whether a word is known to be one, whatever the library holds."""


@dataclass(frozen=True)
class Word:
    """A word that tells something."""

    written: str
    term: str
    """As the index folds it."""
    expression: str
    """For FTS5."""
    frequency: int
    """How many passages hold it, or one of its forms."""
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Term -> the terms that it stands for too."""
    begun: tuple[str, ...] = ()
    """The terms that begin with it, where it is looked up as a beginning."""
    instead: tuple[str, ...] = ()
    """The words that it was taken for."""

    @property
    def asked(self) -> AskedTerms:
        """The terms of the index that it is looked up by."""
        if self.expression.endswith("*"):
            return AskedTerms(beginning=self.term)
        terms = (term for entry in self.forms.items() for term in (entry[0], *entry[1]))
        return AskedTerms(tuple(dict.fromkeys(terms)) or (self.term,))

    @property
    def terms(self) -> set[str]:
        """All that it stands for, for marking."""
        return {self.term, *self.begun, *self.forms, *(t for ts in self.forms.values() for t in ts)}


def read(query: str, text: Text, known: Known) -> tuple[Word, ...]:
    """The words of a query that tell something; those that do not where there is no other."""
    query = normalize("NFKC", query)
    vocabulary = text.vocabulary()
    spoken = languages.spoken(vocabulary)
    grams: dict[str, Word] = {}
    words: dict[str, str] = {}
    silent: dict[str, str] = {}
    for run in _runs(text.tokens(query)):
        if cjk.holds(run[0].term):
            for gram in _grams(run):
                grams.setdefault(gram, _gram(gram, text))
            continue
        term, written = run[0].term, query[run[0].start : run[0].end]
        (silent if written.casefold() in _STOP_WORDS else words).setdefault(term, written)
    asked = words or ({} if grams else silent)
    return (
        *(_word(of, term, text, vocabulary, spoken, known) for term, of in asked.items()),
        *_telling(grams),
    )


def commonest(vocabulary: Vocabulary, least: int) -> list[str]:
    """The words that at least so many passages hold, the commonest first; without those that say
    nothing. Before them single letters and digits, with which each word is begun to be typed."""
    common = [
        (count, word)
        for count, word in zip(vocabulary.frequencies, vocabulary.words, strict=True)
        if count >= least and word not in _STOP_WORDS
    ]
    return [*ascii_lowercase, *digits, *(word for _, word in sorted(common, reverse=True))]


def holding(words: str, text: Text, *, forms: bool) -> tuple[str, dict[str, tuple[str, ...]]]:
    """An FTS5 expression for these words in a row, "" where there are none.

    forms: whether a single word is meant in all its forms; they are the second of the pair.
    """
    words = normalize("NFKC", words)
    tokens = text.tokens(words)
    pieces: list[str] = []
    plain: list[str] = []
    for run in _runs(tokens):
        if cjk.holds(run[0].term):
            pieces.append(_in_a_row("".join(token.term for token in run)))
        else:
            plain.append(words[run[0].start : run[0].end])
    if plain:
        pieces.append(quoted(" ".join(plain)))
    meant = {}
    if forms and len(tokens) == 1 and plain:
        vocabulary, term = text.vocabulary(), tokens[0].term
        others = _forms(plain[0], vocabulary, languages.spoken(vocabulary))
        meant = {term: tuple(_as_terms(others, vocabulary, but=term))}
    return " AND ".join(pieces), meant


def _word(
    written: str,
    term: str,
    text: Text,
    vocabulary: Vocabulary,
    spoken: Sequence[str],
    known: Known,
) -> Word:
    # The index would count all passages that hold it: the more common a word, the longer.
    frequency = vocabulary.frequency(fold(term)) or text.document_frequency(term)
    everywhere = frequency > max(_EVERYWHERE * vocabulary.passages, _FEW)
    forms = [] if everywhere else _forms(written, vocabulary, spoken)
    if frequency or forms:
        counts = [frequency]
        counts += [vocabulary.frequency(form) for form in forms if form != fold(term)]
        others = tuple(_as_terms(forms, vocabulary, but=term))
        return Word(
            written, term, quoted(term), _either(counts, vocabulary.passages), {term: others}
        )
    # A word that stands nowhere is the beginning of one that is still being typed.
    begun = text.beginning(term, _MARKED) if len(term) >= _BEGINNING else []
    if begun:
        return Word(written, term, f"{quoted(term)} *", 0, begun=tuple(begun))
    instead = spelling.nearest(fold(term), vocabulary, known)
    if not instead:
        return Word(written, term, quoted(term), 0)
    meant = dict.fromkeys(
        form for word in instead for form in (word, *_forms(word, vocabulary, spoken))
    )
    first, *rest = _as_terms(meant, vocabulary)
    frequency = _either([vocabulary.frequency(form) for form in meant], vocabulary.passages)
    return Word(written, term, quoted(first), frequency, {first: tuple(rest)}, instead=instead)


def _forms(written: str, vocabulary: Vocabulary, spoken: Sequence[str]) -> list[str]:
    """The words of the library that are forms of a word, itself among them."""
    itself = [word for word in (fold(written),) if word in vocabulary]
    return [*itself, *languages.forms(written, vocabulary, spoken)]


def _as_terms(words: Iterable[str], vocabulary: Vocabulary, but: str = "") -> list[str]:
    terms = dict.fromkeys(term for word in words for term in vocabulary.terms(word))
    return [term for term in terms if term != but]


def _either(counts: Sequence[int], passages: int) -> int:
    """About how many passages hold one of several words, each of which so many hold."""
    without = 1.0
    for count in counts:
        without *= 1.0 - min(count / passages, 1.0) if passages else 1.0
    return round(passages * (1.0 - without)) if passages else max(counts)


def _runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Each word alone, Chinese, Japanese and Korean characters in a row together."""
    run: list[Token] = []
    for token in tokens:
        joins = run and run[-1].end == token.start and cjk.holds(run[-1].term)
        if run and not (joins and cjk.holds(token.term)):
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _grams(run: Sequence[Token]) -> list[str]:
    characters = "".join(token.term for token in run)
    return cjk.grams_of(characters)[: max(len(characters) - 1, 1)]


def _gram(gram: str, text: Text) -> Word:
    expression = _in_a_row(gram)
    if len(gram) > 1:
        return Word(gram, gram, expression, text.document_frequency(gram))
    return Word(gram, gram, expression, text.passages_with(expression))


def _telling(grams: dict[str, Word]) -> list[Word]:
    """Those that tell something: rare ones, and no endings where there is anything else."""
    rare_first = sorted(grams.values(), key=lambda word: word.frequency)
    telling = [word for word in rare_first if not cjk.is_ending(word.term)]
    return (telling or rare_first)[:_MOST_GRAMS]


def _in_a_row(characters: str) -> str:
    """An FTS5 expression for a run of such characters: by the pairs that the index has."""
    if len(characters) == 1:
        return f"{quoted(characters)} *"
    return quoted(" ".join(cjk.grams_of(characters)[:-1]))
