"""Requests of data subjects, with their deadlines."""
