"""Labels: what one says, what its code leads back to, and where it stands on the paper, in mm. No Qt, no database.

codigo       what is encoded, and what a scanned text means
contenido    what a label says
papel        sheets and rolls
plano        where each label stands, and the parts of one
calibracion  what a printer does to lengths, and how that is put right
"""
