"""Staff users, roles and the door through which personal data is read."""
