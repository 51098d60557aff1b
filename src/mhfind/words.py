"""What a word is: one way of folding and splitting text, used for the index and for the query alike."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ"))
_WORD = re.compile(r"[^\W_]+")
_WRITTEN_APART = re.compile(r"\b(warm|hot|help) line(?=s?\b)")
_LINE = re.compile("(?<=.)(?:hot|help|life|talk)line")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+")  # pasted along with words, seen by nobody
_VOWELS = frozenset("aeiouy")
_COMBINING = re.compile(r"[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Return `text` without case, accents and apostrophes: "Can’t" and "cant" are one word.

    >>> fold("Línea de Ayuda: can’t")
    'linea de ayuda: cant'
    """
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    text = _COMBINING.sub("", unicodedata.normalize("NFKD", _HIDDEN.sub("", text)))
    return unicodedata.normalize("NFC", text).casefold().translate(_APOSTROPHES)


def tokens(text: str) -> list[str]:
    """Return the words of `text`, folded, in order; a "warm line" is a "warmline".

    >>> tokens("Co-occurring: 24/7!")
    ['co', 'occurring', '24', '7']
    """
    return _WORD.findall(_WRITTEN_APART.sub(r"\1line", fold(text)))


def squash(text: str) -> str:
    """Return the letters and digits of `text` only, so that "Teen Line" equals "teenline".

    "&" counts as "and", the article "the" does not count, and one word for a line is as good as another.

    >>> squash("The 988 Suicide & Crisis Lifeline")
    '988suicideandcrisisline'
    """
    return _LINE.sub("line", "".join(word for word in tokens(text.replace("&", " and ")) if word != "the"))


# Stems of common words that change in the middle, or that are spelt differently in Britain.
IRREGULAR = {
    **dict.fromkeys(("lose", "loses", "losing", "lost"), "lose"),
    **dict.fromkeys(("ate", "eaten"), "eat"),
    **dict.fromkeys(("drank", "drunk"), "drink"),
    **dict.fromkeys(("slept",), "sleep"),
    **dict.fromkeys(("felt",), "feel"),
    **dict.fromkeys(("left", "leave", "leaves", "leaving"), "leav"),
    **dict.fromkeys(("broke", "broken"), "break"),
    **dict.fromkeys(("fought",), "fight"),
    **dict.fromkeys(("heard",), "hear"),
    **dict.fromkeys(("beaten",), "beat"),
    "abt": "about",
    "thru": "through",
    "tmrw": "tomorrow",
    "ur": "your",
    "smth": "something",
    **dict.fromkeys(("cope", "copes", "coped", "coping"), "cope"),
    **dict.fromkeys(("mum", "mums", "mummy", "moms"), "mom"),
    **dict.fromkeys(("programme", "programmes", "programs"), "program"),
    **dict.fromkeys(("centre", "centres", "centers"), "center"),
    **dict.fromkeys(("licence", "licences"), "licens"),
    **dict.fromkeys(("defence",), "defens"),
    **dict.fromkeys(("paediatric", "paediatrics", "pediatrics"), "pediatric"),
}


_BRITISH = (
    (re.compile(r"(?<=..[a-z])our(?=s?$|al$|ed$|ing$|able$|ites?$)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e[ds]?$|ing$|ations?$)"), "iz"),
    (re.compile(r"(?<=[a-z]{3}e)ll(?=ing$|ed$|ors?$)"), "l"),
    (re.compile(r"(?<=ly)s(?=e[ds]?$|ing$)"), "z"),
    (re.compile(r"fulness$"), "ful"),
)
_KEEP_OUR = frozenset(
    ("hour", "hours", "four", "fours", "your", "yours", "tour", "tours", "pour", "sour", "flour", "ours")
)
_KEEP_IS = frozenset(
    "exercise exercises exercised exercising promise promises promised promising raise raises raised raising advise"
    " advises advised advising advertise advertised surprise surprised surprises surprising noise noises praise"
    " praised disguise otherwise precise concise expertise premises arise arises arising rise rises rising"
    " likewise cruise compromise compromised supervise supervised supervising revise revised televised".split()
)


def _american(word: str) -> str:
    """Return a word in American spelling."""
    if word in _KEEP_OUR or word in _KEEP_IS:
        return word
    for pattern, spelling in _BRITISH:
        word = pattern.sub(spelling, word)
    return word


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what the forms of an English word share: "groups" and "group", "stopped" and "stop" are one.

    Light on purpose: plural, -ing, -ed, a final e, and British spellings; it only has to treat index and query alike.

    >>> [stem(word) for word in ("groups", "stopped", "grieving", "grieve", "families", "stress")]
    ['group', 'stop', 'griev', 'griev', 'family', 'stress']
    >>> [stem(word) for word in ("behaviour", "counselling", "counsellor", "organisations", "forgetfulness")]
    ['behavior', 'counsel', 'counselor', 'organization', 'forgetful']
    """
    if word in IRREGULAR:
        return IRREGULAR[word]
    if len(word) < 4 or not word.isascii():
        return word
    word = _american(word)
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 2 and not _VOWELS.isdisjoint(root):
            word = root[:-1] if root[-1] == root[-2] and root[-1] not in "lsz" else root
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


# Mark of a thesaurus key that leaves out stop words, so that "lost my job" is found in "lost her good job" too.
LOOSE = "~"

PLAINLY = "!"  # behind a tag ("en!"): common words of a language, not names and the like that stand among them

# Words that say nothing of what is looked for. Negations and verbs of harm are not among them.
ENGLISH_STOP_WORDS = frozenset(
    "a about after again all also am an and any anyone anything are as at be because been being but by can could"
    " did do  does doing down else even ever for from further get gets getting give go goes going good got had has"
    " have having  he her here hers herself him himself his how i if im in into is it its itself ive just know let"
    " like looking make  makes many may me might more most much my myself need needs of off on once one only or"
    " other our ours out over own  please really same see shall she should show so some somebody someone something"
    " such take tell than that thats the  their theirs them themselves then there these they thing things think"
    " this those through to too trying under until  up us very want wants was way we well were what whats when"
    " where which while who whom why will with within would  you your yours yourself".split()
)
SPANISH_STOP_WORDS = frozenset(
    "de la el los las un una mi y en que con por para se te le les lo al del su sus es son como ya muy tu nos unos unas"
    " mis pero si o".split()
)
STOP_WORDS = ENGLISH_STOP_WORDS | SPANISH_STOP_WORDS


# Words around a name that are not part of it: "whats the number for AA", "NAMI hotline".
GENERIC = frozenset(
    "hotline helpline lifeline line number phone call text chat website web site www org com net gov national"
    " program help  support crisis group meeting service organization talkline warmline online project free app"
    " center foundation association society network alliance institute centre trust".split()
)


LINES = ("helpline", "hotline", "lifeline", "line", "talkline")  # words for a line that one can call


def core_name(words: Iterable[str]) -> str:
    """Return what is left of a name without generic words: "Trevor Hotline" and "The Trevor Project" share "trevor".

    >>> core_name(["trevor", "hotline"]) == core_name(["the", "trevor", "project"])
    True
    """
    return "".join(stem(word) for word in words if word not in STOP_WORDS and not {word, stem(word)} & GENERIC)
