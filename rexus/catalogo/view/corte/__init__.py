"""The dialog of a cut, what it foresees, and the list of remnants."""
