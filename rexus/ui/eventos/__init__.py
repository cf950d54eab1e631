"""Events of the audit trail as people read them: their words, one of them whole, and the history of a record."""
