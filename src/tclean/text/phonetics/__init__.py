"""How things sound: one space of syllables for Mandarin and English, and the distance between them."""

from tclean.text.phonetics.readings import latin_readings, readings_of
from tclean.text.phonetics.space import Space, space

__all__ = ["Space", "latin_readings", "readings_of", "space"]
