"""Guides are written in Markdown: what of it is understood, and what is refused with its line."""

from pathlib import Path

import pytest
from conftest import ROOT

from mhfind.document import Document, Heading, Items, Paragraph
from mhfind.source.guides import GuideError, read_guide, read_guides


def test_every_kind_of_block() -> None:
    text = """\
# Ask for help

You can call
at any time.

## Steps

1. Call.
2. Ask for
   a nurse.

   She can help.

### More

- This page, at https://example.org/ & <here
* Your card.

> Hi. I need help.
>
> Can you help me?
"""
    assert read_guide(text, "en") == Document(
        "Ask for help",
        (
            Paragraph("You can call at any time."),
            Heading("Steps", 2),
            Items(("Call.", "Ask for a nurse. She can help."), numbered=True),
            Heading("More", 3),
            Items(("This page, at https://example.org/ & <here",)),
            Items(("Your card.",)),
            Paragraph("Hi. I need help.\n\nCan you help me?", "quote"),
        ),
        "en",
    )


def test_entities_and_escapes_are_read() -> None:
    assert read_guide("# A\n\nAT&amp;T \\*988\\*\n", "en").blocks == (Paragraph("AT&T *988*"),)


INLINE = "emphasis, links and code are not understood in a guide"


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ("", "a guide begins with its title (# ...)", 1),
        ("Ask for help.\n", "a guide begins with its title (# ...)", 1),
        ("## Ask for help\n", "a guide begins with its title (# ...)", 1),
        ("# A\n\n# B\n", "heading is not understood here", 3),
        ("# A\n\n#### B\n", "heading is not understood here", 3),
        ("# A\n\n---\n", "hr is not understood here", 3),
        ("# A\n\n    code\n", "code block is not understood here", 3),
        ("# A\n\n```\ncode\n```\n", "fence is not understood here", 3),
        ("# A\n\n<script>alert(1)</script>\n", "html block is not understood here", 3),
        ("# A\n\nCall *now*.\n", INLINE, 3),
        ("# *A*\n", INLINE, 1),
        ("# A\n\nOne.\n\nCall `988`.\n", INLINE, 5),
        ("# A\n\nSee [this](https://example.org/).\n", INLINE, 3),
        ("# A\n\nSee <https://example.org/>.\n", INLINE, 3),
        ("# A\n\n![](https://example.org/a.png)\n", INLINE, 3),
        ("# A\n\nOne  \ntwo.\n", INLINE, 3),
        ("# A\n\nOne <b>two</b>.\n", INLINE, 3),
        ("# A\n\n- One.\n- **Two.**\n", INLINE, 4),
        ("# A\n\n- One.\n  - Two.\n", "bullet list is not understood here", 4),
        ("# A\n\n- One.\n\n      code\n", "code block is not understood here", 5),
        ("# A\n\n- One.\n\n  ```\n  call 988\n  ```\n", "fence is not understood here", 5),
        ("# A\n\n1. # One\n", "heading is not understood here", 3),
        ("# A\n\n> One.\n>\n> - Two.\n", "bullet list is not understood here", 5),
        ("# A\n\n> One.\n>\n> ---\n", "hr is not understood here", 5),
    ],
)
def test_what_is_refused(text: str, what: str, line: int) -> None:
    with pytest.raises(GuideError) as caught:
        read_guide(text, "en")
    assert (str(caught.value), caught.value.line) == (what, line)


def test_guides_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for language in ("en", "es"):
        (tmp_path / "guides" / language).mkdir(parents=True)
    (tmp_path / "guides/en/call.md").write_bytes(b"\xef\xbb\xbf# Call\r\n\r\nCall now.\r\n")
    (tmp_path / "guides/es/call.md").write_text("# Llamar\n\nLlame *ya*.\n", "utf-8")
    (tmp_path / "guides/en/visit.md").write_bytes(b"# Visit\n\ncaf\xe9\n")
    (tmp_path / "guides/en/write.md").write_text("# Write\n\nText 98\u200b8.\n", "utf-8")
    guides, problems = read_guides(Path("guides"))
    assert guides["en/call"] == Document("Call", (Paragraph("Call now."),), "en")
    assert "es/call" not in guides
    assert list(map(str, problems)) == [
        "guides/en/visit.md:3:4: byte 0xe9 is not UTF-8 - save the file as UTF-8",
        "guides/en/write.md:3:1: invisible character U+200B (zero width space) - remove it",
        f"guides/es/call.md:3:1: {INLINE} - write headings (#, ##, ###), paragraphs, lists and quotes only",
    ]


def test_the_guides_of_the_project_are_read_whole() -> None:
    guides, problems = read_guides(ROOT / "data" / "guides")
    files = {f"{path.parent.name}/{path.stem}" for path in (ROOT / "data" / "guides").rglob("*.md")}
    assert problems == []
    assert set(guides) == files
    assert [name for name, guide in guides.items() if len(guide.blocks) < 10] == []
