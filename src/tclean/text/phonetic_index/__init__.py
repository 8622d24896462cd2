"""Which terms could have been said at which window of a document: one vectorised look-up for each kind of key."""

from tclean.text.phonetic_index.index import Everything, Hits, PhoneticIndex
from tclean.text.phonetic_index.table import KeyTable

__all__ = ["Everything", "Hits", "KeyTable", "PhoneticIndex"]
