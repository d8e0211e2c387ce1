#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: CC0-1.0
"""Draws the videos of the sample project into the folder videos/ beside this script. Needed to make them, never to build.

Needs Pillow and PyAV, which brings FFmpeg with x264:
    python3 -m venv env && env/bin/pip install pillow av && env/bin/python draw_videos.py
"""
import math
import pathlib

import av
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 320, 180
RATE = 20
SCALE = 3  # drawn larger, then reduced: smooth edges
OUT = pathlib.Path(__file__).parent / "videos"


class Frame:
    """A drawing in plain pixels; every length is multiplied by SCALE on the way."""

    def __init__(self, top, bottom):
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self.pen = ImageDraw.Draw(self.image)
        a, b = [tuple(int(c[i:i + 2], 16) for i in (1, 3, 5)) for c in (top, bottom)]
        for y in range(HEIGHT * SCALE):
            t = y / (HEIGHT * SCALE - 1)
            self.pen.line([(0, y), (WIDTH * SCALE, y)], fill=tuple(round(p + (q - p) * t) for p, q in zip(a, b)))

    def rect(self, x, y, w, h, fill, radius=0):
        self.pen.rounded_rectangle([x * SCALE, y * SCALE, (x + w) * SCALE - 1, (y + h) * SCALE - 1], radius * SCALE, fill)

    def oval(self, cx, cy, rx, ry, fill):
        self.pen.ellipse([(cx - rx) * SCALE, (cy - ry) * SCALE, (cx + rx) * SCALE, (cy + ry) * SCALE], fill)

    def small(self):
        return self.image.resize((WIDTH, HEIGHT), Image.LANCZOS)


def ball(seconds):
    """A red ball rolls along a table, falls over its edge and touches the floor twice."""
    frame = Frame("#E4ECEF", "#F3EBDD")
    floor, table, edge, r = 168, 84, 168, 11
    frame.rect(0, floor, WIDTH, HEIGHT - floor, "#8A6A4A")
    frame.rect(30, 24, 56, 44, "#C3B7A4")
    frame.rect(33, 27, 50, 38, "#F9FCFD")
    frame.rect(0, table, edge, 9, "#A8743F")
    frame.rect(14, table + 9, 9, floor - table - 9, "#8D5F31")
    frame.rect(edge - 26, table + 9, 9, floor - table - 9, "#8D5F31")
    speed, gravity, kept = 92.0, 420.0, 0.62
    x, y = 24 + speed * seconds, table - r
    falling = seconds - (edge - 24) / speed
    if falling > 0:
        landing = math.sqrt(2 * (floor - table) / gravity)
        if falling < landing:
            y += gravity * falling * falling / 2
        else:
            t, up = falling - landing, gravity * landing * kept
            while t > 2 * up / gravity:  # each bounce is a parabola, lower than the one before
                t, up = t - 2 * up / gravity, up * kept
            y = floor - r - (up * t - gravity * t * t / 2)
    frame.oval(x, floor + 4, r * 1.1, 2.5, "#6E5238")
    frame.oval(x, y, r, r, "#C8402F")
    turn = (x - 24) / r
    frame.oval(x + math.cos(turn) * r * 0.55, y + math.sin(turn) * r * 0.55, 2.6, 2.6, "#F3D9D4")
    return frame.small()


def lamps(seconds):
    """Three lamps are lit one after another: yellow, blue, yellow, green, blue. Between them all are dark."""
    frame = Frame("#2B2D33", "#1B1C20")
    order, each, lit = ("yellow", "blue", "yellow", "green", "blue"), 0.8, 0.55
    at = int(seconds / each)
    now = order[at] if at < len(order) and seconds - at * each < lit else None
    colours = {"yellow": ("#F2C744", "#4B4228", "#4A4330"), "blue": ("#5FA8F5", "#27384B", "#2E3F55"),
               "green": ("#5CC97A", "#28432F", "#2C4A37")}
    for place, (name, (on, off, glow)) in enumerate(colours.items()):
        cx = 70 + place * 90
        frame.rect(cx - 7, 104, 14, 46, "#4A4C54", 3)
        frame.rect(cx - 30, 146, 60, 10, "#5A5C66", 4)
        if now == name:
            frame.oval(cx, 74, 46, 46, glow)
        frame.oval(cx, 74, 32, 32, on if now == name else off)
        frame.oval(cx - 10, 62, 7, 5, "#FFFFFF" if now == name else "#5B5D64")
    return frame.small()


def write(name, draw, seconds):
    OUT.mkdir(exist_ok=True)
    # Bit-exact muxing leaves out the versions of the libraries, so that the same drawing gives the same bytes.
    with av.open(str(OUT / name), "w", options={"movflags": "+faststart", "fflags": "+bitexact"}) as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        stream.options = {"crf": "24", "preset": "veryslow", "threads": "1", "g": str(RATE)}
        for number in range(round(seconds * RATE)):
            for packet in stream.encode(av.VideoFrame.from_image(draw(number / RATE))):
                container.mux(packet)
        for packet in stream.encode():
            container.mux(packet)


if __name__ == "__main__":
    write("ball.mp4", ball, 3.2)
    write("lamps.mp4", lamps, 4.2)
