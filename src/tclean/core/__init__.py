"""Mechanism: edits, marks, offsets, the engine and the document they act on. Standard library only."""
