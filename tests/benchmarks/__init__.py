"""What is measured: each figure as a ratio to a yardstick taken in the same run, on the same machine."""
