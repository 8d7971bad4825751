"""Organisations, people, who represents whom, contact points."""
