"""What is measured, not tested: quality, speed, and what hostile files and a kill -9 do.

Each module is a program (`python -m tests.benchmarks.quality papers`) that prints a small table
and ends 1 where a figure is below what it must be. `python -m tests.benchmarks` runs them all.
They use only what others may use too: the command line and the engine's socket; and the window,
where it is the window that is measured. `large_library` alone writes to a store.
"""

import grsearch_desktop as grsearch_desktop  # before ONNX Runtime: it turns telemetry off
