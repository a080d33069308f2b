"""Shards: the unit of work, of resuming and of distribution.

    inputs ─plan→ shards ─work, in processes that can be killed→ drafts ─settle→ ─parts→ tables

`plan` groups inputs into shards, each named by the hash of all that its result depends on. `work` turns a
shard into a draft (`pipeline/tables/draft.py`), which is kept below `_shards/` of the output, so that nothing
is done twice. `crew` drives the process that works, `cluster` many of them. `drive` joins all that.
"""
