"""Papers for people outside: delivery notes and purchase orders as PDF, orders as spreadsheets. No Qt.

Modules are imported by name where they are used: reportlab is heavy, and most runs of the program never need it.
"""
