"""The templates of worksheets, one module each; their lines are in :data:`okr_kit.kinds.KINDS`."""
