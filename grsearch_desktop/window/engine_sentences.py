"""What the engine says, in the language of the window.

The engine speaks English: to the command line, to programs, to the window. Here its sentences are
known as patterns, which `said` finds again and gives in the window's words.
"""

import re
from functools import lru_cache

from PySide6.QtCore import QLocale

from grsearch_desktop.window.language import isolated, tr


def _known(sentence: str) -> str:
    """By this name pyside6-lupdate knows what is to be translated, though not here."""
    return sentence


SENTENCES = (
    # What keeps a file from being read.
    _known("The file is empty."),
    _known("The file is protected by a password."),
    _known("The file is damaged or incomplete."),
    _known("The file is damaged, or of a sort that can't be read."),
    _known("The file is damaged, or from a version too old to be read."),
    _known("This kind of file can't be read; only its name is searchable."),
    _known("The file opens, but there is no text and no picture in it."),
    _known("Reading it took more memory than allowed."),
    _known("The reader crashed on this file."),
    _known("This is not an ordinary file."),
    _known("The file is no longer there."),
    _known("You don't have permission to read this file."),
    _known("The disk or network drive did not give the file's content."),
    _known("There is no page to be drawn in this kind of file; its text can be shown."),
    _known("The file has no such page; it may have changed since it was read."),
    _known("The pictures of this film are of a sort that can't be read, or damaged."),
    _known("Reading was stopped."),
    _known("Reading DjVu files needs DjVuLibre, which is not installed."),
    _known("This is one part of an archive in several; only whole archives can be read."),
    _known("Only the first {0} of {1} files in the archive were read."),
    _known("Only the first {0} files in the archive were read, because it took too long."),
    _known("Only the first {0} files in the archive were read."),
    _known("The archive is damaged; only its first {0} files were read."),
    _known("{0} of {1} files in the archive could not be read: too large."),
    _known("{0} of {1} files in the archive could not be read: damaged."),
    _known("{0} of {1} files in the archive could not be read: behind a password."),
    _known("{0} of {1} files in the archive could not be read."),
    _known("The archive holds more than {0} files, too many to be listed."),
    _known("Archives that lie within {0} others were not opened."),
    _known("Tesseract is chosen for text in pictures, but it is not installed."),
    _known("There is no model that recognises text in “{0}”."),
    _known("A part of GR Search is missing; please install it again."),
    _known("Reading it took longer than {0} seconds."),
    _known("The picture has {0} million pixels, more than the limit of {1} million."),
    _known("Unpacked, the file is larger than the limit of {0} MB."),
    _known("The file is larger than the limit of {0} MB for its kind."),
    _known("Only the first {0} of {1} pages were read."),
    _known("Only the first {0} million characters were read."),
    _known("Only the first {0} of {1} pages were read, because reading took too long."),
    _known("The film is long: it was looked at only every {0} seconds."),
    _known("Subtitles were read only up to {0}, because reading took too long."),
    _known("The file can't be read: {0}."),
    _known("The file was gone when it was to be read."),
    _known("You have no permission to read this file."),
    _known("The text in its pictures could not be read: {0}"),
    _known("Text in pictures can't be read now: {0}"),
    # Folders.
    _known("The folder is not there."),
    _known("The folder can't be listed: {0}."),
    _known("You have no permission to look into this folder."),
    _known("{0} is not in the library."),
    _known("There is no file or folder at {0}."),
    _known("{0} is neither a file nor a folder."),
    _known("{0} is where GR Search keeps its own library."),
    _known(
        "{0} lies in a folder of the library; take out that folder, or name it under `ignore` in "
        "{1}."
    ),
    _known("{0} can't be watched ({1}): {2}."),
    _known("The system's limit of watched folders is reached at {0}: {1}. `{2}` raises it."),
    _known("its changes are found within a minute instead of at once"),
    # Searching.
    _known("There is no picture in {0}."),
    _known("{0} can't be used as a picture: {1}"),
    _known("The map can't be drawn: {0}."),
    _known("The map could not be drawn; try again later."),
    # How texts and pictures compare.
    _known("Texts and pictures compare well."),
    _known("There are too few texts or pictures to tell whether they compare well."),
    _known(
        "Pictures come up too rarely: they win {0} of 100 comparisons with texts instead of "
        "about 50."
    ),
    _known(
        "Texts come up too rarely: they win {0} of 100 comparisons with pictures instead of "
        "about 50."
    ),
    _known(
        "Searches find less than they could: the averages that came with the model {0} don't fit "
        "questions."
    ),
    _known(
        "Searches find less than they could: the averages that came with the model {0} don't fit "
        "your texts."
    ),
    _known(
        "Searches find less than they could: the averages that came with the model {0} don't fit "
        "your pictures."
    ),
    # Waiting and working.
    _known("Indexing waits: the battery has {0} % left; please connect power."),
    _known("Indexing waits: the disk of the library has {0} MB left; please make some room."),
    _known("Another program is writing to the library {0}; the work goes on when it is done."),
    _known("The library could not be brought up to date; the log says why."),
    _known("The engine itself tries it again within a minute or so."),
    _known("{0} The engine itself tries it again within a minute or so."),
    # The engine.
    _known("No engine is running for this library."),
    _known("The engine was stopped."),
    _known("The engine has gone away."),
    _known("The engine does not answer."),
    _known("The engine could not be started; the log says why: {0}"),
    _known("The engine can't listen for its clients: {0}."),
    _known("Another process is working on the library; please wait for its end."),
    _known("Another process is updating the library in {0}; please try again when it is done."),
    _known("Too many programs talk to the engine."),
    _known("Something went wrong; the engine's log says what."),
    # The library on the disk.
    _known("{0} can't be written: {1}."),
    _known("{0} belongs to another user"),
    _known("The folder {0} can't be written: {1}."),
    _known("{0} is not a library of GR Search; it was left alone."),
    _known(
        "The library {0} was written by a newer version of GR Search; please update the program."
    ),
    _known(
        "The library {0} is of an older version and must be brought up to date, but its folder can "
        "only be read."
    ),
    _known(
        "The library {0} was not closed, and can't be put in order: its folder can only be read."
    ),
    _known("The library {0} can't be written: {1}."),
    _known("The library {0} can only be read; nothing was changed."),
    _known("The library {0} is in use by another program; please try again later."),
    _known("The library {0} was closed; please try again."),
    _known("The library {0} is damaged; `grsearch index` sets it aside and keeps what it can."),
    _known("The disk that holds {0} is full; please make room and try again."),
    _known("The library was lost or empty: a new one was made and your folders are read."),
    _known(
        "The library was not closed and its journal is gone: it was looked through and is sound; "
        "what was done last may be done again."
    ),
    _known(
        "The library was damaged: it was set aside as {0}, and a new one was made in which {1} "
        "files could be kept; the rest is read again."
    ),
    # Settings.
    _known("The line “{0}” of what to leave out can't be understood."),
    _known(
        "A pattern of what to leave out can't be understood: {0}; please correct `ignore` in the "
        "settings."
    ),
    _known("The settings in {0} can't be read: {1}."),
    _known("The settings can't be written to {0}: {1}."),
    _known("{0} in {1} is not of the form that is wanted: {2}"),
    _known("{0} is not of the form that is wanted: {1}"),
    _known("{0} The settings before it count until then."),
    _known("The model that encodes and searches; see `grsearch models`."),
    _known("Files and folders to leave out, in the form of .gitignore."),
    _known("Whether hidden files and folders belong to the library."),
    _known("Processes that read files; 0: one for each core."),
    _known("The share of the text in a page's vector, 0 to 1; below 0: what suits the model."),
    _known("Whether another processor than the CPU may run the model if it is faster."),
    _known("Percent of the battery below which no work is done unless it is charged; 0: never."),
    _known("Whether text in pictures and scans is read."),
    _known("What reads it: rapidocr, or tesseract where it is installed."),
    _known("Beyond Latin and Chinese, as the recogniser calls them: cyrillic."),
    _known("The pause can't be kept in {0}: {1}."),
    _known("The start at login can't be set: {0}."),
    _known("The start at login can't be taken back: {0}."),
    # Models.
    _known("Fetching {0}"),
    _known("Converting the text tower"),
    _known("Converting the image tower"),
    _known("Calibrating it"),
    _known("Checking both towers"),
    _known("{0} is installed."),
    _known("{0} is installed already."),
    _known("{0} is not being fetched."),
    _known("The comparison was stopped."),
    _known("{0} is being fetched; one model is fetched at a time."),
    _known("{0} could not be got; the engine's log says why."),
    _known("The library holds no vectors of {0}."),
    _known("{0} answers the searches; choose another model first."),
    _known("{0} is about to answer the searches; choose another model first."),
    _known("Getting {0} was stopped."),
    _known(
        "{0} could not be fetched: {1} can't be reached; please check the connection to the "
        "internet, then try again."
    ),
    _known(
        "{0} is given only to those who accepted its terms on {1}; accept them there, and set "
        "HF_TOKEN to your token."
    ),
    _known("There is no model {0} on {1}."),
    _known("What {0} on {1} holds is no model that can be used."),
    _known('There is no model "{0}"; `grsearch models list` shows those that can be used.'),
    _known('"{0}" can\'t be the name of a model.'),
    _known("The folder {0} can't be made: {1}."),
    _known('The model "{0}" could not be made ready.'),
    _known("There is no model in {0}: {1} is missing."),
    _known("The model in {0} lacks its file {1}. {2}"),
    _known("The model in {0} can't be read: {1}. {2}"),
    _known("The model in {0} can't be read: its {1} is wrong at {2}. {3}"),
    _known("The model in {0} is damaged: {1} has {2} bytes instead of {3}. {4}"),
    _known("The model in {0} is damaged: {1} is not the file it was made with. {2}"),
    _known("The model in {0} is damaged at {1}. {2}"),
    _known("The model in {0} has form {1}; this version reads form {2}. {3}"),
    _known(
        "Fetch it again with `grsearch models get`, or reinstall the program if it came with it."
    ),
    _known("The folder {0} lacks {1}, which this model needs."),
    _known("The tokenizer in {0} can't be read."),
    _known("The tokenizer of {0} works in a way that is not supported."),
    _known("The weights of {0} are damaged or unsafe."),
    _known("The model {0} can't be loaded: {1}"),
    _known(
        "The model {0} needs packages that are not installed ({1}); add them with: pip install "
        '"grsearch-desktop[clip]"'
    ),
    _known("The model {0} could not be converted: it gives other vectors afterwards (cosine {1})."),
    _known("The model {0} could not be converted: {1}"),
    _known('open_clip knows no model "{0}" with weights.'),
    _known('open_clip has no weights "{0}" for {1}; it has {2}.'),
    _known("There is no folder {0}."),
    _known("The folder {0} lacks {1}, which says how the model is built."),
    _known("The configuration of {0} can't be read."),
    _known("{0} on {1} lacks {2}, which this model needs."),
    _known("{0} on {1} holds no weights that can be used: {2}."),
    _known(
        "{0} on {1} has other weights than those that were looked at for this version of GR "
        "Search; they are not fetched."
    ),
    _known(
        "There is not enough room in {0}: {1} are needed until the model is made, {2} are free."
    ),
    _known("The disk is full; what came of {0} is kept. Make room, then get it again to go on."),
    _known(
        "{0} could not be fetched: the connection to {1} broke off after {2} of {3}. What came is "
        "kept; get it again to go on."
    ),
    _known("{0} could not be fetched: {1} answered with {2}; please try again later."),
    _known("What {0} sent as {1} of {2} is not what it should be; it was thrown away."),
    _known("{0} is being fetched already."),
    _known("The model in {0} can't be changed: {1}."),
    _known("The bundled model is calibrated when it is built."),
    _known("Fetched in part."),
    # What models are said to be good for (resources/models).
    _known("Comes with the program. English texts; photos by what they show."),
    _known(
        "Small and quick; understands what photos show far better than the bundled model. English."
    ),
    _known("The usual middle size, quick on any processor. English."),
    _known("Sees finer detail than ViT-B-32 and takes about four times as long. English."),
    _known("Still quick, and surer than MobileCLIP2-S0. English."),
    _known("The surest of the MobileCLIP2 models listed here, as slow as ViT-B-16. English."),
    _known("ViT-B-16, trained on pictures and captions chosen with more care. English."),
    _known("Understands many languages; large and slower."),
    _known("Texts and questions in many languages; sees pictures as ViT-B-32 does."),
    _known("The surest here, in many languages; very large, and slow on most computers."),
    _known("Made from an open_clip model."),
    # What the system says within these.
    _known("No space left on device"),
    _known("Permission denied"),
    _known("Read-only file system"),
    _known("No such file or directory"),
    _known("Input/output error"),
)
"""As the engine writes them, {0} standing for what it puts in."""

