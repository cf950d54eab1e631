"""What the extension imports by itself. The usual hook finds it out by importing pyodbc, which fails on a machine
without an ODBC manager; the program may be built there all the same.
"""

hiddenimports = ["datetime", "decimal", "hashlib", "locale", "re", "uuid"]
