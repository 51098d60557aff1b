"""The man page, made from the program's help and from `reference_notes.md`.

It carries the version and no date, so that it changes only with the program.
"""

import inspect
import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import takewhile

import typer
from markdown_it import MarkdownIt
from markdown_it.token import Token
from reference import command_contexts, notes

from mhfind import __version__

WIDTH = 78  # of a line of the source
HEAD = r".\" Made by `python scripts/generate.py` from the program itself. Don" + "'t edit it here."
# Sections that man pages call by another name than the notes.
TITLES = {
    "The place": "PLACE",
    "Environment variables": "ENVIRONMENT",
    "Completion and man page": "COMPLETION",
    "Exit codes": "EXIT STATUS",
}
ESCAPES = str.maketrans({"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"})
SILENT = {"bullet_list_open", "ordered_list_open", "table_open", "tbody_open"}  # what they hold speaks for them
_EXAMPLE = re.compile(r"^(?:For example: )?(mhfind .+)$", re.MULTILINE)


def manpage() -> str:
    """Return the text of `docs/mhfind.1`."""
    root, *below = command_contexts()
    title, _, description = _help(root).partition("\n\n")
    lines = [
        HEAD,
        f'.TH MHFIND 1 "" "mhfind {__version__}" "User Commands"',
        ".nh",  # no word is divided: names are there to be copied
        ".ad l",
        ".SH NAME",
        escaped(f"mhfind - {title[:1].lower()}{title[1:].rstrip('.')}"),
        ".SH SYNOPSIS",
        "\n.br\n".join(_usages(below)),
        ".SH DESCRIPTION",
        *_prose(title),
        *_prose(description),
        ".SH OPTIONS",
        *_parameters(root),
        ".SH COMMANDS",
        *(line for context in below for line in _command(context)),
        *_sections(without(notes(), "Manners")),  # that one is for developers
        ".SH EXAMPLES",
        *(line for context in below for line in _examples(context)),
    ]
    text = "\n".join(lines) + "\n"
    return re.sub(r"^(\.S[HS] .+\n)\.PP\n", r"\1", text, flags=re.MULTILINE)  # a title begins a paragraph by itself


def without(markdown: str, title: str) -> str:
    """Return a Markdown text without one of its sections."""
    return re.sub(rf"^## {title}\n.*?(?=^## |\Z)", "", markdown, flags=re.MULTILINE | re.DOTALL)


def escaped(text: str) -> str:
    """Return text as roff prints it letter by letter; a dot or quote that begins a line is no request."""
    plain = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text.translate(ESCAPES))
    return re.sub(r"^(?=\.)", r"\\&", plain, flags=re.MULTILINE)


def _bold(text: str) -> str:
    return rf"\fB{escaped(text)}\fR"


def _prose(text: str) -> list[str]:
    """Return paragraphs, filled; those that are indented are kept as they are."""
    lines: list[str] = []
    for paragraph in re.split(r"\n{2,}", text.strip("\n")):
        if paragraph.startswith(" "):
            lines += [".PP", ".RS 4", ".nf", escaped(inspect.cleandoc(paragraph)), ".fi", ".RE"]
        else:
            lines += [".PP", *_filled(escaped(paragraph))]
    return lines


def _filled(roff: str) -> list[str]:
    """Return roff text in lines of the source's width. A line that begins with a dot is protected again."""
    lines = textwrap.wrap(" ".join(roff.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
    return [rf"\&{line}" if line.startswith(".") else line for line in lines]


def _help(context: typer.Context) -> str:
    return inspect.cleandoc(context.command.help or "")


def _usages(contexts: Sequence[typer.Context]) -> Iterator[str]:
    """Yield a line of the synopsis for each command."""
    yield rf"{_bold('mhfind')} [\fB\-\-version\fR] [\fB\-\-help\fR]"
    for context in contexts:
        pieces = " ".join(context.command.collect_usage_pieces(context))
        yield f"{_bold(context.command_path)} {escaped(pieces)}"


def _command(context: typer.Context) -> list[str]:
    """Return what is said of a command: its help without examples, its arguments and options."""
    text = re.sub(r"\n\nFor example:.*\Z", "", _help(context), flags=re.DOTALL)
    return [f".SS {escaped(context.command_path)}", *_prose(text), *_parameters(context)]


def _parameters(context: typer.Context) -> Iterator[str]:
    """Yield arguments and options with their help. Options are bold, names of values are italic."""
    for parameter in context.command.get_params(context):
        record = parameter.get_help_record(context)
        if record:
            name, text = record
            styled = re.sub(
                r"[^\s,]+",
                lambda word: _bold(word[0]) if word[0].startswith("-") else rf"\fI{escaped(word[0])}\fR",
                name,
            )
            yield from (".TP", styled, *_filled(escaped(text)))


def _examples(context: typer.Context) -> Iterator[str]:
    """Yield the examples of a command's help."""
    text = re.sub(r"^ +", "", _help(context), flags=re.MULTILINE)
    _, _, examples = text.partition("For example:")
    for line in _EXAMPLE.findall(examples.strip()):
        yield from (".PP", ".nf", escaped(line), ".fi")


def _sections(markdown: str) -> Iterator[str]:
    """Yield the sections of a Markdown text. Raises ValueError for what has no place in a man page."""
    tokens = iter(MarkdownIt("commonmark").enable("table").parse(markdown))
    item = ""  # ".TP" and the sign of the list item that begins here
    for token in tokens:
        match token.type:
            case "heading_open":
                title = next(tokens).content
                yield f".SH {escaped(TITLES.get(title, title.upper()))}"
            case "paragraph_open":
                yield from item.split("\n") if item else (".PP",)
                yield from _filled(_inline(next(tokens)))
                item = ""
            case "list_item_open":
                item = f".IP {token.info}. 4" if token.info else r".IP \(bu 4"
            case "thead_open":
                _until(tokens, "thead_close")
            case "tr_open":
                yield from _row([_inline(cell) for cell in _until(tokens, "tr_close") if cell.type == "inline"])
            case kind if not kind.endswith("_close") and kind not in SILENT:
                raise ValueError(f"the notes hold a {kind}, which the man page can't show")


def _until(tokens: Iterator[Token], end: str) -> list[Token]:
    """Take the tokens up to one of a type, and that one away."""
    return list(takewhile(lambda token: token.type != end, tokens))


def _row(cells: Sequence[str]) -> list[str]:
    """Return a row of a table: the first cell is the term, the last one its meaning."""
    term, *middle, meaning = cells
    return [".TP", " ".join([term, *(f"({cell})" for cell in middle)]), *_filled(meaning)]


def _inline(token: Token) -> str:
    """Return the words of a paragraph in roff: code is bold, of a link the text remains."""
    parts = []
    for child in token.children or ():
        match child.type:
            case "text":
                parts.append(escaped(child.content))
            case "code_inline":
                parts.append(_bold(child.content))
            case "softbreak":
                parts.append(" ")
            case "strong_open":
                parts.append(r"\fB")
            case "strong_close":
                parts.append(r"\fR")
    return "".join(parts)
