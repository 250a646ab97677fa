"""Where the project is, and the data that may be beside it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUPPORT = ROOT / "tests" / "support"
"""Programs that tests start as processes of their own, too."""
SHARED = ROOT.parent / "shared"
"""Articles and data sets of others; the tests that want them skip without."""
