"""What the trainer sees and presses on the pages of ``trainer/``, a module each; what they know is in the other packages."""
