"""Pictures of mhfind in a terminal, for the README: SVG, so that numbers in them stay text.

rich draws them, and not every version of it by the same bytes. So each picture holds the digest of what it was made of;
while that is the same, the picture is up to date and stays as it is.
"""

from hashlib import sha256
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from excerpts import output
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

COMMANDS = {
    "search": 'mhfind search "new mom, cryng all the time" --country US --limit 2',
    "crisis": "mhfind crisis --country US",
}
WIDTH = 80
BACKGROUND, FOREGROUND = (22, 27, 34), (230, 237, 243)
# black, red, green, yellow, blue, magenta, cyan, white; then the same, bright
COLORS = [
    *((110, 118, 129), (255, 129, 120), (110, 220, 130), (227, 179, 65)),
    *((121, 192, 255), (210, 168, 255), (86, 212, 221), (230, 237, 243)),
]
# As rich's own form, without the font that it would fetch from a server.
FORM = """<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px ui-monospace, Menlo, Consolas, monospace; }}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix" xml:space="preserve">
{matrix}
</g>
</g>
</svg>
"""


def screenshot(name: str, old: str) -> str:
    """Return a picture as SVG; if `old` is one of the same command, output and style, that one."""
    command = COMMANDS[name]
    with TemporaryDirectory() as folder:
        shown = "\n".join([f"$ {command}", *output(f"{command} --color always", Path(folder))])
    mark = f"<!-- Made by scripts/generate.py. {digest(shown)} -->\n"
    return old if old.startswith(mark) else mark + drawn(name, shown)


def digest(shown: str) -> str:
    """Return a digest of what a picture is made of."""
    return sha256(repr((shown, WIDTH, BACKGROUND, FOREGROUND, COLORS, FORM)).encode()).hexdigest()


def drawn(name: str, shown: str) -> str:
    """Return terminal output (with ANSI styles) as SVG."""
    text = Text.from_ansi(shown)
    width = max(WIDTH, *(line.cell_len for line in text.split()))  # a long contact is neither wrapped nor cut
    console = Console(record=True, file=StringIO(), width=width, force_terminal=True, color_system="standard")
    console.print(text, soft_wrap=True)
    theme = TerminalTheme(BACKGROUND, FOREGROUND, COLORS)
    svg = console.export_svg(title="mhfind", theme=theme, code_format=FORM, unique_id=f"mhfind-{name}")
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"
