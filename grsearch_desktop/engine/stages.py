"""The stages of an update, in their order."""

STAGES = ("names", "text", "meaning")
