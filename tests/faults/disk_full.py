"""A disk that is full: under the output, the quarantine file and the state, and under copies that are made on the way.  The run says so and ends
with 74; with --resume the next one, once there is room, makes the bytes that an undisturbed one makes.

A small file system of its own needs root and mount(8); where that may not be, a limit on the size of
files (RLIMIT_FSIZE) stands in for it, which every write past it meets as an error, too.
"""
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile

import tree
from broken import DEALSIFT, line, read, read_lines, tarred, write, zipped

KB = 1024
ROOM_KB = 256
# Records and faults enough to fill either file far beyond the room, and the state somewhat.
N_DOCUMENTS = 600
N_FILES = 1500
DEAL = "远岚光电于2024年3月以2.6亿元现金收购云汐芯片100%股权。"


def build(root):
    rows = [line(id=f"d{i}", text=f"远岚光电于2024年3月以{i + 1}亿元收购云汐芯片51%股权。") for i in range(N_DOCUMENTS)]
    bad = [b'{"id": ' + b"x" * 40 + b"}\n"] * 4
    write(root, "a.jsonl", b"".join(row + b"".join(bad) for row in rows))
    os.mkdir(os.path.join(root, "many"))
    for i in range(N_FILES):
        write(root, f"many/{'long-name-' * 12}{i:05d}.txt", b"x")


def run(root, places, paths, limited=None):
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_KB * KB, ROOM_KB * KB))
    command = [DEALSIFT, "--resume", places["state"], "--quarantine", places["quarantine"],
               "--output", places["output"], *paths]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          preexec_fn=limit if limited else None)
    return done.returncode, done.stderr.decode(errors="replace")


class SmallDisk:
    """A folder with little room: a file system of its own, or None where there may be none."""

    def __init__(self, root):
        self.path = os.path.join(root, "small")
        os.mkdir(self.path)
        self.mounted = self._mount(f"size={ROOM_KB}k")

    def _mount(self, options):
        if not shutil.which("mount") or os.geteuid() != 0:
            return False
        return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", self.path],
                              stderr=subprocess.DEVNULL).returncode == 0

    def make_room(self):
        if self.mounted:
            subprocess.run(["mount", "-o", "remount,size=64m", self.path], check=True)

    def end(self):
        if self.mounted:
            subprocess.run(["umount", self.path], check=True)


def check(what, paths, root):
    """The disk under `what` is full at first."""
    folder = os.path.join(root, what)
    os.mkdir(folder)
    disk = SmallDisk(folder)
    problems = []
    try:
        places = {name: os.path.join(disk.path if name == what else folder, name)
                  for name in ("output", "quarantine", "state")}
        whole = {name: os.path.join(folder, "whole-" + name) for name in places}
        status, told = run(root, whole, paths)
        if status:
            return [f"{what}: the undisturbed run ends with {status}: {told[-300:]}"]
        status, told = run(root, places, paths, limited=not disk.mounted)
        if status != 74 or places[what] not in told:
            problems.append(f"full disk under the {what}: exit {status}: {told[-300:]}")
        # Still full: nothing is lost by trying again.
        status, told = run(root, places, paths, limited=not disk.mounted)
        if status != 74:
            problems.append(f"still full disk under the {what}: exit {status}: {told[-300:]}")
        disk.make_room()
        status, told = run(root, places, paths)
        if status:
            problems.append(f"with room again under the {what}: exit {status}: {told[-300:]}")
        for name in ("output", "quarantine"):
            if read("", places[name]) != read("", whole[name]):
                problems.append(f"full disk under the {what}: the {name} is another than that of a whole run")
        print(f"{what}: {'a small file system' if disk.mounted else 'a limit on files'}, "
              f"{os.path.getsize(whole[what])} bytes wanted")
        if os.path.getsize(whole[what]) < ROOM_KB * KB:
            problems.append(f"{what}: too little is written to fill the disk")
    finally:
        disk.end()
    return problems


def check_copies(root):
    """No room where copies go: what needs one is told, all else is read."""
    folder = os.path.join(root, "copies")
    os.mkdir(folder)
    disk = SmallDisk(folder)
    if not disk.mounted:
        print("copies: left out, for want of a small file system")
        return []
    write(folder, "long.jsonl", line(id="long", text="照常营业。" * 1000000) + line(id="short", text=DEAL))
    write(folder, "in.tar", tarred([("a.zip", zipped([("filler.bin", os.urandom(1 << 20))])), ("b.txt", DEAL.encode())]))
    try:
        done = subprocess.run([DEALSIFT, "--quarantine", "q", "long.jsonl", "in.tar"], cwd=folder, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": disk.path})
        left = os.listdir(disk.path)
    finally:
        disk.end()
    ids = [json.loads(row)["doc"]["id"] for row in done.stdout.splitlines()]
    codes = [(row["source"], row["line"], row["member"], row["code"]) for row in read_lines(os.path.join(folder, "q"))]
    if done.returncode or ids != ["short", "in.tar!b.txt"] or left or \
            codes != [("long.jsonl", 1, None, "io"), ("in.tar", None, "a.zip", "io")]:
        return [f"full disk under copies: exit {done.returncode}, {ids}, {codes}, {left}: {done.stderr[-300:]}"]
    return []


def check_without_resume(root):
    """Both files on the device that is always full."""
    problems = []
    for option, name in (("--output", "records"), ("--quarantine", "faults")):
        done = subprocess.run([DEALSIFT, option, "/dev/full", "a.jsonl"], cwd=root,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        if done.returncode != 74 or b"/dev/full" not in done.stderr:
            problems.append(f"full disk under the {name}: exit {done.returncode}: {done.stderr[-200:]}")
    return problems


def main():
    problems = []
    with tempfile.TemporaryDirectory(prefix="dealsift-") as root:
        build(root)
        problems += check("output", ["a.jsonl"], root)
        problems += check("quarantine", ["a.jsonl"], root)
        problems += check("state", ["many"], root)
        problems += check_without_resume(root)
        problems += check_copies(root)
    tree.finish(problems, "disk_full")


if __name__ == "__main__":
    main()
