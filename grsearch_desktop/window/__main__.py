"""`python -m grsearch_desktop.window [HOME]` opens the window."""

import sys
from pathlib import Path

from grsearch_desktop import paths
from grsearch_desktop.window.app import run

sys.exit(run(paths.home(Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
