"""The engines that carry out the privacy notice."""
