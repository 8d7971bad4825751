"""The doors: each translates a request into one call of the layers below."""
