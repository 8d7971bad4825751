"""The declaration: reads the notice file, checks it, decides, explains, renders."""
