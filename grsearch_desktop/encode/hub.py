"""The hub that models are fetched from: its files and licences, and what goes wrong with it.

Spoken to through `huggingface_hub`, and so at HF_ENDPOINT, through HTTPS_PROXY, with the token of
HF_TOKEN or HF_HOME. Imported late: it comes with the extra `clip`.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from grsearch_desktop.errors import InterruptedFetchError, ModelError


@dataclass(frozen=True)
class HubFile:
    """A file of a repository, at one commit."""

    repository: str
    name: str
    commit: str
    size: int | None
    """bytes; None where the hub does not say"""
    etag: str
    """The sha256 of a large file, git's sha1 of a small one, "" or something else of a mirror."""


def find(repository: str, name: str, commit: str | None = None) -> HubFile | None:
    """The file as the hub tells of it, None where the repository has none. Raises ModelError.

    commit: of the repository, for files that belong together; None for the newest.
    """
    from huggingface_hub import get_hf_file_metadata, hf_hub_url
    from huggingface_hub.errors import EntryNotFoundError, LocalEntryNotFoundError

    try:
        told = get_hf_file_metadata(hf_hub_url(repository, name, revision=commit))
    except Exception as error:
        missing = isinstance(error, EntryNotFoundError)
        if missing and not isinstance(error, LocalEntryNotFoundError):
            return None
        raise _told(repository, error) from error
    return HubFile(
        repository=repository,
        name=name,
        commit=told.commit_hash or commit or "main",
        size=told.size,
        etag=told.etag or "",
    )


def kept(repository: str, name: str) -> Path | None:
    """The file as another program left it in the person's own cache of the hub, below HF_HOME."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        found = try_to_load_from_cache(repository, name)
    except HFValidationError:
        return None
    return Path(found) if isinstance(found, str) else None


def stream(file: HubFile, begin: int) -> AbstractContextManager[Any]:
    """The answer to a request for the file's bytes from `begin` on, to be read piece by piece."""
    from huggingface_hub import constants, get_session, hf_hub_url
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    headers = build_hf_headers()
    # What is packed for the way has other bytes, of another number.
    headers["Accept-Encoding"] = "identity"
    if begin:
        headers["Range"] = f"bytes={begin}-"
    return get_session().stream(
        "GET",
        hf_hub_url(file.repository, file.name, revision=file.commit),
        headers=headers,
        timeout=constants.HF_HUB_DOWNLOAD_TIMEOUT,
        follow_redirects=True,
    )


def raise_for_status(repository: str, answer: Any) -> None:
    """Raises ModelError for what no second try would change; an answer of 5xx is none of these."""
    from huggingface_hub.utils import hf_raise_for_status  # type: ignore[attr-defined]

    try:
        hf_raise_for_status(answer)
    except Exception as error:
        raise _told(repository, error) from error


def licence(repository: str) -> str:
    """The licence's name as the hub has it; "" where it does not say, or can't be asked."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError

    try:
        card = HfApi().model_info(repository, timeout=_PATIENCE).card_data
    except (HfHubHTTPError, HFValidationError, OSError, ValueError, KeyError, TypeError):
        return ""
    except Exception as error:
        if not is_of_network(error):
            raise
        return ""
    if card is None:
        return ""
    said = card.get("license")
    named = card.get("license_name") if said in (None, "other") else said
    return str(named or said or "")


def page(repository: str) -> str:
    """Where a person can read about it."""
    from huggingface_hub import constants

    return f"{constants.ENDPOINT}/{repository}"


def host() -> str:
    from huggingface_hub import constants

    return urlsplit(constants.ENDPOINT).hostname or constants.ENDPOINT


def is_of_network(error: BaseException) -> bool:
    from huggingface_hub.errors import OfflineModeIsEnabled

    if isinstance(error, OfflineModeIsEnabled | ConnectionError):
        return True
    # The hub's own client is httpx, httpx2 in its later versions.
    return type(error).__module__.startswith(("httpx", "httpcore"))


_PATIENCE = 10.0
"""Seconds."""


def _told(repository: str, error: Exception) -> Exception:
    """The error in a sentence, where the hub or the way to it is to blame; else as it is."""
    from huggingface_hub import errors

    for cause in _causes(error):
        if isinstance(cause, errors.GatedRepoError):
            return ModelError(
                f"{repository} is given only to those who accepted its terms on {host()}; accept "
                "them there, and set HF_TOKEN to your token."
            )
        if isinstance(cause, errors.RepositoryNotFoundError | errors.HFValidationError):
            return ModelError(f"There is no model {repository} on {host()}.")
        if is_of_network(cause):
            return InterruptedFetchError(
                f"{repository} could not be fetched: {host()} can't be reached; please check the "
                "connection to the internet, then try again."
            )
        if isinstance(cause, errors.HfHubHTTPError):
            code = cause.response.status_code
            return InterruptedFetchError(
                f"{repository} could not be fetched: {host()} answered with {code}; please try "
                "again later."
            )
    return error


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, then what it came from, innermost last."""
    found: BaseException | None = error
    while found is not None:
        yield found
        found = found.__cause__ or found.__context__
