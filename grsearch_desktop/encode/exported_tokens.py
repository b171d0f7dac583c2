"""The tokenizer of an open_clip model as `tokenizer.json` and the ids around and after a text."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from grsearch_desktop.encode.bpe import bpe_tokenizer
from grsearch_desktop.encode.cleaning import cleaning
from grsearch_desktop.encode.folder import TOKENIZER
from grsearch_desktop.errors import ModelError


@dataclass(frozen=True)
class Tokens:
    """How a model's texts become ids; see folder.TextForm.

    `length` is the number of ids the text tower was built for. `ends_at_end` is true when a text's
    ids end with an end token that the tower reads its vector from.
    """

    tokenizer: Tokenizer
    cleaning: str
    start: tuple[int, ...]
    end: tuple[int, ...]
    pad: int
    length: int
    ends_at_end: bool

    @property
    def limit(self) -> int:
        """Tokens a text may have, without the special ones."""
        return self.length - len(self.start) - len(self.end)

    def framed(self, text: str, length: int | None) -> list[int]:
        """The ids of a text, cut at the limit and padded to `length`."""
        found = self.tokenizer.encode(cleaning(self.cleaning)(text), add_special_tokens=False)
        ids = [*self.start, *found.ids[: self.limit], *self.end]
        return ids + [self.pad] * ((length or 0) - len(ids))


def own_tokens(simple: Any, length: int, clean: str) -> Tokens:
    """From open_clip's SimpleTokenizer."""
    special = [simple.decoder[number] for number in simple.all_special_ids]
    merges = sorted(simple.bpe_ranks, key=simple.bpe_ranks.__getitem__)
    return Tokens(
        tokenizer=bpe_tokenizer(simple.encoder, merges, special),
        cleaning=clean,
        start=(simple.sot_token_id,),
        end=(simple.eot_token_id,),
        pad=0,
        length=length,
        ends_at_end=True,
    )


def tokens_in(where: Path, length: int, options: Mapping[str, Any]) -> Tokens:
    """From the `tokenizer.json` in a folder.

    `options` are open_clip's tokenizer_kwargs. Raises ModelError.
    """
    file = where / TOKENIZER
    if not file.is_file():
        raise ModelError(f"The folder {where} lacks {file.name}, which this model needs.")
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # tokenizers raises bare Exception
        raise ModelError(f"The tokenizer in {where} can't be read.") from error
    padding = tokenizer.padding
    tokenizer.no_padding()
    tokenizer.no_truncation()
    try:
        settings = json.loads((where / "tokenizer_config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        settings = {}
    start, end = _frame(tokenizer)
    if options.get("strip_sep_token"):
        # open_clip puts 0 in place of the separator.
        separator = tokenizer.token_to_id(_content(settings.get("sep_token")) or "[SEP]")
        start = tuple(0 if number == separator else number for number in start)
        end = tuple(0 if number == separator else number for number in end)
    named = tokenizer.token_to_id(_content(settings.get("pad_token")) or "")
    pad = named if named is not None else (padding or {}).get("pad_id", 0)
    return Tokens(
        tokenizer=tokenizer,
        cleaning=options.get("clean", "whitespace"),
        start=start,
        end=end,
        pad=pad,
        length=length,
        ends_at_end=False,
    )


def _frame(tokenizer: Tokenizer) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The special ids that the tokenizer puts before and after a text."""
    bare = tokenizer.encode("a", add_special_tokens=False).ids
    whole = tokenizer.encode("a").ids
    for at in range(len(whole) - len(bare) + 1):
        if whole[at : at + len(bare)] == bare:
            return tuple(whole[:at]), tuple(whole[at + len(bare) :])
    return (), ()


def _content(token: Any) -> str | None:
    """A token in tokenizer_config.json is a word, or an object that holds it."""
    said = token.get("content") if isinstance(token, dict) else token
    return said if isinstance(said, str) else None
