"""The trainer's side of a course: what she does before the class and after it. Its pages are the notebooks of ``trainer/``.

pandas lives here and nowhere else. What a page shows is made in ``pages/``; what it knows, in the other packages, which
need neither a notebook nor a class server.
"""
