"""The REST interface, versioned."""
