"""What was encoded is saved while the next is encoded."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from grsearch_desktop.encode.encoder import Vectors
from grsearch_desktop.engine.governor import EndedError


class Behind:
    """Encodes in a thread of its own, and saves in that of the caller, one step behind.

    A commit takes the disk and one core, the model takes all cores: one after the other, each
    would wait for the other. Saving stays with the caller, who waits as long as it has patience
    for. What was not saved when something is raised, other than a wish to end, is encoded anew
    another time.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="encode-ahead")
        self._unsaved: tuple[Future[Vectors], Callable[[Vectors], None]] | None = None

    def encode(self, encode: Callable[[], Vectors], save: Callable[[Vectors], None]) -> None:
        """Has `encode` begun, and saves what was encoded before. Raises what that raises."""
        begun = self._thread.submit(encode)
        self.finish()
        self._unsaved = begun, save

    def finish(self) -> None:
        """Saves what was encoded last."""
        unsaved, self._unsaved = self._unsaved, None
        if unsaved is not None:
            encoded, save = unsaved
            save(encoded.result())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if isinstance(error, EndedError):
                self.finish()
        finally:
            self._thread.shutdown(cancel_futures=True)
