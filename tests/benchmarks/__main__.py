"""Runs every benchmark, each in a process of its own: `make bench`.

python -m tests.benchmarks [--json] [--without robustness interrupted]
"""

import subprocess
import sys

from tests.benchmarks.table import options

ALL = {
    "quality": ["quality"],
    "quality-both": ["quality", "papers", "photos", "--both"],
    "quality-recoll": ["quality", "papers", "--recoll"],
    "fresh_search": ["fresh_search"],
    "text_stage": ["text_stage"],
    "image_stage": ["image_stage"],
    "calibration_cost": ["calibration_cost"],
    "window_start": ["window_start"],
    "window_typing": ["window_typing"],
    "window_scroll": ["window_scroll"],
    "misfits": ["misfits"],
    "means": ["means"],
    "interrupted": ["interrupted"],
    "robustness": ["robustness", "--names"],
}


def main() -> int:
    parser = options(__doc__)
    parser.add_argument("--without", nargs="*", choices=ALL, default=[])
    asked = parser.parse_args()
    failed = []
    for name, (module, *arguments) in ALL.items():
        if name in asked.without:
            continue
        command = [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments]
        ended = subprocess.run(command + ["--json"] * asked.json, check=False)
        if ended.returncode != 0:
            failed.append(name)
    if failed and not asked.json:
        print(f"\nbelow what they must be: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
