"""Tables of up to a million rows that hold ids and a few pages.

columns   Column, Mark, Row, RowSource: what is shown and where it comes from
model     PagedTableModel
view      PagedTableView
prefetch  Prefetch
"""

from rexus.ui.paged_table.cells import Cells
from rexus.ui.paged_table.columns import Column, Mark, Row, RowSource
from rexus.ui.paged_table.model import PagedTableModel
from rexus.ui.paged_table.prefetch import Prefetch
from rexus.ui.paged_table.view import PagedTableView

__all__ = ["Cells", "Column", "Mark", "PagedTableModel", "PagedTableView", "Prefetch", "Row", "RowSource"]
