"""mhfind finds mental-health support programs.

From Python: `from mhfind import Catalog; Catalog.open().search("panic", country="US")`.
"""

TYPE_CHECKING = False  # as typing says it, without the import: Ctrl-C can't be caught before this module is read
if TYPE_CHECKING:
    from mhfind.catalog import Catalog

__version__ = "0.1.0"
__all__ = ["Catalog", "__version__"]


def __getattr__(name: str) -> object:
    """Import `Catalog` when it is asked for, so that the command line starts without it."""
    if name == "Catalog":
        from mhfind.catalog import Catalog

        return Catalog
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
