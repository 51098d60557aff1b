"""Guide texts: Markdown -> documents, when the catalog is compiled. A small, strict part of Markdown is understood."""

from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from mhfind.document import AnyBlock, Document, Heading, Items, Paragraph
from mhfind.source.paths import shown
from mhfind.source.reader import Problem, UnreadableError, read_text
from mhfind.source.walker import hidden_character

ALLOWED = "write headings (#, ##, ###), paragraphs, lists and quotes only"


class GuideError(ValueError):
    """A part of a guide that is not understood, and its line."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


def read_guides(folder: Path) -> tuple[dict[str, Document], list[Problem]]:
    """Read `<language>/<name>.md` below `folder` into documents by `<language>/<name>`, and every problem."""
    guides: dict[str, Document] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.md")):
        try:
            text = read_text(path)
            problems += _hidden(text, path)
            guides[f"{path.parent.name}/{path.stem}"] = read_guide(text, path.parent.name)
        except UnreadableError as error:
            problems.append(error.problem)
        except GuideError as error:
            problems.append(Problem(shown(path), error.line, 1, "", "", str(error), ALLOWED))
    return guides, problems


def _hidden(text: str, path: Path) -> list[Problem]:
    """Complain of lines that hold a hidden character."""
    lines = enumerate(text.replace("\r\n", "\n").split("\n"), 1)
    found = [(number, hidden_character(line)) for number, line in lines]
    return [Problem(shown(path), number, 1, "", "", what, "remove it") for number, what in found if what]


def read_guide(text: str, language: str) -> Document:
    """Turn the Markdown of a guide into a document. Raises GuideError for what is not understood."""
    nodes = SyntaxTreeNode(MarkdownIt("commonmark").parse(text)).children
    if not nodes or nodes[0].type != "heading" or nodes[0].tag != "h1":
        raise GuideError("a guide begins with its title (# ...)", 1)
    return Document(_text(nodes[0]), tuple(_block(node) for node in nodes[1:]), language)


def _block(node: SyntaxTreeNode) -> AnyBlock:
    if node.type == "heading" and node.tag in {"h2", "h3"}:
        return Heading(_text(node), 2 if node.tag == "h2" else 3)
    if node.type == "paragraph":
        return Paragraph(_text(node))
    if node.type == "blockquote":
        return Paragraph("\n\n".join(map(_paragraph, node.children)), "quote")
    if node.type in {"bullet_list", "ordered_list"}:
        items = (" ".join(map(_paragraph, item.children)) for item in node.children)
        return Items(tuple(items), numbered=node.type == "ordered_list")
    raise _not_understood(node)


def _paragraph(node: SyntaxTreeNode) -> str:
    """Return the words of a block within a list or a quote, which may only be a paragraph."""
    if node.type != "paragraph":
        raise _not_understood(node)
    return _text(node)


def _text(node: SyntaxTreeNode) -> str:
    """Return the words of a heading or a paragraph, which hold nothing but words."""
    words = [part for inline in node.children for part in inline.children]
    if any(part.type not in {"text", "softbreak"} for part in words):
        raise GuideError("emphasis, links and code are not understood in a guide", _line(node))
    return "".join(part.content if part.type == "text" else " " for part in words)


def _not_understood(node: SyntaxTreeNode) -> GuideError:
    return GuideError(f"{node.type.replace('_', ' ')} is not understood here", _line(node))


def _line(node: SyntaxTreeNode) -> int:
    return (node.map or (0, 0))[0] + 1
