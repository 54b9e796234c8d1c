"""Exercises as widgets, and Voila behind the trainer's cookie."""
