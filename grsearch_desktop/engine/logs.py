"""The log of a home: what a person may send us when something went wrong."""

import logging
import os
from logging.handlers import RotatingFileHandler

from grsearch_desktop.paths import Home


def to_file(home: Home, level: int = logging.INFO) -> None:
    """Lets the program log into the home's file: 1 MB, and the one before. Only this user reads it.

    Paths of the person's files are logged at debug level alone.
    """
    if os.environ.get("GRSEARCH_LOG") == "debug":
        level = logging.DEBUG
    handler: logging.Handler
    try:
        home.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(home.log, maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    except OSError:
        # A home that can only be read can still be searched.
        handler = logging.NullHandler()
    # A full disk must not show a person how the log could not be written.
    logging.raiseExceptions = False
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(process)d %(levelname)s %(name)s: %(message)s")
    )
    ours = logging.getLogger("grsearch_desktop")
    ours.handlers = [handler]
    ours.setLevel(level)
    ours.propagate = False
