"""Files that lists are exported to: CSV, XLSX, vCard and JSON. They take frozen lines and know no table."""
