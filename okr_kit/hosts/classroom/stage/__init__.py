"""投屏: what the projector shows."""