_NUMBER = re.compile(r"\d{1,3}(,\d{3})+|\d+\.\d+|\d{1,3}(,\d{3})+\.\d+")
"""As Python writes it with `:,`; a year or a name of digits is none."""


def said(sentence: str) -> str:
    """A sentence of the engine in the window's language; one that is not known as it came."""
    return _said(sentence, QLocale().name(), _is_translated())


@lru_cache(maxsize=4096)
def _said(sentence: str, _language: str, translated: bool) -> str:
    if sentence in _WHOLE:
        return tr(sentence)
    for template, pattern in _PATTERNS:
        if found := pattern.fullmatch(sentence):
            if not translated:
                return sentence
            return tr(template).format(*map(_put_in, found.groups()))
    return sentence


def _put_in(part: str) -> str:
    """What stands in a sentence: another one, a number, or a name."""
    inner = said(part)
    if inner != part:
        return inner
    if _NUMBER.fullmatch(part):
        digits = len(part.partition(".")[2])
        return QLocale().toString(float(part.replace(",", "")), "f", digits)
    return isolated(part)


def _is_translated() -> bool:
    return tr(SENTENCES[0]) != SENTENCES[0]


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{\d\}", template)
    return re.compile("(.+?)".join(map(re.escape, parts)), re.DOTALL)


_WHOLE = frozenset(sentence for sentence in SENTENCES if "{" not in sentence)
_PATTERNS = sorted(
    ((sentence, _pattern(sentence)) for sentence in SENTENCES if "{" in sentence),
    # The most particular one first: what says least fits most.
    key=lambda known: -len(re.sub(r"\{\d\}", "", known[0])),
)
