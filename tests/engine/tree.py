"""Folders of a person, changed at random on disk and in a model of them at once."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pymupdf
from PIL import Image

from grsearch_desktop.library.rules import ENVIRONMENT_MARK, Rules

IGNORE = ("build/", "*.bak")
"""What these folders' owner leaves out, beside what everybody does."""

_WORDS = (
    "harbour", "lighthouse", "quokka", "compost", "bicycle", "violin", "glacier", "saffron",
    "orchard", "telescope", "ceramic", "monsoon", "lantern", "walnut", "ferry", "chapel",
)  # fmt: skip
_NAMES = (
    "note.txt", "letter.md", "Letter.md", "LETTER.MD", "table.csv", "page.html", "tool.py",
    "photo.png", "paper.pdf", "list.log", "data.zzz", "README", "empty.txt", "two words.txt",
    "ünïcödé ☂ 漢字.txt",
    "line\nbreak.txt", "-dash.txt", "percent%20.txt", "quote'\".md", "x" * 250 + ".txt",
    ".hidden.txt", "draft.bak", "old.txt~", "cache.pyc",
)  # fmt: skip
_NO_UTF8 = (b"caf\xe9.txt", b"\xff\xfe\xfd", b"half \xc3.md", b"\x80folder")
_FOLDERS = (
    "a", "b", "c", "A", "Photos", "deep", "build", "node_modules", ".git", ".hidden", "two words",
    "späße",
)  # fmt: skip

_WATCHED = (b"one", b"two")

Parts = tuple[bytes, ...]


@dataclass
class Blob:
    """The content of a file: one for all of its hard links."""

    content: bytes


@dataclass
class Special:
    """A symbolic link, FIFO or socket: none of them is ever indexed."""

    what: str


@dataclass
class Folder:
    entries: "dict[bytes, Entry]" = field(default_factory=dict)


Entry = Folder | Blob | Special


