"""The register itself."""
