"""GR Search: finds a person's own files by what they mean, on their own machine."""

import os

__version__ = "0.1.0"

# ONNX Runtime 1.32 keeps a record of its use and sends it to its makers unless this is set before
# it is imported. Nothing leaves this machine: so it is set here, before anything else of ours.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