class Tree:
    """Two watched folders and one that is not. Every operation does the same to disk and model."""

    def __init__(self, root: Path, pictures: bool) -> None:
        self.root = root
        self.model = Folder()
        self.watched = [root / "one", root / "two"]
        self.done = 0
        """Operations; a burst is one."""
        self.largest_burst = 0
        """Files."""
        self._serial = 0
        self._texts = [b"the same words in many files\n", b"", b"1234\n"]
        self._looks = _looks() if pictures else []
        for name in (b"one", b"two", b"outside"):
            self.model.entries[name] = Folder()
            os.mkdir(self.disk((name,)))

    def disk(self, parts: Parts) -> bytes:
        return os.path.join(os.fsencode(self.root), *parts)

    def at(self, parts: Parts) -> Entry | None:
        here: Entry | None = self.model
        for name in parts:
            here = here.entries.get(name) if isinstance(here, Folder) else None
        return here

    def all(self, top: Parts = ()) -> Iterator[tuple[Parts, Entry]]:
        folder = self.at(top)
        assert isinstance(folder, Folder)
        for name, entry in folder.entries.items():
            yield (*top, name), entry
            if isinstance(entry, Folder):
                yield from self.all((*top, name))

    def belongs(self) -> dict[str, bytes]:
        """The files that an index of the watched folders must know, with their content."""
        rules = Rules(IGNORE)
        return {
            os.fsdecode(self.disk(parts)): blob.content
            for top in _WATCHED
            if (top,) in dict(self.all())
            for parts, blob in self._admitted((top,), "", rules)
        }

    def _admitted(self, top: Parts, inner: str, rules: Rules) -> Iterator[tuple[Parts, Blob]]:
        folder = self.at(top)
        assert isinstance(folder, Folder)
        if inner and os.fsencode(ENVIRONMENT_MARK) in folder.entries:
            return
        for name, entry in folder.entries.items():
            relative = f"{inner}/{os.fsdecode(name)}" if inner else os.fsdecode(name)
            if isinstance(entry, Special) or not rules.admits(
                relative, is_folder=isinstance(entry, Folder)
            ):
                continue
            if isinstance(entry, Folder):
                yield from self._admitted((*top, name), relative, rules)
            else:
                yield (*top, name), entry

    def check(self) -> None:
        """The disk must be what the model says: else the test itself is wrong."""
        found = {}
        for folder, folders, files in os.walk(os.fsencode(self.root)):
            for name in folders + files:
                found[os.path.join(folder, name)] = None
        assert found.keys() == {self.disk(parts) for parts, _ in self.all()}
        for parts, entry in self.all():
            if isinstance(entry, Blob):
                with open(self.disk(parts), "rb") as file:
                    assert file.read() == entry.content

    def operate(self, kind: str, chance: random.Random, most: int = 1) -> None:
        """One operation, unless there is nothing in the tree that it could be done to."""
        if kind == "burst":
            self.burst(chance, most)
        else:
            operation: Callable[[random.Random], None] = getattr(self, kind)
            operation(chance)
            self.done += 1

    # What an operation is done to.

    def _pick(self, chance: random.Random, kind: type[Entry]) -> Parts | None:
        found = [p for p, entry in self.all() if isinstance(entry, kind) and len(p) > 1]
        return chance.choice(found) if found else None

    def _pick_written(self, chance: random.Random) -> Parts | None:
        """Not a name outside of a file that has one inside: what is written through it is told to
        nobody, if that name was made out of sight. The next look at everything finds it, after ten
        minutes at the earliest."""
        blobs = [(p, entry) for p, entry in self.all() if isinstance(entry, Blob) and len(p) > 1]
        inside = {id(blob) for parts, blob in blobs if parts[0] in _WATCHED}
        found = [p for p, blob in blobs if p[0] in _WATCHED or id(blob) not in inside]
        return chance.choice(found) if found else None

    def _folder(self, chance: random.Random) -> Parts:
        """Mostly one that belongs: else all would be left out or outside before long."""
        every = [p for p, entry in self.all() if isinstance(entry, Folder) and len(p) < 7]
        if chance.random() < 0.2:
            return chance.choice(every)
        rules = Rules(IGNORE)
        belong = [parts for parts in every if parts[0] in _WATCHED and self._belongs(parts, rules)]
        return chance.choice(belong or every)

    def _belongs(self, folder: Parts, rules: Rules) -> bool:
        names = [os.fsdecode(name) for name in folder[1:]]
        return all(
            rules.admits("/".join(names[:depth]), is_folder=True)
            and not self.at((*folder[: depth + 1], os.fsencode(ENVIRONMENT_MARK)))
            for depth in range(1, len(names) + 1)
        )

    def _new(self, chance: random.Random, is_folder: bool = False) -> Parts | None:
        """A place that is free."""
        names = _FOLDERS if is_folder else _NAMES
        if is_folder and chance.random() < 0.7:
            names = _FOLDERS[:6]
        name = os.fsencode(chance.choice(names))
        if chance.random() < 0.08:
            name = chance.choice(_NO_UTF8)
        if chance.random() < 0.5:
            self._serial += 1
            name = b"%d %s" % (self._serial, name[-200:]) if name[0] != 46 else name
        parts = (*self._folder(chance), name)
        return None if self.at(parts) else parts

    def _content(self, chance: random.Random) -> bytes:
        if self._looks and chance.random() < 0.1:
            return chance.choice(self._looks)
        if chance.random() < 0.3:
            return chance.choice(self._texts)
        words = (chance.choice(_WORDS) for _ in range(chance.randint(1, 40)))
        return f"{chance.randint(0, 10**6)} {' '.join(words)}\n".encode()

    def _put(self, parts: Parts, entry: Entry | None) -> None:
        folder = self.at(parts[:-1])
        assert isinstance(folder, Folder)
        if entry is None:
            del folder.entries[parts[-1]]
        else:
            folder.entries[parts[-1]] = entry

    # Files.

    def create(self, chance: random.Random) -> None:
        if parts := self._new(chance):
            self._write(parts, self._content(chance))

    def _write(self, parts: Parts, content: bytes) -> None:
        with open(self.disk(parts), "wb") as file:
            file.write(content)
        self._put(parts, Blob(content))

    def edit(self, chance: random.Random) -> None:
        """In place, in pieces: a reader may see it half done."""
        if not (parts := self._pick_written(chance)):
            return
        blob, content = self.at(parts), self._content(chance)
        assert isinstance(blob, Blob)
        half = len(content) // 2
        with open(self.disk(parts), "wb", buffering=0) as file:
            file.write(content[:half])
            file.write(content[half:])
        blob.content = content

    def append(self, chance: random.Random) -> None:
        if not (parts := self._pick_written(chance)):
            return
        blob = self.at(parts)
        assert isinstance(blob, Blob)
        with open(self.disk(parts), "ab", buffering=0) as file:
            for word in chance.sample(_WORDS, 3):
                file.write(f"{word}\n".encode())
                blob.content += f"{word}\n".encode()

    def truncate(self, chance: random.Random) -> None:
        if not (parts := self._pick_written(chance)):
            return
        blob = self.at(parts)
        assert isinstance(blob, Blob)
        blob.content = blob.content[: chance.choice((0, len(blob.content) // 2))]
        os.truncate(self.disk(parts), len(blob.content))

    def touch(self, chance: random.Random) -> None:
        if parts := self._pick_written(chance):
            os.utime(self.disk(parts))

    def edit_unseen(self, chance: random.Random) -> None:
        """Size and time of change stay as they were."""
        if not (parts := self._pick_written(chance)):
            return
        blob, state = self.at(parts), os.stat(self.disk(parts))
        assert isinstance(blob, Blob)
        blob.content = blob.content[::-1]
        with open(self.disk(parts), "r+b", buffering=0) as file:
            file.write(blob.content)
        os.utime(self.disk(parts), ns=(state.st_atime_ns, state.st_mtime_ns))

    def replace(self, chance: random.Random) -> None:
        """As editors save: written beside it, then renamed over it."""
        if not (parts := self._pick(chance, Blob)):
            return
        content = self._content(chance)
        beside = self.disk((*parts[:-1], b".draft-%d" % self.done))
        with open(beside, "wb") as file:
            file.write(content)
        os.replace(beside, self.disk(parts))
        self._put(parts, Blob(content))

    def save_with_backup(self, chance: random.Random) -> None:
        """As other editors save: the old one is put aside, the new one written, the old deleted."""
        if not (parts := self._pick(chance, Blob)):
            return
        aside, content = self.disk((*parts[:-1], b"aside-%d~" % self.done)), self._content(chance)
        os.rename(self.disk(parts), aside)
        self._write(parts, content)
        os.unlink(aside)

    def delete(self, chance: random.Random) -> None:
        if parts := self._pick(chance, Blob):
            os.unlink(self.disk(parts))
            self._put(parts, None)

    def delete_and_create_the_same(self, chance: random.Random) -> None:
        if (parts := self._pick(chance, Blob)) and (new := self._new(chance)):
            blob = self.at(parts)
            assert isinstance(blob, Blob)
            os.unlink(self.disk(parts))
            self._put(parts, None)
            self._write(new, blob.content)

    def copy(self, chance: random.Random) -> None:
        if (parts := self._pick(chance, Blob)) and (new := self._new(chance)):
            blob = self.at(parts)
            assert isinstance(blob, Blob)
            shutil.copyfile(self.disk(parts), self.disk(new))
            self._put(new, Blob(blob.content))

    def hard_link(self, chance: random.Random) -> None:
        if (parts := self._pick(chance, Blob)) and (new := self._new(chance)):
            os.link(self.disk(parts), self.disk(new))
            self._put(new, self.at(parts))

    def protect(self, chance: random.Random) -> None:
        """Unreadable for a moment; for root it stays readable all the while."""
        if parts := self._pick(chance, Blob):
            mode = os.stat(self.disk(parts)).st_mode & 0o777
            os.chmod(self.disk(parts), 0o644 if mode == 0 else 0)

    def release(self) -> None:
        """Makes readable what `protect` left unreadable: a fresh index could not know it."""
        for parts, entry in self.all():
            if isinstance(entry, Blob) and os.stat(self.disk(parts)).st_mode & 0o777 == 0:
                os.chmod(self.disk(parts), 0o644)

    def move(self, chance: random.Random) -> None:
        if (parts := self._pick(chance, Blob)) and (new := self._new(chance)):
            self._move(parts, new)

    def move_over(self, chance: random.Random) -> None:
        one, other = self._pick(chance, Blob), self._pick(chance, Blob)
        if one and other and self.at(one) is not self.at(other):  # of two hard links, both stay
            self._move(one, other)

    def rename_by_case(self, chance: random.Random) -> None:
        if (parts := self._pick(chance, Blob)) and len(parts[-1]) < 200:
            new = (*parts[:-1], parts[-1].swapcase())
            if not self.at(new):
                self._move(parts, new)

    def swap(self, chance: random.Random) -> None:
        one, other = self._pick(chance, Blob), self._pick(chance, Blob)
        if one and other and self.at(one) is not self.at(other):
            self._swap(one, other)

    def _swap(self, one: Parts, other: Parts) -> None:
        aside = (b"outside", b"swapped")
        for before, after in ((one, aside), (other, one), (aside, other)):
            self._move(before, after)

    def _move(self, before: Parts, after: Parts) -> None:
        os.rename(self.disk(before), self.disk(after))
        entry = self.at(before)
        self._put(before, None)
        self._put(after, entry)

    # Folders.

    def make_folders(self, chance: random.Random) -> None:
        """One in the other, with a file in the innermost, as fast as it goes."""
        for _ in range(chance.randint(1, 3)):
            if parts := self._new(chance, is_folder=True):
                os.mkdir(self.disk(parts))
                self._put(parts, Folder())
                if chance.random() < 0.7:
                    self._write((*parts, b"inside.txt"), self._content(chance))

    def rename_folder(self, chance: random.Random) -> None:
        parts = self._pick(chance, Folder)
        new = self._new(chance, is_folder=True)
        if parts and new and new[: len(parts)] != parts:
            self._move(parts, new)

    def rename_folder_and_back(self, chance: random.Random) -> None:
        """To a name that is left out, or out of the watched folders, and back."""
        if parts := self._pick(chance, Folder):
            aside = (*parts[:-1], chance.choice((b"node_modules", b"build", b".aside", b"other")))
            if chance.random() < 0.3:
                aside = (b"outside", b"aside-%d" % self.done)
            if not self.at(aside):
                self._move(parts, aside)
                self._move(aside, parts)

    def swap_folders(self, chance: random.Random) -> None:
        one, other = self._pick(chance, Folder), self._pick(chance, Folder)
        if one and other and one[: len(other)] != other and other[: len(one)] != one:
            self._swap(one, other)

    def delete_folder(self, chance: random.Random) -> None:
        parts = self._pick(chance, Folder)
        if parts and len(list(self.all(parts))) < 40:
            shutil.rmtree(self.disk(parts))
            self._put(parts, None)

    def move_out_and_replace(self, chance: random.Random) -> None:
        """A folder goes, another comes under its name, and both are worked in."""
        if not (parts := self._pick(chance, Folder)):
            return
        aside = (b"outside", b"gone-%d" % self.done)
        if self.at(aside) or len(list(self.all(parts))) >= 40:  # else no tree would grow
            return
        self._move(parts, aside)
        os.mkdir(self.disk(parts))
        self._put(parts, Folder())
        self._write((*parts, b"second.txt"), self._content(chance))
        if chance.random() < 0.5:
            shutil.rmtree(self.disk(parts))
            self._put(parts, None)
        if chance.random() < 0.5:
            shutil.rmtree(self.disk(aside))
            self._put(aside, None)

    def file_for_folder(self, chance: random.Random) -> None:
        parts = self._pick(chance, Folder)
        if parts and len(list(self.all(parts))) < 20:
            shutil.rmtree(self.disk(parts))
            self._put(parts, None)
            self._write(parts, self._content(chance))

    def folder_for_file(self, chance: random.Random) -> None:
        if parts := self._pick(chance, Blob):
            os.unlink(self.disk(parts))
            self._put(parts, None)
            os.mkdir(self.disk(parts))
            self._put(parts, Folder())
            self._write((*parts, b"inside.md"), self._content(chance))

    def environment(self, chance: random.Random) -> None:
        """A folder becomes a Python environment, or is one no longer."""
        if parts := self._pick(chance, Folder):
            mark = (*parts, os.fsencode(ENVIRONMENT_MARK))
            if isinstance(self.at(mark), Blob):
                os.unlink(self.disk(mark))
                self._put(mark, None)
            elif not self.at(mark):
                self._write(mark, b"home = /usr\n")

    def watched_away_and_back(self, chance: random.Random) -> None:
        top = (chance.choice((b"one", b"two")),)
        self._move(top, (b"away",))
        self._move((b"away",), top)

    # What is never read.

    def link(self, chance: random.Random) -> None:
        """To the folder it lies in (a loop), to nothing, or to anything else."""
        if new := self._new(chance):
            other = self._pick(chance, Blob)
            target = chance.choice(
                (b".", b"..", b"nowhere", self.disk(other) if other else b"/", self.disk((b"one",)))
            )
            os.symlink(target, self.disk(new))
            self._put(new, Special("link"))

    def fifo(self, chance: random.Random) -> None:
        if new := self._new(chance):
            os.mkfifo(self.disk(new))
            self._put(new, Special("fifo"))

    def special_for_file(self, chance: random.Random) -> None:
        if parts := self._pick(chance, Blob):
            os.unlink(self.disk(parts))
            os.mkfifo(self.disk(parts))
            self._put(parts, Special("fifo"))

    def file_for_special(self, chance: random.Random) -> None:
        if parts := self._pick(chance, Special):
            os.unlink(self.disk(parts))
            self._write(parts, self._content(chance))

    def burst(self, chance: random.Random, files: int) -> None:
        """Many files at once, in a folder of their own that goes at the next burst."""
        parts = (b"one", b"burst")
        if isinstance(self.at(parts), Folder):
            shutil.rmtree(self.disk(parts))
            self._put(parts, None)
        self.done += 1
        if self.at(parts):
            return
        os.mkdir(self.disk(parts))
        self._put(parts, Folder())
        for number in range(files):
            self._write((*parts, b"%d.txt" % number), b"%d\n" % chance.randint(0, 10**9))
        self.largest_burst = max(self.largest_burst, files)


def _looks() -> list[bytes]:
    """Small pictures, and a page with a picture on it."""
    made = []
    for colour in ("red", "teal", "gold"):
        picture = BytesIO()
        Image.new("RGB", (40, 30), colour).save(picture, "PNG")
        made.append(picture.getvalue())
    document = pymupdf.open()
    document.new_page().insert_text((72, 72), "the lantern in the chapel")
    made.append(document.tobytes())
    return made


WRITING = (
    "create", "create", "create", "edit", "append", "truncate", "touch", "edit_unseen",
    "replace", "save_with_backup", "copy", "copy",
)  # fmt: skip
MOVING = (
    "move", "move_over", "rename_by_case", "swap", "delete", "delete_and_create_the_same",
    "hard_link", "protect",
)  # fmt: skip
FOLDERS = (
    "make_folders", "rename_folder", "rename_folder_and_back", "swap_folders", "delete_folder",
    "move_out_and_replace", "file_for_folder", "folder_for_file", "environment",
    "watched_away_and_back",
)  # fmt: skip
SPECIAL = ("link", "fifo", "special_for_file", "file_for_special")
