"""How the register asks its database: questions that are put together once. Knows no table."""
