"""What people that are counted are: how many, in which role, under which noun, and where they come from."""

import math

from pipeline.records import CountValue, Mention
from pipeline.relate.scene import Scene
from pipeline.relate.topics import Topic
from pipeline.text import fold
from pipeline.weights import Features

_LETTERS = 6
_THOUSAND = 1000


def people_features(scene: Scene, topic: Topic, mention: Mention) -> Features:
    """Return number, role, noun and country; thousands seldom travel for a partnership."""
    value = mention.value
    assert isinstance(value, CountValue)
    number = value.max or value.min or 0
    f: Features = {f"role={value.role}": 1, "size": math.log1p(number)}
    if number > _THOUSAND:
        f["thousands"] = 1
    if value.noun:
        f[f"noun {fold(value.noun)[:_LETTERS]}"] = 1
    if value.country:
        f[f"of {'partner' if value.country in topic.countries else scene.side(value.country)}"] = 1
    return f
