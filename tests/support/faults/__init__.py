"""An installation whose parts are killed while clients work with it, and what must hold of it afterwards."""
