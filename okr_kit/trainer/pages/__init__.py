"""The trainer's notebooks: what their cells show, one module for each notebook of ``trainer/``. Widgets here, counting elsewhere."""
