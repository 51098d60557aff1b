"""mhfind finds mental-health support programs.

From Python: `from mhfind import Catalog; Catalog.open().search("panic", country="US")`.
"""

TYPE_CHECKING = False  # as typing says it, without the import: Ctrl-C can't be caught before this module is read
if TYPE_CHECKING:
    from mhfind.catalog import Catalog
    from mhfind.errors import CatalogError, MhfindError, UsageError
    from mhfind.messages import speaking

__version__ = "0.1.0"
__all__ = ["Catalog", "CatalogError", "MhfindError", "UsageError", "__version__", "speaking"]
_HOMES = {
    "Catalog": "mhfind.catalog",
    "CatalogError": "mhfind.errors",
    "MhfindError": "mhfind.errors",
    "UsageError": "mhfind.errors",
    "speaking": "mhfind.messages",
}


def __getattr__(name: str) -> object:
    """Import a name of the Python interface when it is asked for, so that the command line starts without it."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
