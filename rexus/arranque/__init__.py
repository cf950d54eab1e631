"""From a fresh machine to an interpreter that has the dependencies: standard library only, below every floor.

python_version    says so when Python is too old; parses on old Pythons itself
messages          every sentence that the user reads (no `tr()`: it lives one floor up)
console           where they are written when there is a terminal
desktop           whether there is one; the plain ways to show an error without it
screens           the windows that show a start without a terminal
window_tk         ours, a program of its own
telling           what the others tell through: terminal, window, or both
requirements      what pyproject.toml asks for, and whether this interpreter has it
places            where the virtual environment may live
stamp             what an environment was made from: the cheap check of every start
lock              one preparation at a time
environment       makes, repairs and updates the environment with pip, from the hash-pinned lock
apt               Debian's packages: the line to type, and typing it when root
qt_libraries      the system libraries, fonts and display that Qt lacks
compiled          the packaged program's compiled parts, mapped before they are needed
entry             joins them; what main.py, `python -m rexus` and `python -m tests` call
"""
