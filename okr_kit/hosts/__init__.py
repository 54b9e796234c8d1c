"""Thin hosts for the engine: class server, widget, command line. Only here may third-party packages be imported."""
