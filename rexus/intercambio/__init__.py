"""Spreadsheets and CSV: reading them into typed, validated values with every error, and writing them.

Modules are imported by name where they are used (`rexus.intercambio.lector`, `.analisis`, `.escritor`, …): the
readers and writers they bring along are heavy, and most runs of the program never need them.
"""
