"""What the command line's words do. Each returns an exit status; messages go to standard error."""
