"""From a file of somebody else's to parties: reading, guessing what the columns mean, and checking each row."""
