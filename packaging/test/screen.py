#!/usr/bin/python3
"""usage: screen.py shot FILE.png        writes what the display shows
          screen.py painted SECONDS    waits until something of many colours is shown"""
import sys
import time

import gi

gi.require_version("Gdk", "3.0")
from gi.repository import Gdk

COLOURS = 12


def screen():
    root = Gdk.get_default_root_window()
    return Gdk.pixbuf_get_from_window(root, 0, 0, root.get_width(), root.get_height())


def colours():
    picture = screen()
    pixels, width = picture.get_pixels(), picture.get_n_channels()
    return len({pixels[i:i + 3] for i in range(0, len(pixels) - 3, 211 * width)})


def main():
    if sys.argv[1] == "shot":
        screen().savev(sys.argv[2], "png", [], [])
        print("%s: %d colours" % (sys.argv[2], colours()))
        return colours() < COLOURS
    end = time.monotonic() + float(sys.argv[2])
    while colours() < COLOURS:
        if time.monotonic() > end:
            return True
        time.sleep(0.01)
    return False


sys.exit(1 if main() else 0)
