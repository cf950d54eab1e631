"""`python -m tests.audit`: known vulnerabilities of everything that is pinned, asked of PyPI.

Fails (1) when one is known. A machine that cannot reach the service audits nothing, says so, and is neither passed nor
failed (77: skipped), unless REXUS_AUDITORIA_ESTRICTA is set, as it is where the service must be reachable.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.checks import SKIPPED

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "tests/requirements-test.lock")
STRICT = "REXUS_AUDITORIA_ESTRICTA"


@dataclass(frozen=True)
class Outcome:
    """`vulnerable`: «package version: id» of each; `audited` and `skipped` count packages."""

    vulnerable: tuple[str, ...]
    audited: int
    skipped: int


def outcome(report: dict[str, Any]) -> Outcome:
    """What pip-audit's JSON says."""
    packages = report["dependencies"]
    looked_at = [package for package in packages if "skip_reason" not in package]
    known = [f"{p['name']} {p['version']}: {v['id']}" for p in looked_at for v in p["vulns"]]
    return Outcome(tuple(known), len(looked_at), len(packages) - len(looked_at))


def ask(lock: str) -> Outcome | None:
    """Audit the packages of one lock; None when the service did not answer."""
    command = [sys.executable, "-m", "pip_audit", "-r", str(ROOT / lock), "--require-hashes", "--disable-pip"]
    run = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off"], capture_output=True, text=True, check=False
    )  # fmt: skip
    try:
        return outcome(json.loads(run.stdout))
    except ValueError:
        print(run.stderr.strip().rpartition("\n")[2], file=sys.stderr)
        return None


def main() -> int:
    """0 when nothing is known against any of them, `SKIPPED` when nobody could be asked about one of the locks."""
    strict, failed, unaudited = bool(os.environ.get(STRICT)), False, False
    for lock in LOCKS:
        found = ask(lock)
        if found is None or not found.audited:
            print(f"{lock}: not audited, the service that knows of vulnerabilities does not answer here")
            unaudited = True
            continue
        for line in found.vulnerable:
            print(f"{lock}: {line}")
        print(f"{lock}: {found.audited} audited, {found.skipped} not known there, {len(found.vulnerable)} vulnerable")
        failed = failed or bool(found.vulnerable) or (strict and found.skipped > 0)
    if failed or (strict and unaudited):
        return 1
    return SKIPPED if unaudited else 0


if __name__ == "__main__":
    sys.exit(main())
