"""Whether SQL Server would understand what the program sends, found out without one."""
