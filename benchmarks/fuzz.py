"""Broken inputs by the thousand at every reader: each must become a Document or a Reject, and nothing else.

usage: python -m benchmarks.fuzz [--seconds N | --examples N] [--seed S] [--reader NAME] [--number N]

Small valid files of each format are mutated (bytes flipped, cut out, put in, two formats spliced; of
archives and office files also what is packed in them) and read, as well as random bytes. What escapes is
printed with its reader and number, which `--reader` and `--number` repeat alone, and the exit status is 1.
Each reader has a process of its own: a crash or a hang of a library, which the reading process of a run
turns into one Reject, is printed and counted, and the rest goes on.
"""

import argparse
import io
import mmap
import os
import resource
import signal
import struct
import sys
import time
import traceback
from dataclasses import astuple
from pathlib import Path
from random import Random

from benchmarks.fuzz_inputs import broken, targets
from pipeline.read.columns import Columns
from pipeline.read.documents import read_entry
from pipeline.read.entries import entries
from pipeline.records import Document, Reject

_HANG = 60  # seconds
_MEMORY = 6 * 2**30  # bytes, as the reading process
_STATE = struct.Struct("5q")
_NOWHERE = Path("nowhere")


def _read(data: bytes, name: str) -> tuple[int, int]:
    """Return how many documents and rejects an input gives; raises what escapes."""
    n_documents = n_rejects = 0
    for entry in entries(io.BytesIO(data), name, len(data), Columns()):
        found = read_entry(entry, _NOWHERE, name)
        # It must be possible to write every string of it.
        for value in astuple(found):
            str(value).encode()
        if not isinstance(found, Document | Reject):
            raise TypeError(f"neither a document nor a reject: {found!r}")
        n_documents += isinstance(found, Document)
        n_rejects += isinstance(found, Reject)
    return n_documents, n_rejects


def _work(name: str, options: argparse.Namespace, state: mmap.mmap, end: float) -> None:
    """Throw inputs at one reader from the number that the state holds on, until enough or it is late."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    # What parsers have to say on broken files is not what is looked for.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    found = targets()
    others = [seed for target in found.values() for seed in target.seeds]
    number, n_inputs, n_documents, n_rejects, n_escaped = _STATE.unpack(state[: _STATE.size])
    while n_inputs < options.examples and time.monotonic() < end:
        rng = Random(f"{options.seed} {name} {number}")
        data = broken(found[name], others, rng)
        # A library that hangs takes no exception: the alarm ends the process.
        signal.setitimer(signal.ITIMER_REAL, _HANG)
        try:
            here = _read(data, found[name].name)
        except Exception:
            n_escaped += 1
            last = "" if options.number is not None else traceback.format_exc().strip().rsplit("\n", 1)[-1]
            print(f"{name}: input {number} of seed {options.seed}: {last or traceback.format_exc()}")
        else:
            n_documents, n_rejects = n_documents + here[0], n_rejects + here[1]
        number, n_inputs = number + 1, n_inputs + 1
        state[: _STATE.size] = _STATE.pack(number, n_inputs, n_documents, n_rejects, n_escaped)


def _fuzz(name: str, options: argparse.Namespace, seconds: float) -> int:
    """Fuzz one reader in processes of its own; returns how many inputs escaped it."""
    began = time.monotonic()
    state = mmap.mmap(-1, _STATE.size)
    state[:] = _STATE.pack(options.number or 0, 0, 0, 0, 0)
    n_crashed = 0
    while True:
        sys.stdout.flush()
        if (child := os.fork()) == 0:
            status = 1
            try:
                _work(name, options, state, began + seconds)
                status = 0
            finally:
                sys.stdout.flush()
                os._exit(status)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            break
        number, n_inputs, *counts = _STATE.unpack(state[:])
        ended = signal.Signals(os.WTERMSIG(status)).name
        print(f"{name}: input {number} of seed {options.seed}: the process ended with {ended}")
        state[:] = _STATE.pack(number + 1, n_inputs + 1, *counts)
        n_crashed += 1
    _, n_inputs, n_documents, n_rejects, n_escaped = _STATE.unpack(state[:])
    counted = f"{n_inputs:,} inputs, {n_documents:,} documents, {n_rejects:,} rejects"
    ended = f", {n_crashed} crashes or hangs" if n_crashed else ""
    escaped = f", {n_escaped} escaped" if n_escaped else ""
    print(f"{name:9} {counted}{ended}{escaped}, {time.monotonic() - began:.1f} s")
    return int(n_escaped + (os.WEXITSTATUS(status) != 0))


def main() -> int:
    """Fuzz the readers one after another."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    size = arguments.add_mutually_exclusive_group()
    size.add_argument("--seconds", type=float, help="time for all readers together")
    size.add_argument("--examples", type=int, default=None, help="inputs for each reader (10,000)")
    arguments.add_argument("--seed", type=int, default=0)
    arguments.add_argument("--reader", choices=list(targets()), help="this reader alone")
    arguments.add_argument("--number", type=int, help="this input alone, with its traceback")
    options = arguments.parse_args()
    readers = [options.reader] if options.reader else list(targets())
    if options.number is not None:
        options.examples = 1
    elif options.examples is None:
        options.examples = 10_000 if options.seconds is None else sys.maxsize
    seconds = float("inf") if options.seconds is None else options.seconds / len(readers)
    return 1 if sum([_fuzz(name, options, seconds) for name in readers]) else 0


if __name__ == "__main__":
    sys.exit(main())
