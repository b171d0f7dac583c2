"""What can go wrong, in words for a person: what happened, to what, and what they can do.

Light on purpose: the window and the command line import it at start-up.
"""


class GRSearchError(Exception):
    """The base of every error we raise. `str(error)` is one sentence for a person."""


class UnreadableFileError(GRSearchError):
    """A file's content could not be read; its name stays searchable.

    `reason` is a plain sentence without the path, e.g. "The file is protected by a password."
    `may_pass` is true when trying again later may help (a locked file, a drive asleep).
    """

    def __init__(self, reason: str, *, may_pass: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.may_pass = may_pass


class ModelError(GRSearchError):
    """A model is missing, damaged or of the wrong form."""


class InterruptedFetchError(ModelError):
    """A model could not be fetched to its end; what came is kept, and another try goes on."""


class NoModelRoomError(InterruptedFetchError):
    """The disk has no room for a model; what came of it is kept."""


class MissingExtraError(ModelError):
    """A feature needs packages that are not installed; the sentence names the command."""


class LibraryError(GRSearchError):
    """The library file cannot be used."""


class NewerLibraryError(LibraryError):
    """The library was written by a newer version of this program."""


class DamagedLibraryError(LibraryError):
    """The library file is damaged."""


class BusyLibraryError(LibraryError):
    """Another process is working on this library."""


class NoRoomError(LibraryError):
    """The disk is full or the home folder can't be written."""


class EngineError(GRSearchError):
    """The engine answered with an error; the sentence is the engine's own."""


class EngineUnreachableError(EngineError):
    """No engine answers for this library."""


class EngineStoppedError(EngineUnreachableError):
    """The engine ended because someone asked it to: nobody is to take its place."""


class SettingsError(GRSearchError):
    """The settings file holds something that can't be used."""


class UsageError(GRSearchError):
    """What was asked for makes no sense as it was written."""


class FetchError(GRSearchError):
    """Something could not be fetched from the web."""
