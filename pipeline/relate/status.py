"""Whether a partnership is active, announced, ended, or only hoped for or denied."""

from pipeline.records import Cooperation
from pipeline.relate.scene import Scene
from pipeline.relate.topics import Topic, Topics

STATUSES = ("active", "announced", "ended")


def is_denied(scene: Scene, topic: Topic) -> bool:
    """Return whether every clause that names the topic only hopes for a partnership, or denies it."""
    told = [scene.units[index].cues for index in topic.told()]
    return bool(told) and all(cues & {"hope", "denial"} for cues in told)


def status_of(topics: Topics, topic: Topic, one: Cooperation) -> str | None:
    """Return the status of a cooperation from its dates and the clauses about it; None where not told."""
    scene = topics.scene
    published = scene.article.published
    units = [scene.units[index] for index in topic.told()]
    if any("ending" in unit.cues for unit in (*units, *topics.around(topic).alone)):
        return "ended"
    if published and one.end and one.end < published[: len(one.end)]:
        return "ended"
    if published and one.start and one.start > published:
        return "announced"
    announced = sum("announcement" in unit.cues for unit in units)
    if units and announced == len(units):
        return "announced"
    return "active" if any("cooperation" in unit.cues for unit in units) else None
