"""Django's PostgreSQL backend, which lets statements without an answer travel with the next one (`base`)."""
