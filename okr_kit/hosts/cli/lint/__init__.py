"""``okr lint``: sources and entries below, readers of lines and tables on them, the command and its report on top."""
