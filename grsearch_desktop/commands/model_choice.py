"""What choosing a model does, told before it is done."""

from collections.abc import Sequence

from grsearch_desktop.engine.protocol import KeptVectors
from grsearch_desktop.engine.swapping import answers_at_once


def forecast(kept: Sequence[KeptVectors], name: str, model: str, *, at_once: bool) -> str:
    """A sentence for the person.

    kept: what the library holds; name: what settings call the model, and `model` its version;
    at_once: whether an engine is there that begins by itself.
    """
    active = next((known for known in kept if known.answers), None)
    following = next((known for known in kept if known.next), None)
    known = next((known for known in kept if known.model == model), None)
    begins = "in the background from now on" if at_once else "by `grsearch index`"
    if active is None or not active.vectors:
        return f"{name} is chosen; the library is encoded with it {begins}."
    if known is active and following:
        return f"{name} goes on answering; the encoding with {following.name} stops."
    if known is active:
        return f"{name} answers already."
    if known and answers_at_once(known):
        rest = f"; {known.left:,} items that are new since are encoded {begins}"
        return (
            f"{name} is chosen, and answers {'at once' if at_once else 'after `grsearch index`'}: "
            f"its vectors were kept{rest if known.left else ''}."
        )
    share = f"{known.vectors:,} of {known.total:,}" if known and known.vectors else "none"
    items = known.total if known else active.total
    done = f", of which {share} are done" if share != "none" else ""
    return (
        f"{name} is chosen: {items:,} items are encoded with it {begins}{done}; {active.name} "
        "answers until that is finished."
    )
