"""What the linter looks for: one small pure function for each check, registered with its code. See `docs/checks`."""
