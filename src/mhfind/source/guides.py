"""Guide texts: Markdown -> documents, when the catalog is compiled. A small, strict part of Markdown is understood."""

from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from mhfind.document import AnyBlock, Document, Heading, Items, Paragraph
from mhfind.source.reader import Problem

ALLOWED = "write headings (#, ##, ###), paragraphs, lists and quotes only"


def read_guides(folder: Path) -> tuple[dict[str, Document], list[Problem]]:
    """Read `<language>/<name>.md` below `folder` into documents by `<language>/<name>`, and every problem."""
    guides: dict[str, Document] = {}
    problems: list[Problem] = []
    for path in sorted(folder.rglob("*.md")):
        name = f"{path.parent.name}/{path.stem}"
        try:
            guides[name] = read_guide(path.read_text("utf-8"), path.parent.name)
        except (ValueError, OSError) as error:
            line = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], int) else 1
            problems.append(Problem(f"{folder.name}/{name}.md", line, 1, "", "", str(error.args[0]), ALLOWED))
    return guides, problems


def read_guide(text: str, language: str) -> Document:
    """Turn the Markdown of a guide into a document. Raises ValueError(message, line) for what is not understood."""
    nodes = SyntaxTreeNode(MarkdownIt("commonmark").parse(text)).children
    if not nodes or nodes[0].type != "heading" or nodes[0].tag != "h1":
        raise ValueError("a guide begins with its title (# ...)", 1)
    return Document(_text(nodes[0]), tuple(_block(node) for node in nodes[1:]), language)


def _block(node: SyntaxTreeNode) -> AnyBlock:
    if node.type == "heading" and node.tag in {"h2", "h3"}:
        return Heading(_text(node), 2 if node.tag == "h2" else 3)
    if node.type == "paragraph":
        return Paragraph(_text(node))
    if node.type == "blockquote":
        return Paragraph("\n\n".join(_text(child) for child in node.children), "quote")
    if node.type in {"bullet_list", "ordered_list"}:
        return Items(tuple(_text(item) for item in node.children), numbered=node.type == "ordered_list")
    raise ValueError(f"{node.type.replace('_', ' ')} is not understood in a guide", (node.map or (0, 0))[0] + 1)


def _text(node: SyntaxTreeNode) -> str:
    """Return the words of a block that holds nothing but words."""
    if node.type == "inline":
        if any(child.type not in {"text", "softbreak"} for child in node.children):
            raise ValueError("emphasis, links and code are not understood in a guide", (node.map or (0, 0))[0] + 1)
        return "".join(child.content if child.type == "text" else " " for child in node.children)
    return " ".join(_text(child) for child in node.children)
