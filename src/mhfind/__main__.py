"""`python -m mhfind`."""

from mhfind.cli import main

main()
