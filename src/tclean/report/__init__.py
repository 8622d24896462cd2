"""Folds over edit records: statistics, diffs, provenance."""
