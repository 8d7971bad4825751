"""Leads, deals, offers and orders."""
