"""How the register asks its database: few messages, and questions that are put together once. Knows no table."""
