"""The stocktake: what to count, the sheet to fill, and the sheet on paper."""
