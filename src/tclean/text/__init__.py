"""Language facts and pure helpers. Knows nothing of documents, rules or stages."""
