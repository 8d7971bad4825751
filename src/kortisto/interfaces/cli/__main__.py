"""Entry of `python -m kortisto.interfaces.cli`, which ./kortisto runs."""

from kortisto.interfaces.cli import main

main()
