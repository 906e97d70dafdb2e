"""Coloured terminal output on standard input, lines FIRST to LAST of it, as an HTML page."""
import html
import re
import sys

COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "35": "#d2a8ff"}
first, last = int(sys.argv[1]), int(sys.argv[2])
lines = sys.stdin.read().split("\n")[first - 1 : last]


def styled(line):
    out, style = [], []
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if not part.startswith("\x1b"):
            out.append(f'<span style="{";".join(style)}">{html.escape(part)}</span>' if part else "")
            continue
        for code in part[2:-1].split(";"):
            if code in ("", "0"):
                style = []
            elif code == "1":
                style.append("font-weight:bold")
            elif code == "2":
                style.append("opacity:.6")
            elif code in COLOURS:
                style.append(f"color:{COLOURS[code]}")
    return "".join(out)


print('<!doctype html><meta charset="utf-8"><body style="margin:0;background:#0d1117;color:#e6edf3">')
print('<pre style="margin:16px;font:15px/1.35 \'DejaVu Sans Mono\',monospace">')
print("\n".join(styled(line) for line in lines), "</pre>", sep="")
