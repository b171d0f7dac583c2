"""A tower of a model, run by ONNX Runtime: on an accelerator where that is faster, else the CPU."""

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from grsearch_desktop.encode.encoder import Vectors

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

log = logging.getLogger(__name__)

CPU = "CPUExecutionProvider"
ACCELERATORS = (
    "CUDAExecutionProvider",
    "DmlExecutionProvider",
    "CoreMLExecutionProvider",
    "OpenVINOExecutionProvider",
)
"""ONNX Runtime's names of what may run a tower beside the CPU, in the order they are tried."""


def accelerators() -> list[str]:
    """Those that the installed ONNX Runtime was built with; whether they work shows in use."""
    import onnxruntime

    available = onnxruntime.get_available_providers()
    return [name for name in ACCELERATORS if name in available]


class Tower:
    """One ONNX file, ready to run. May be run by several threads at once.

    An accelerator that can't be used, or that fails later, is replaced by the CPU, with one line
    in the log.
    """

    def __init__(self, path: Path, provider: str = CPU) -> None:
        """Raises whatever ONNX Runtime raises where the CPU can't run the file either."""
        self._path = path
        self._lock = threading.Lock()
        """Accelerators take one run at a time; DirectML is not safe otherwise."""
        self.provider = provider
        try:
            self._session = _session(path, provider)
        except Exception as error:
            if provider == CPU:
                raise
            self._session = self._on_the_cpu(error)
        self._input = self._session.get_inputs()[0].name

    def run(self, batch: Any) -> Vectors:
        """float32, shape (N, D)."""
        if self.provider == CPU:
            return self._run(batch)
        with self._lock:
            try:
                return self._run(batch)
            except Exception as error:
                if self.provider == CPU:
                    raise
                self._session = self._on_the_cpu(error)
                return self._run(batch)

    def _run(self, batch: Any) -> Vectors:
        (vectors,) = self._session.run(None, {self._input: batch})
        return np.asarray(vectors, np.float32)

    def _on_the_cpu(self, error: Exception) -> "InferenceSession":
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        log.warning("%s can't be used, the CPU encodes instead: %s", self.provider, why)
        self.provider = CPU
        return _session(self._path, CPU)


def _session(path: Path, provider: str) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    if provider == "DmlExecutionProvider":
        options.enable_mem_pattern = False
    providers = [provider] if provider == CPU else [provider, CPU]
    session = onnxruntime.InferenceSession(str(path), options, providers=providers)
    # ONNX Runtime itself goes on without a provider whose library does not load.
    if provider not in session.get_providers():
        raise LookupError(provider)
    return session
