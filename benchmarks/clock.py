"""A clock on the functions of a pipeline: the seconds that each spends itself, without those it calls."""

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import reduce, wraps
from importlib import import_module
from typing import Any

_REST = "everything else"
# The packages in which a timed function takes the place of the function.
_CALLERS = frozenset(("pipeline", "benchmarks", "__main__"))


class Clock:
    """Seconds of CPU by stage. Only one stage runs at a time: a stage that calls another one is stopped."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stack: list[str] = [_REST]
        self._since = time.process_time()

    def _charge(self) -> None:
        now = time.process_time()
        stage = self._stack[-1]
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Charge what happens inside to a stage."""
        self._charge()
        self._stack.append(stage)
        try:
            yield
        finally:
            self._charge()
            self._stack.pop()

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function on the clock; an iterator that it returns is timed item by item."""

        @wraps(function)
        def call(*arguments: Any, **named: Any) -> Any:
            with self.on(stage):
                result = function(*arguments, **named)
            return self._items(stage, result) if isinstance(result, Iterator) else result

        return call

    def _items(self, stage: str, items: Iterator[Any]) -> Iterator[Any]:
        end = object()
        while True:
            with self.on(stage):
                item = next(items, end)
            if item is end:
                return
            yield item


@contextmanager
def clocked(stages: Mapping[str, tuple[str, ...]]) -> Iterator[dict[str, float]]:
    """Time functions, given by stage as `module:name` or `module:class.name`, wherever they are called.

    Yields the seconds by stage, complete when the block is left. Raises AttributeError for an unknown one.
    """
    clock = Clock()
    undo: list[tuple[Any, str, Any]] = []
    for stage, places in stages.items():
        for place in places:
            module, _, path = place.partition(":")
            *owners, name = path.split(".")
            owner = reduce(getattr, owners, import_module(module))
            original = getattr(owner, name)
            timed = clock.timed(stage, original)
            callers = [one for key, one in sys.modules.items() if key.partition(".")[0] in _CALLERS]
            for holder in [owner] if owners else callers:
                for attribute in [key for key, value in vars(holder).items() if value is original]:
                    undo.append((holder, attribute, original))
                    setattr(holder, attribute, timed)
    try:
        with clock.on(_REST):
            # Importing and replacing the functions is no part of what is measured.
            clock.seconds.clear()
            yield clock.seconds
    finally:
        for holder, attribute, original in undo:
            setattr(holder, attribute, original)
