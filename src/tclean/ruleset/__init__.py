"""Rule files: from YAML to checked values."""
