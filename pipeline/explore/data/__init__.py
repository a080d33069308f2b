"""What the explorer draws the world from; `world.json` is made by `make_world.py`."""
