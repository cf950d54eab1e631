"""The English of the program: `python -m tests.i18n` brings `resources/i18n/en.po` and `en.mo` up to date."""
