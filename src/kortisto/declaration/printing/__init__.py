"""The privacy notice of a declaration, printed: content as a document tree, then HTML, Markdown or PDF."""

from kortisto.declaration.printing.completeness import Missing, completeness
from kortisto.declaration.printing.notice import AUDIENCES, IncompleteNoticeError, notice

__all__ = ["AUDIENCES", "IncompleteNoticeError", "Missing", "completeness", "notice"]
