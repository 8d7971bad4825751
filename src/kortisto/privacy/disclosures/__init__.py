"""What was given to whom, when and on what basis."""
