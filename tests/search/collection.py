"""A library that is searched: files go in with a word, the small model encodes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grsearch_desktop.encode.encoder import Encoder
from grsearch_desktop.search.searcher import Searcher
from grsearch_desktop.store.vectors import EncodedLook
from tests.search.small_encoder import SmallEncoder, picture_of
from tests.store.shelf import FOLDER, Shelf


@dataclass(frozen=True)
class Collection:
    shelf: Shelf
    encoder: Encoder
    searcher: Searcher

    @classmethod
    def open(cls, path: Path, encoder: Encoder | None = None) -> "Collection":
        shelf = Shelf.open(path)
        model = encoder or SmallEncoder()
        shelf.vectors.use(model.name, model.name, model.dimension, model.token_limit)
        searcher = Searcher(shelf.files, shelf.text, shelf.vectors, shelf.copies, lambda _: model)
        return cls(shelf, model, searcher)

    def note(self, path: str, *texts: str, mtime: float = 0.0, size: int = 100) -> int:
        file_id = self.shelf.add(path, *texts, mtime=mtime, size=size)
        self.encode()
        return file_id

    def photo(self, path: str, shows: str, mtime: float = 0.0) -> int:
        file_id = self.shelf.name(path, kind="image", mtime=mtime)
        self.shelf.read(file_id, kind="image", looks=True)
        self._look(file_id, "picture", None, shows)
        return file_id

    def document(self, path: str, pages: Sequence[tuple[str, str]], mtime: float = 0.0) -> int:
        """A PDF of pages, each its text and what its image shows; "" for no text."""
        file_id = self.shelf.name(path, kind="pdf", mtime=mtime)
        texts = [(number, text) for number, (text, _) in enumerate(pages, 1) if text]
        self.shelf.read(
            file_id,
            *(text for _, text in texts),
            pages=[number for number, _ in texts],
            kind="pdf",
            looks=True,
        )
        self.encode()
        for number, (_, shows) in enumerate(pages, 1):
            self._look(file_id, "page", number, shows)
        return file_id

    def encode(self) -> None:
        """Gives every passage its vector."""
        model = self.shelf.vectors.active()
        assert model
        wanted = self.shelf.vectors.texts_to_encode()
        items = self.shelf.text.items(wanted)
        vectors = self.encoder.encode_texts([items[id].text for id in wanted])
        self.shelf.vectors.save_texts(model, wanted, vectors)

    def _look(self, file_id: int, kind: str, page: int | None, shows: str) -> None:
        model = self.shelf.vectors.active()
        assert model
        (vector,) = self.encoder.encode_images([picture_of(shows)])
        digest = shows.encode() if kind == "picture" else b""
        look = EncodedLook(kind, page, digest, b"", vector)
        self.shelf.vectors.save_looks(model, [(file_id, look)], [file_id])

    def names(self, written: str, limit: int = 10, **asked: object) -> list[str]:
        """The names of the hits, best first."""
        results = self.searcher.search(written, limit, **asked)  # type: ignore[arg-type]
        return [result.file.path.removeprefix(FOLDER + "/") for result in results]
