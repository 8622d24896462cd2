"""Dialogues of our own with their true turns: `labelled` and `generate` make them up, `written` reads real writing."""
