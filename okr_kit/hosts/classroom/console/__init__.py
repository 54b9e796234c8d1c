"""讲师台: the trainer's console, on her phone and on the laptop."""
