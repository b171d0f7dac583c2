"""A model from its folder, run with ONNX Runtime: no torch, no open_clip."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from grsearch_desktop.encode import folder, prior_texts, settling, variants
from grsearch_desktop.encode.cleaning import cleaning
from grsearch_desktop.encode.counting import WordCounts, is_by_words
from grsearch_desktop.encode.encoder import Pixels, Prior, Vectors
from grsearch_desktop.encode.pixels import prepare
from grsearch_desktop.encode.running import CPU, Tower
from grsearch_desktop.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Item = TypeVar("Item")

_SAMPLES = 16
"""Passages, questions and images that the forms of a model are measured with."""


class OnnxEncoder:
    """The model in a folder (see encode.folder) as an `Encoder`.

    Opening it reads `model.json` alone; tokenizer, text tower and image tower are each loaded
    when they are first needed. May be used by several threads at once.

    Each text and each image runs through its tower alone: the 8-bit towers choose one activation
    scale per run, so a batch would let the other items in it change a vector. `threads` items run
    at a time, which on two cores is twice as fast as one item on two threads.
    """

    def __init__(
        self, where: Path, threads: int, *, measured: bool = False, cpu_only: bool = False
    ) -> None:
        """measured: use the form of the towers that is the fastest here, once it was chosen (see
        `settle`); cpu_only: but none that runs elsewhere.

        Raises ModelError when the folder is not a whole model.
        """
        self._folder = where
        self._manifest = folder.read(where)
        self._clean = cleaning(self._manifest.text.cleaning)
        self._threads = max(1, threads)
        self._measured, self._cpu_only = measured, cpu_only
        self._settled = not measured
        self._loading = Lock()
        self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="encode")

    @property
    def name(self) -> str:
        return self._manifest.name

    @property
    def dimension(self) -> int:
        return self._manifest.dimension

    @property
    def token_limit(self) -> int:
        return self._manifest.token_limit

    @property
    def alpha(self) -> float:
        return self._manifest.alpha

    @cached_property
    def prior(self) -> Prior:
        """Raises ModelError."""
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        try:
            means = load_file(self._folder / folder.PRIOR)
            return Prior(
                query=means["query"],
                text=means["text"],
                image=means["image"],
                weight=self._manifest.prior_weight,
            )
        except (OSError, SafetensorError, KeyError) as error:
            raise self._damaged(folder.PRIOR) from error

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The tokenizer's own numbers, most of them from memory where it cuts word by word."""
        if self._counts is None:
            return [len(ids) for ids in self._tokens(texts)]
        return self._counts.of(map(self._clean, texts))

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """float32, shape (N, D). A text beyond the token limit is cut. Raises ModelError."""
        tower = self._text_tower

        def encode(ids: list[int]) -> Vectors:
            return tower.run(np.array([self._framed(ids)], np.int64))

        return self._each(encode, self._tokens(texts))

    def encode_images(self, images: Sequence[Pixels]) -> Vectors:
        """float32, shape (N, D). Raises ModelError."""
        tower = self._image_tower

        def encode(pixels: Pixels) -> Vectors:
            return tower.run(prepare(pixels, self._manifest.image)[None])

        return self._each(encode, images)

    @property
    def image_form(self) -> folder.ImageForm:
        return self._manifest.image

    def encode_prepared(self, images: Sequence[Pixels]) -> Vectors:
        """float32, shape (N, D). Raises ModelError."""
        tower = self._image_tower
        return self._each(lambda pixels: tower.run(pixels[None]), images)

    def settle(self, ended: Callable[[], bool]) -> None:
        """Has the fastest form of the towers chosen where that was not done on this machine yet.

        Takes a minute for a large model, in another process; to be called where nobody waits, and
        before anything is encoded that is to be kept. Ends early when `ended`.
        """
        if self._settled:
            return
        if self._manifest.size < settling.SMALL:
            self._settled = True
            return
        if not self._forms() and not settling.settle(self._folder, ended):
            return
        self._settled = True
        for tower in ("_text_tower", "_image_tower"):
            self.__dict__.pop(tower, None)

    def samples(self) -> dict[str, list[Any]]:
        """What the forms of each tower are measured with, ready for it."""
        from grsearch_desktop.encode.drawn import drawn_pages, drawn_pictures

        passages = prior_texts.passages()
        texts = [*passages[:: max(1, len(passages) // _SAMPLES)], *prior_texts.queries()[:_SAMPLES]]
        half = _SAMPLES // 2
        images = [*drawn_pictures(half), *drawn_pages(passages, half)]
        return {
            folder.TEXT: [np.array([self._framed(ids)], np.int64) for ids in self._tokens(texts)],
            folder.IMAGE: [prepare(image, self._manifest.image)[None] for image in images],
        }

    def _each(self, encode: Callable[[Item], Vectors], items: Sequence[Item]) -> Vectors:
        if not items:
            return np.zeros((0, self.dimension), np.float32)
        if len(items) == 1 or self._threads == 1:
            return np.concatenate([encode(item) for item in items])
        return np.concatenate(list(self._pool.map(encode, items)))

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        cleaned = [self._clean(text) for text in texts]
        found = self._tokenizer.encode_batch_fast(cleaned, add_special_tokens=False)
        return [encoding.ids for encoding in found]

    def _framed(self, ids: list[int]) -> list[int]:
        form = self._manifest.text
        framed = [*form.start, *ids[: self.token_limit], *form.end]
        return framed + [form.pad] * ((form.length or 0) - len(framed))

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self._folder / folder.TOKENIZER))
        except Exception as error:
            raise self._damaged(folder.TOKENIZER) from error
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _counts(self) -> WordCounts | None:
        return WordCounts(self._tokenizer) if is_by_words(self._tokenizer) else None

    @cached_property
    def _text_tower(self) -> Tower:
        return self._tower(folder.TEXT)

    @cached_property
    def _image_tower(self) -> Tower:
        return self._tower(folder.IMAGE)

    def _tower(self, name: str) -> Tower:
        try:
            with self._loading:
                form = self._forms().get(name)
                if form is None or (self._cpu_only and form.provider != CPU):
                    return Tower(self._folder / name)
                return Tower(self._folder / form.file, form.provider)
        except Exception as error:
            raise self._damaged(name) from error

    def _forms(self) -> dict[str, variants.Form]:
        return variants.chosen(self._folder, self._manifest) if self._measured else {}

    def _damaged(self, name: str) -> ModelError:
        return ModelError(f"The model in {self._folder} is damaged at {name}. {folder.REMEDY}")
