"""Every read of parties. Each takes `by`, an open access for the operation read, and leaves its line in the log.

What the access does not grant comes back empty, and its item stands in `withheld`. Answers are frozen values.
"""

from kortisto.register.parties.queries.imports import counts_of
from kortisto.register.parties.queries.pages import organisation_page, person_page
from kortisto.register.parties.queries.results import results
from kortisto.register.parties.queries.search import search

__all__ = ["counts_of", "organisation_page", "person_page", "results", "search"]
