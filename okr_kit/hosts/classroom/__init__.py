"""A running class: the room, its HTTP handlers, its pages, and the book beside it."""
