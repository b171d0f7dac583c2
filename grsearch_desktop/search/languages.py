"""The forms of a word, by the languages that a library is written in.

Snowball's stemmers say which words are forms of one: "Rechnung" and "Rechnungen", "mend" and
"mended". A stemmer is wrong about the words of other languages (a Spanish one takes "line" and
"linear" for forms of one verb), so only those of languages that the library's own small words speak
of are asked.
"""

import threading
from collections.abc import Collection, Sequence
from functools import lru_cache

import Stemmer

from grsearch_desktop.store.vocabulary import Vocabulary, fold

MOST_FORMS = 15
_SHARE = 0.004
"""The share of passages that hold a language's small words, if the library is written in it."""
_ENOUGH = 3
"""How many of its small words must be so common."""
_LONGER = 8
"""Letters that a form may be longer than the word."""

_SMALL_WORDS = {
    "english": "the and with this that from which have are were",
    "german": "und nicht der das ist sind auch werden wird eine einen mit fur auf dem zur sich",
    "french": "les des une dans pour qui est sur avec pas aux cette mais nous vous sont",
    "spanish": "los las una con por del como pero esta son mas nuestro muy sus",
    "italian": "che della delle con una sono gli nel alla anche questo degli piu",
    "portuguese": "uma com nao dos das pelo pela sao seu sua muito voce",
    "dutch": "het een van voor niet zijn deze wordt naar ook bij maar",
    "swedish": "och att inte till ett fran eller ocksa nar mycket",
    "danish": "ikke til blev ved fra jeg hvor eller hvad ogsa",
    "norwegian": "ikke til ble ved fra jeg hvor eller hva ogsa",
    "finnish": "oli mutta myos kun joka tai ovat han kanssa sita",
    "hungarian": "hogy nem egy volt csak meg vagy mint van",
    "romanian": "este care pentru sunt din sau mai cele",
    "polish": "nie jest sie oraz dla przez jak lub ktory jego",
    "turkish": "bir icin ile olarak daha cok gibi olan",
}
"""Words that hardly a text of a language does without and few of others hold, folded."""

_SCRIPTS = (
    ("\u0370", "\u03ff", "greek"),
    ("\u0400", "\u04ff", "russian"),
    ("\u0530", "\u058f", "armenian"),
    ("\u0600", "\u06ff", "arabic"),
    ("\u0900", "\u097f", "hindi"),
    ("\u0b80", "\u0bff", "tamil"),
)
"""First and last letter of scripts, and the language whose stemmer is asked of words in them."""

_own = threading.local()
"""Of a thread: a stemmer serves one alone."""


@lru_cache(maxsize=1)
def spoken(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The languages in Latin letters that a library is written in; English where none shows."""
    least = max(1, round(_SHARE * vocabulary.passages))
    found = tuple(
        language
        for language, words in _SMALL_WORDS.items()
        if sum(vocabulary.frequency(word) >= least for word in words.split()) >= _ENOUGH
    )
    return found or ("english",)


def forms(written: str, vocabulary: Vocabulary, languages: Collection[str]) -> list[str]:
    """The words of the library that are forms of a word, without itself, common ones first."""
    word = fold(written)
    if len(word) < 3 or not word.isalpha():
        return []
    script = next((name for first, last, name in _SCRIPTS if first <= word[0] <= last), None)
    found: set[str] = set()
    for language in (script,) if script else languages:
        stem = _stem(language, [word])[0]
        # A stemmer changes the end of a word: the last letter of a stem ("happi") may be another.
        common = stem[:-1] if len(stem) > 3 and not word.startswith(stem) else stem
        near = [
            other for other in vocabulary.beginning(common) if len(other) <= len(word) + _LONGER
        ]
        found.update(
            other for other, its in zip(near, _stem(language, near), strict=True) if its == stem
        )
    if "german" in languages:
        found.update(_umlauts(written.lower(), vocabulary))
    found.discard(word)
    return sorted(found, key=lambda other: (-vocabulary.weight(other), other))[:MOST_FORMS]


def _umlauts(written: str, vocabulary: Vocabulary) -> set[str]:
    """The other way to write umlauts: "mueller" -> "müller", "müller" -> "mueller"; folded."""
    with_signs = written.replace("ae", "ä").replace("oe", "ö").replace("ue", "ü")
    without = written.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return {word for word in map(fold, (with_signs, without)) if word in vocabulary}


def _stem(language: str, words: Sequence[str]) -> list[str]:
    known: dict[str, Stemmer.Stemmer] = vars(_own).setdefault("stemmers", {})
    if language not in known:
        known[language] = Stemmer.Stemmer(language)
    return known[language].stemWords(words)  # type: ignore[no-any-return]
