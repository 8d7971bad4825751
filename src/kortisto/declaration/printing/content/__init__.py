"""What stands under each heading of a notice: one builder for each heading, in files by subject."""
