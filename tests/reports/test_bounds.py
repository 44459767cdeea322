"""What a page may cost, whoever asks for it: seconds, memory, bytes; and that it asks nobody on the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest

from reports import pdf, wording
from reports.options import Options
from reports.wording.pages import ROWS_MAX
from tests.reports.people import LAST, entry, kept, year
from tests.reports.printed import attached
from tests.reports.test_pdf import page_of

ROOT: Final = Path(__file__).parents[2]
SECONDS_MAX, MEGABYTES_MAX, BYTES_MAX = 10, 300, 5_000_000
# In a process of its own: its memory is that of the report.
MEASURED: Final = r"""
import json, re, resource, sys, time
from pathlib import Path
from reports import pdf
from reports.options import Options
from tests.reports.people import year
from tests.reports.test_pdf import page_of
asked = json.loads(sys.argv[1])
facts, options = year(days=366, episodes=asked["episodes"]), Options(**asked["options"])
began = time.process_time()
made = pdf.pdf(page_of(facts, days=366), options)
took_s = time.process_time() - began
if sys.platform == "linux":  # what getrusage tells is also that of the process that started this one
    peak = 1_024 * int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([took_s, peak / 1_048_576, len(made)]))
"""
# The kernel itself refuses this process a socket: what is not written in Python could not get one either. The filter
# says of each call to the kernel whether it is socket(2) of this machine; to that it answers EPERM.
WITHOUT_SOCKETS: Final = """
import ctypes, errno, platform, socket, struct, sys
number = {"x86_64": 41, "aarch64": 198}[platform.machine()]
rules = ((0x20, 0, 0, 0), (0x15, 0, 1, number), (0x06, 0, 0, 0x50000 | errno.EPERM), (0x06, 0, 0, 0x7FFF0000))
filled = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *rule) for rule in rules))
program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(rules), ctypes.addressof(filled)))
kernel = ctypes.CDLL(None, use_errno=True)
assert kernel.prctl(38, 1, 0, 0, 0) == 0
assert kernel.prctl(22, 2, program) == 0, ctypes.get_errno()
try:
    socket.socket()
except PermissionError:
    pass
else:
    sys.exit("there are sockets after all")
"""
ADDRESSES: Final = (
    "https://evil.example/x.png", '#image("https://evil.example/x.png")', '#import "@preview/cetz:0.3.0"',
    "<img src=https://evil.example/>", "file:///etc/passwd",
)  # fmt: skip
MADE: Final = f"""
import dataclasses
from reports import pdf
from reports.figures import draw_alone
from reports.options import Options
from reports.records import Event
from tests.reports.people import LAST, with_coffee
from tests.reports.test_pdf import page_of
told = {ADDRESSES!r}
events = tuple(Event(kind="other", action="single", name=text, on=LAST) for text in told)
facts = dataclasses.replace(with_coffee(days=60, episodes=90), name=told[0], events=events, questions=told[:3])
page = page_of(facts, days=30)
assert pdf.pdf(page, Options(log=True, checks=True, figures=True)).startswith(b"%PDF")
assert pdf.png(page, Options())
assert pdf.figure_png(draw_alone(page, "days", theme="dark", language="en"))
"""


def run(code: str, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux' kernel refuses sockets to a process of its own")
def test_a_page_is_made_without_a_network() -> None:
    run(WITHOUT_SOCKETS + MADE)


class TestCost:
    @pytest.mark.parametrize(
        ("episodes", "options"),
        [
            pytest.param(100_000, {}, marks=pytest.mark.long, id="100,000 entries"),
            pytest.param(20_000, {"log": True, "checks": True, "figures": True}, id="20,000 with all there is to add"),
        ],
    )
    def test_is_bounded(self, episodes: int, options: dict[str, Any]) -> None:
        took_s, megabytes, size = json.loads(run(MEASURED, json.dumps({"episodes": episodes, "options": options})))

        assert took_s < SECONDS_MAX
        assert megabytes < MEGABYTES_MAX
        assert size < BYTES_MAX


class TestLog:
    """Of very many entries the newest are printed, and the page says so; the file beside it has all."""

    def test_lists_the_newest_and_says_of_how_many(self) -> None:
        summary = page_of(year(days=60, episodes=ROWS_MAX + 200), days=60)
        section = wording.log(summary, language="en")
        assert section.table is not None

        assert len(section.table.rows) == ROWS_MAX
        assert section.paragraphs[0].startswith(f"The newest {ROWS_MAX} of {len(summary.entries)} are listed here")
        assert section.table.rows[-1][0] == wording.say_in("en").day(summary.entries[-1].day)
        assert wording.log(summary, language="zh-Hant").paragraphs[0].startswith(f"共有 {len(summary.entries)} 筆")

    def test_of_fewer_lists_all_and_says_nothing(self) -> None:
        section = wording.log(page_of(kept(entry(LAST)), days=1), language="en")
        assert section.table is not None

        assert (len(section.table.rows), section.paragraphs) == (1, ())

    def test_is_whole_in_the_file_beside_the_page(self) -> None:
        summary = page_of(year(days=60, episodes=ROWS_MAX + 200), days=60)
        made = pdf.pdf(summary, Options(log=True))
        told = json.loads(attached(made)["twitch-log.json"])
        words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made))

        assert len(told["entries"]) == len(summary.entries) > ROWS_MAX
        assert f"of {len(summary.entries)} are listed here" in " ".join(words.split())
