"""The stages of an update, in their order."""

STAGES = ("names", "text", "meaning", "ocr")


def includes(until: str, stage: str) -> bool:
    """Whether an update up to a stage does another one."""
    return STAGES.index(stage) <= STAGES.index(until)
