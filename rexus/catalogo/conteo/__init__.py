"""A stocktake while it is being counted: the sheet, what was typed into it, and its differences. No Qt."""
