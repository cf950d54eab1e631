"""From a fresh machine to an interpreter that has the dependencies: standard library only, below every floor.

python_version    says so when Python is too old; parses on old Pythons itself
messages          every sentence that the user reads (no `tr()`: it lives one floor up)
console           where they are written, terminal or none
requirements      what pyproject.toml asks for, and whether this interpreter has it
places            where the virtual environment may live
stamp             what an environment was made from: the cheap check of every start
lock              one preparation at a time
environment       makes, repairs and updates the environment with pip, from the hash-pinned lock
apt               Debian's packages: the line to type, and typing it when root
qt_libraries      the system libraries, fonts and display that Qt lacks
entry             joins them; what main.py, `python -m rexus` and `python -m tests` call
"""
