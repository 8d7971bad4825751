"""Settings, URLs and the embedded database server: assembles the rest and holds no rule."""
