"""A window that is closed while the scheduler makes a backup, at a step that does not hear that it should stop.

python -m tests.end2end.cerrador HOME empacar|revisar

«empacar» hangs in the scheduler's own thread, «revisar» in one that works for it. Says «CERRADO» when the window is.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QTimer

from rexus.respaldos import empacado, revision
from rexus.shell.bootstrap import create_application

# More than the window waits for it.
_TARDA_S: Final = 12.0


def main() -> int:
    """Open, wait until it hangs, close as a user would."""
    cuelga = threading.Event()

    def colgado(de_verdad: Callable[..., Any]) -> Callable[..., Any]:
        def tardar(*args: Any, **kw: Any) -> Any:
            cuelga.set()
            time.sleep(_TARDA_S)
            return de_verdad(*args, **kw)

        return tardar

    if sys.argv[2] == "empacar":
        empacado.empacar = colgado(empacado.empacar)
    else:
        revision.revisar_archivo = colgado(revision.revisar_archivo)
    application = create_application(sys.argv[1])

    def mirar() -> None:
        services = application.services
        if cuelga.is_set():
            application.window.close()
        elif services is not None and services.programador is not None and not services.programador.estado.haciendo:
            services.programador.despertar()

    reloj = QTimer()
    reloj.timeout.connect(mirar)
    reloj.start(200)
    try:
        return application.run()
    finally:
        reloj.stop()
        application.close()
        print("CERRADO", flush=True)


if __name__ == "__main__":
    sys.exit(main())
