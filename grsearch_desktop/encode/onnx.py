"""A model from its folder, run with ONNX Runtime: no torch, no open_clip."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from grsearch_desktop.encode import folder
from grsearch_desktop.encode.cleaning import cleaning
from grsearch_desktop.encode.counting import WordCounts, is_by_words
from grsearch_desktop.encode.encoder import Pixels, Prior, Vectors
from grsearch_desktop.encode.pixels import prepare
from grsearch_desktop.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Item = TypeVar("Item")


class OnnxEncoder:
    """The model in a folder (see encode.folder) as an `Encoder`.

    Opening it reads `model.json` alone; tokenizer, text tower and image tower are each loaded
    when they are first needed. May be used by several threads at once.

    Each text and each image runs through its tower alone: the 8-bit towers choose one activation
    scale per run, so a batch would let the other items in it change a vector. `threads` items run
    at a time, which on two cores is twice as fast as one item on two threads.
    """

    def __init__(self, where: Path, threads: int) -> None:
        """Raises ModelError when the folder is not a whole model."""
        self._folder = where
        self._manifest = folder.read(where)
        self._clean = cleaning(self._manifest.text.cleaning)
        self._threads = max(1, threads)
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
            return _run(tower, np.array([self._framed(ids)], np.int64))

        return self._each(encode, self._tokens(texts))

    def encode_images(self, images: Sequence[Pixels]) -> Vectors:
        """float32, shape (N, D). Raises ModelError."""
        tower = self._image_tower

        def encode(pixels: Pixels) -> Vectors:
            return _run(tower, prepare(pixels, self._manifest.image)[None])

        return self._each(encode, images)

    @property
    def image_form(self) -> folder.ImageForm:
        return self._manifest.image

    def encode_prepared(self, images: Sequence[Pixels]) -> Vectors:
        """float32, shape (N, D). Raises ModelError."""
        tower = self._image_tower
        return self._each(lambda pixels: _run(tower, pixels[None]), images)

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
    def _text_tower(self) -> "InferenceSession":
        return self._session(folder.TEXT)

    @cached_property
    def _image_tower(self) -> "InferenceSession":
        return self._session(folder.IMAGE)

    def _session(self, name: str) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        path = self._folder / name
        try:
            with self._loading:
                return onnxruntime.InferenceSession(
                    str(path), options, providers=["CPUExecutionProvider"]
                )
        except Exception as error:
            raise self._damaged(name) from error

    def _damaged(self, name: str) -> ModelError:
        return ModelError(f"The model in {self._folder} is damaged at {name}. {folder.REMEDY}")


def _run(tower: "InferenceSession", batch: Any) -> Vectors:
    (vectors,) = tower.run(None, {tower.get_inputs()[0].name: batch})
    return np.asarray(vectors, np.float32)
