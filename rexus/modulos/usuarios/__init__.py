"""Usuarios: who may come in, what each role may do, and everybody's own account."""
