"""Labels on paper: drawn, looked at, printed or written as PDF; and what a printer does to lengths, put right.

`await imprimir.abrir(page, ctx, etiquetas)`.
"""
