"""Pages for staff, the data protection officer and data subjects."""
