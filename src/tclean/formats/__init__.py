"""Reading bytes into sources and documents, and writing records out. One module per format, one table."""
