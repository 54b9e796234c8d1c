"""A class at work on the stage: people who have answered, the trainer's controls, and what must not be seen."""

from __future__ import annotations
