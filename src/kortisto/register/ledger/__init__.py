"""The ledger of erasures: what a restored database and a new import must know, outside the database."""
