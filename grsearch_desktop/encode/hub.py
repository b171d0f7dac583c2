"""The hub that models are fetched from, and what goes wrong with it in plain words."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from grsearch_desktop.errors import ModelError

_PATIENCE = 10.0
"""Seconds."""


def reach(spec: str) -> None:
    """Raises ModelError unless the hub answers: its own client tries for half a minute."""
    from huggingface_hub import constants, get_session

    try:
        get_session().head(constants.ENDPOINT, timeout=_PATIENCE)
    except Exception as error:
        if not _is_of_network(error):
            raise
        raise ModelError(_unreachable(spec)) from error


def why_not_fetched(spec: str, error: BaseException) -> str:
    """A sentence where the hub or the way to it is to blame; else ""."""
    from huggingface_hub import errors

    for cause in _causes(error):
        if isinstance(cause, errors.GatedRepoError):
            return (
                f"{spec} is given only to those who accepted its terms on {_host()}; accept them "
                "there, and set HF_TOKEN to your token."
            )
        if isinstance(cause, errors.RepositoryNotFoundError):
            return f"There is no model {spec} on {_host()}."
        if isinstance(cause, errors.EntryNotFoundError) and not _is_of_network(cause):
            return f"What {spec} on {_host()} holds is no model that can be used."
        if _is_of_network(cause):
            return _unreachable(spec)
    return ""


def _unreachable(spec: str) -> str:
    return (
        f"{spec} could not be fetched: {_host()} can't be reached; please check the connection "
        "to the internet, then try again."
    )


def _is_of_network(error: BaseException) -> bool:
    from huggingface_hub.errors import LocalEntryNotFoundError, OfflineModeIsEnabled

    if isinstance(error, LocalEntryNotFoundError | OfflineModeIsEnabled | ConnectionError):
        return True
    # The hub's own client is httpx, httpx2 in its later versions.
    return type(error).__module__.startswith(("httpx", "httpcore"))


def _host() -> str:
    from huggingface_hub import constants

    return urlsplit(constants.ENDPOINT).hostname or constants.ENDPOINT


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, then what it came from, innermost last."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
