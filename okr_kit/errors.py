"""Everything that can fail on purpose, as one tree.

    OkrKitError                  catch this at the edge of a host and show ``language.error(e)``
    ├── ContentError             a file we ship or the lecturer edits is wrong: bank, language, course, overlay
    │   ├── UnknownExercise      no exercise of that slug
    │   └── UnknownLanguage      no language pack of that name
    ├── InputError               a file or line that somebody wants graded cannot be read
    │   └── RecordError          a record of ``okr lint`` lacks a field or has a wrong one
    ├── ActionError              a host sent an action or a state that the exercise does not have
    │   ├── StaleState           the state was written by a kit that is newer, or too old to load
    │   └── DocumentError        a document of a type or version that this kit does not know, or that is gone
    ├── PackError                the client's material cannot be taken a step further: not agreed to, too much for an exercise
    ├── StoreError               the answers cannot be read or written (locked, unwritable, full)
    │   └── SchemaTooNew         the database was made by a newer kit
    ├── ServeError               the room cannot be opened (port, address, missing part)
    └── PrintError               the paper cannot be printed (browser, target file, numbers that do not fit)

An error carries a ``code`` and named values, never a sentence: the sentence for people is in
``lang/<language>/messages/errors.toml``, one per code, and says what is wrong, where, and what to do.
What a learner gets wrong is a finding, not an error.
"""

from __future__ import annotations


class OkrKitError(Exception):
    """Base of the tree.

    ``code`` is the key of the sentence in errors.toml; ``params`` are the values it needs (file, row, key …).
    ``str(error)`` is for log files and developers.
    """

    def __init__(self, code: str, **params: object) -> None:
        """Keep the code and the values that its sentence names."""
        self.code = code
        self.params = params
        super().__init__(code + "".join(f" {key}={value}" for key, value in params.items()))


class ContentError(OkrKitError):
    """A bank, language, course or overlay file is wrong; ``params`` has ``file`` and usually ``key``."""


class UnknownExercise(ContentError):
    """No exercise has this slug; ``params`` has ``slug``."""


class UnknownLanguage(ContentError):
    """No language pack has this name; ``params`` has ``tag``."""


class InputError(OkrKitError):
    """Something given to ``okr lint`` cannot be read; ``params`` has ``file`` and ``row`` where known."""


class RecordError(InputError):
    """A record that cannot be graded; ``params`` has ``key``, the place of the field that is wrong, or ``kind``."""


class ActionError(OkrKitError):
    """An action or state that this exercise does not have; the state stays as it was."""


class StaleState(ActionError):
    """A stored state that this kit cannot load; ``params`` has ``found`` and ``known`` versions."""


class DocumentError(ActionError):
    """A document that cannot be used; ``params`` has ``type``, or ``found`` and ``known`` versions, or ``id``."""


class PackError(OkrKitError):
    """The client's material cannot be taken a step further; ``params`` say what stands in the way. Nothing was written."""


class StoreError(OkrKitError):
    """The store cannot be read or written; ``params`` has ``url`` or ``file``."""


class SchemaTooNew(StoreError):
    """The database was made by a newer kit; ``params`` has ``found`` and ``known``."""


class ServeError(OkrKitError):
    """The room cannot be opened; ``params`` says which port, address or part."""


class PrintError(OkrKitError):
    """The paper cannot be printed; ``params`` has ``program``, ``file`` or the numbers."""
