"""What the company does with its customers."""
