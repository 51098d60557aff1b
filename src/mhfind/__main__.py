"""`python -m mhfind`."""

import sys

if not sys.flags.safe_path:
    del sys.path[0]  # the working folder: no module that lies there is run

from mhfind.cli import main

main()
