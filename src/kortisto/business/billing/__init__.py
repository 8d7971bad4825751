"""Invoices, payments, credit notes and collection."""
