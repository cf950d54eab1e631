"""The window that shows a start to whoever double-clicked: a program of its own, fed by `screens`. Needs tkinter.

A message is a line of JSON on stdin, with some of: `step` and `of` and `what` (a step begins), `done` and `count` and
`detail` (how far it is), `error` (`sentence`, `detail`, `next_step`: it stays until it was read). Says `ready` on
stdout once it shows. At the end of stdin it closes, unless there is an error to read.
Exit status: 0 closed when all was said, CANCELLED closed by the user before.

Python 3.6 can read this file: a Python that is too old is told here, too.
"""

import json
import sys
import threading
import tkinter
from collections.abc import Callable
from tkinter import font, ttk

CANCELLED = 3

_BACKGROUND = "#F7F8FA"
_SURFACE = "#FFFFFF"
_TEXT = "#1B1F27"
_SECONDARY = "#5A6372"
_LINE = "#E1E4EA"
_ACCENT = "#0F6CBD"
_PANE = "#A9D3F7"
_WIDTH = 440
_MARGIN = 24
_POLL_MS = 40
_END = object()


class Window:
    """What is shown of a start. `exit_status` says how it was closed."""

    def __init__(self, root: "tkinter.Tk") -> None:
        self.exit_status = 0
        self.failed = False
        self._over = False
        self._error = ""
        self._root = root
        # Tk counts in pixels; everything here is meant for a screen of 96 dots an inch.
        self._scale = max(1.0, root.winfo_fpixels("1i") / 96)
        root.title("Rexus")
        root.configure(background=_BACKGROUND)
        root.resizable(False, False)
        root.protocol("WM_DELETE_WINDOW", self.close)
        root.bind("<Escape>", lambda _event: self.close())
        self._style()
        head = tkinter.Frame(root, background=_BACKGROUND)
        head.pack(fill="x", padx=self._px(_MARGIN), pady=(self._px(_MARGIN), self._px(8)))
        self._badge(head).pack(side="left", padx=(0, self._px(16)), anchor="n")
        words = tkinter.Frame(head, background=_BACKGROUND)
        words.pack(side="left", fill="x", expand=True)
        self.title = self._label(words, "Preparando Rexus…", _TEXT, 15, "bold")
        self.sentence = self._label(words, "Empezando", _TEXT, 10)
        self.body = tkinter.Frame(root, background=_BACKGROUND)
        self.body.pack(fill="both", expand=True, padx=self._px(_MARGIN))
        self.bar = ttk.Progressbar(self.body, mode="indeterminate", style="Rexus.Horizontal.TProgressbar")
        self.bar.pack(fill="x", pady=(self._px(8), 0))
        self.bar.start(20)
        self.detail = self._label(self.body, "Se hace una sola vez. Se necesita Internet; tarda unos minutos.")
        self.buttons = tkinter.Frame(root, background=_BACKGROUND)
        self.buttons.pack(fill="x", padx=self._px(_MARGIN), pady=self._px(16))
        self.cancel = self._button("Cancelar", self.close)
        self._place()

    def handle(self, message: "dict") -> None:  # type: ignore[type-arg]
        """Show one message."""
        if "error" in message:
            self._fail(message["error"])
            return
        if "step" in message:
            self.sentence.configure(text="Paso {step} de {of}: {what}".format(**message))
            self._go(None)
        if "count" in message:
            self._go(100.0 * message["done"] / message["count"])
        if "detail" in message:
            self.detail.configure(text=message["detail"])

    def end(self) -> None:
        """All was said: close, unless there is an error to read."""
        self._over = True
        if not self.failed:
            self._root.destroy()

    def close(self) -> None:
        """What the button, Esc and the window's cross do."""
        self.exit_status = 0 if self.failed or self._over else CANCELLED
        self._root.destroy()

    def copy(self) -> None:
        """Put the error on the clipboard, for whoever helps."""
        self._root.clipboard_clear()
        self._root.clipboard_append(self._error)
        self._root.update()
        self.copying.configure(text="Copiado")

    def _go(self, percent: "float | None") -> None:
        if percent is None:
            self.bar.configure(mode="indeterminate")
            self.bar.start(20)
        else:
            self.bar.stop()
            self.bar.configure(mode="determinate", value=percent)

    def _fail(self, error: "dict") -> None:  # type: ignore[type-arg]
        self.failed = True
        self._error = "\n".join(part for part in (error["sentence"], error["detail"], error["next_step"]) if part)
        self._root.bind("<Return>", lambda _event: self.close())
        self.title.configure(text="Rexus no pudo abrirse")
        self.sentence.configure(text=error["sentence"])
        self.bar.stop()
        self.bar.pack_forget()
        self.detail.pack_forget()
        self._label(self.body, "Qué hacer", _TEXT, 10, "bold")
        self.next_step = self._label(self.body, error["next_step"], _TEXT, 10)
        if error["detail"]:
            self._details(error["detail"])
        self.cancel.configure(text="Cerrar")
        self.copying = self._button("Copiar el mensaje", self.copy)
        self.cancel.focus_set()
        self._place()
        self._root.lift()

    def _details(self, text: str) -> None:
        shown = tkinter.Text(self.body, height=6, wrap="word", relief="flat", font=self._font(9))
        shown.configure(background=_SURFACE, foreground=_SECONDARY, highlightthickness=1, highlightbackground=_LINE)
        shown.configure(padx=self._px(8), pady=self._px(8), width=10)
        shown.insert("1.0", text)
        shown.configure(state="disabled")
        shown.pack(fill="x", pady=(self._px(12), 0))

    def _style(self) -> None:
        style = ttk.Style(self._root)
        # The one theme of every system that takes colours.
        style.theme_use("clam")
        style.configure(
            "Rexus.Horizontal.TProgressbar",
            background=_ACCENT,
            troughcolor=_LINE,
            bordercolor=_LINE,
            lightcolor=_ACCENT,
            darkcolor=_ACCENT,
            thickness=self._px(8),
        )
        style.configure("TButton", background=_SURFACE, foreground=_TEXT, bordercolor=_LINE, padding=self._px(6))
        style.configure("TButton", lightcolor=_SURFACE, darkcolor=_SURFACE, font=self._font(10))
        style.map("TButton", background=[("active", _LINE)], bordercolor=[("focus", _ACCENT)])

    def _badge(self, parent: "tkinter.Frame") -> "tkinter.Canvas":
        """The program's sign: a window."""
        size = self._px(48)
        canvas = tkinter.Canvas(parent, width=size, height=size, background=_BACKGROUND, highlightthickness=0)
        for colour, box in (
            (_ACCENT, (2, 2, 46, 46)),
            (_SURFACE, (11, 9, 37, 39)),
            (_PANE, (14, 12, 23, 21)),
            (_PANE, (25, 12, 34, 21)),
            (_PANE, (14, 23, 23, 36)),
            (_PANE, (25, 23, 34, 36)),
        ):
            canvas.create_rectangle(*(self._px(n) for n in box), fill=colour, outline="")
        return canvas

    def _label(
        self, parent: "tkinter.Frame", text: str, colour: str = _SECONDARY, size: int = 9, weight: str = "normal"
    ) -> "tkinter.Label":
        label = tkinter.Label(parent, text=text, justify="left", anchor="w")
        label.configure(background=_BACKGROUND, foreground=colour, font=self._font(size, weight))
        room = _WIDTH - 2 * _MARGIN - (64 if parent is not getattr(self, "body", None) else 0)
        label.configure(wraplength=self._px(room))
        label.pack(fill="x", pady=(self._px(4), 0))
        return label

    def _button(self, text: str, command: "Callable[[], None]") -> "ttk.Button":
        button = ttk.Button(self.buttons, text=text, command=command)
        button.bind("<Return>", lambda _event: button.invoke())
        button.pack(side="right", padx=(self._px(8), 0))
        return button

    def _font(self, size: int, weight: str = "normal") -> "tuple":  # type: ignore[type-arg]
        return (font.nametofont("TkDefaultFont").actual("family"), size, weight)

    def _px(self, pixels: float) -> int:
        return round(pixels * self._scale)

    def _place(self) -> None:
        """As high as what it shows, in the middle of the screen."""
        root = self._root
        root.update_idletasks()
        width, height = self._px(_WIDTH), root.winfo_reqheight()
        left, top = (root.winfo_screenwidth() - width) // 2, (root.winfo_screenheight() - height) // 3
        root.geometry(f"{width}x{height}+{max(0, left)}+{max(0, top)}")


def main() -> int:
    """Show what comes on stdin; the exit status."""
    if sys.platform == "win32":
        import ctypes

        # Else Windows stretches the picture of the window.
        ctypes.windll.user32.SetProcessDPIAware()
    root = tkinter.Tk(className="Rexus")
    window = Window(root)
    # Tk belongs to one thread; what comes from the other one waits here.
    arrived: list[object] = []

    def read() -> None:
        # Bytes: what was written to this process is UTF-8, whatever the system's own encoding is. Unbuffered: Python's
        # end would wait for the lock of a buffer, which this thread holds while it waits for more, and abort.
        with open(0, "rb", buffering=0, closefd=False) as said:
            for line in said:
                arrived.append(json.loads(line.decode("utf-8")))
        arrived.append(_END)

    def look() -> None:
        while arrived:
            message = arrived.pop(0)
            if message is _END:
                window.end()
                if not window.failed:
                    return
            else:
                window.handle(message)  # type: ignore[arg-type]
        root.after(_POLL_MS, look)

    threading.Thread(target=read, daemon=True).start()
    root.update()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    look()
    root.mainloop()
    return window.exit_status


if __name__ == "__main__":
    sys.exit(main())
