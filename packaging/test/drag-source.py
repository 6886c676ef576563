#!/usr/bin/python3
"""usage: drag-source.py URI...

A window that hands over the URIs as text/uri-list when it is dragged from, as file managers do. Says "shown" once
it is on the screen, and "taken" or "refused" when a drag has ended, which ends the program."""
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk


def main():
    uris = sys.argv[1:]
    window = Gtk.Window(title="drag source")
    window.set_default_size(160, 160)
    handle = Gtk.EventBox()
    handle.add(Gtk.Label(label="\n".join(uris)))
    handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
    handle.drag_source_add_uri_targets()
    taken = []
    handle.connect("drag-data-get", lambda _w, _c, data, _i, _t: data.set_uris(uris))
    handle.connect("drag-failed", lambda *_: taken.append("refused") or True)
    handle.connect("drag-end", lambda *_: Gtk.main_quit())
    window.add(handle)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    window.connect("map-event", lambda *_: print("shown", flush=True) and False)
    Gtk.main()
    print(taken[0] if taken else "taken", flush=True)


main()
