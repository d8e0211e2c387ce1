#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: CC0-1.0
"""Draws the pictures of the sample project into the folder pictures/ beside this script.

Needs Pillow and the font Inter (Debian: fonts-inter):  python3 -m venv env && env/bin/pip install pillow && env/bin/python draw_pictures.py
"""
import math
import pathlib

from PIL import Image, ImageDraw, ImageFont

SCALE = 3  # drawn larger, then reduced: smooth edges
FONT = "/usr/share/fonts/opentype/inter/Inter-%s.otf"
OUT = pathlib.Path(__file__).parent / "pictures"


class Canvas:
    """A drawing in plain pixels; every length is multiplied by SCALE on the way."""

    def __init__(self, width, height, colour="#FFFFFF"):
        self.size = (width, height)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), colour)
        self.pen = ImageDraw.Draw(self.image, "RGBA")

    @staticmethod
    def _flat(points):
        return [(x * SCALE, y * SCALE) for x, y in points]

    def fade(self, box, top, bottom):
        x0, y0, x1, y1 = [v * SCALE for v in box]
        a, b = [tuple(int(c[i:i + 2], 16) for i in (1, 3, 5)) for c in (top, bottom)]
        for y in range(y0, y1):
            t = (y - y0) / max(1, y1 - y0 - 1)
            self.pen.line([(x0, y), (x1 - 1, y)], fill=tuple(round(p + (q - p) * t) for p, q in zip(a, b)))

    def rect(self, x, y, w, h, fill, radius=0, outline=None, width=0):
        self.pen.rounded_rectangle([x * SCALE, y * SCALE, (x + w) * SCALE - 1, (y + h) * SCALE - 1], radius * SCALE, fill, outline, round(width * SCALE))

    def oval(self, cx, cy, rx, ry, fill=None, outline=None, width=0):
        self.pen.ellipse([(cx - rx) * SCALE, (cy - ry) * SCALE, (cx + rx) * SCALE, (cy + ry) * SCALE], fill, outline, round(width * SCALE))

    def poly(self, points, fill):
        self.pen.polygon(self._flat(points), fill)

    def line(self, points, fill, width):
        flat = self._flat(points)
        self.pen.line(flat, fill, round(width * SCALE), joint="curve")
        for x, y in (flat[0], flat[-1]):  # round ends
            r = width * SCALE / 2
            self.pen.ellipse([x - r, y - r, x + r, y + r], fill)

    def curve(self, points, fill, width):
        r = width * SCALE / 2  # dabs of the brush: joints of short, wide segments would show seams
        for x, y in self._flat(bezier(points, 240)):
            self.pen.ellipse([x - r, y - r, x + r, y + r], fill)

    def text(self, x, y, words, size, fill="#1F1D1A", weight="Regular", anchor="la"):
        self.pen.text((x * SCALE, y * SCALE), words, fill, ImageFont.truetype(FONT % weight, round(size * SCALE)), anchor)

    def save(self, name, **options):
        self.image.resize(self.size, Image.LANCZOS).save(OUT / name, optimize=True, **options)


def bezier(points, steps=60):
    result = []
    for step in range(steps + 1):
        t = step / steps
        row = list(points)
        while len(row) > 1:
            row = [((1 - t) * a[0] + t * b[0], (1 - t) * a[1] + t * b[1]) for a, b in zip(row, row[1:])]
        result.append(row[0])
    return result


def turned(points, cx, cy, degrees):
    a = math.radians(degrees)
    return [(cx + x * math.cos(a) - y * math.sin(a), cy + x * math.sin(a) + y * math.cos(a)) for x, y in points]


def cup(c, x, y, body, shade, drink, level):
    """A cup whose rim is centred on (x, y); level is how far the drink stands below the rim."""
    c.oval(x + 8, y + 236, 172, 30, "#3A241255")
    handle = [(x + 118, y + 48), (x + 240, y + 30), (x + 226, y + 176), (x + 98, y + 164)]
    c.curve(handle, body, 26)
    side = bezier([(x - 140, y), (x - 132, y + 110), (x - 116, y + 205)]) + bezier([(x - 116, y + 205), (x - 108, y + 240), (x - 66, y + 240)])
    other = bezier([(x + 66, y + 240), (x + 108, y + 240), (x + 116, y + 205)]) + bezier([(x + 116, y + 205), (x + 132, y + 110), (x + 140, y)])
    c.poly(side + other, body)
    c.poly(bezier([(x + 70, y + 30), (x + 74, y + 140), (x + 46, y + 240)]) + other[::1], shade + "66")
    c.oval(x, y, 140, 32, shade)
    c.oval(x, y + level, 124 - level * 0.75, 24 - level * 0.25, drink)
    c.pen.arc([(x - 140) * SCALE, (y - 32) * SCALE, (x + 140) * SCALE, (y + 32) * SCALE], 0, 360, body, 5 * SCALE)


def apple(c, x, y, r, colour, shade):
    c.oval(x + 4, y + r * 0.95, r * 1.05, r * 0.22, "#3A241255")
    c.oval(x - r * 0.28, y, r * 0.78, r * 0.95, colour)
    c.oval(x + r * 0.28, y, r * 0.78, r * 0.95, colour)
    c.oval(x - r * 0.5, y - r * 0.35, r * 0.16, r * 0.26, shade)
    c.curve([(x, y - r * 0.75), (x + 2, y - r * 1.2), (x + r * 0.35, y - r * 1.35)], "#5E3B1E", 8)
    c.poly(bezier([(x + 8, y - r), (x + r * 0.35, y - r * 1.45), (x + r * 0.95, y - r * 1.15)]) + bezier([(x + r * 0.95, y - r * 1.15), (x + r * 0.5, y - r * 0.85), (x + 8, y - r)]), "#5C8A48")


def kitchen():
    c = Canvas(1280, 920)
    c.fade((0, 0, 1280, 560), "#D8E4EA", "#F1E8D9")
    c.rect(110, 70, 400, 400, "#C2B8A6", 6)
    c.fade((126, 86, 494, 454), "#EAF4FA", "#F9FCFD")
    c.oval(420, 150, 38, 38, "#F7DE9A")
    c.poly([(126, 454), (126, 372), (200, 330), (300, 392), (390, 340), (494, 400), (494, 454)], "#BBD3B4")
    c.rect(302, 86, 14, 368, "#C2B8A6")
    c.rect(126, 264, 368, 12, "#C2B8A6")
    c.rect(84, 462, 452, 22, "#B3A791", 4)
    c.rect(720, 190, 440, 18, "#9B7148", 4)
    for x, colour, h in ((748, "#C96B4B", 92), (846, "#5E8C86", 92), (944, "#E0B458", 92)):
        c.rect(x, 190 - h, 74, h, colour, 10)
        c.rect(x - 4, 190 - h - 14, 82, 20, "#7A5634", 6)
        c.rect(x + 14, 190 - h + 30, 46, 30, "#FFF8EA", 4)
    c.curve([(1060, 190), (1050, 120), (1090, 90)], "#4F7B4D", 6)
    c.curve([(1090, 190), (1100, 130), (1136, 112)], "#4F7B4D", 6)
    c.oval(1090, 88, 16, 24, "#6FA067")
    c.oval(1138, 108, 18, 20, "#6FA067")
    c.rect(1050, 150, 62, 40, "#D9D2C4", 8)
    c.fade((0, 560, 1280, 920), "#B98552", "#7E5330")
    for y, dx in ((640, 0), (732, 120), (836, 40)):
        c.line([(dx, y), (dx + 620, y)], "#6B452655", 3)
        c.line([(dx + 720, y + 14), (1280, y + 14)], "#6B452655", 3)
    cup(c, 370, 520, "#EDEDEA", "#D2D0C8", "#4B2E19", 4)
    cup(c, 800, 570, "#2E6F95", "#225873", "#3A2415", 34)
    apple(c, 1110, 700, 62, "#C8402F", "#E58A74")
    c.save("kitchen.jpg", quality=90)


def workbench():
    c = Canvas(1280, 880, "#E9E2D3")
    c.rect(60, 50, 1160, 560, "#C9A878", 10)
    c.rect(60, 50, 1160, 560, None, 10, "#A5824F", 10)
    for row in range(8):
        for column in range(19):
            c.oval(112 + column * 58.8, 100 + row * 66, 4, 4, "#9B7A4A")
    # hammer
    c.line([(200, 200), (200, 540)], "#8A5A33", 30)
    c.line([(200, 420), (200, 540)], "#B23A2E", 36)
    c.rect(140, 150, 108, 62, "#5B636B", 8)
    c.rect(240, 158, 34, 46, "#454C53", 6)
    c.poly(bezier([(146, 152), (108, 152), (90, 206)]) + [(108, 204), (146, 200)], "#5B636B")
    # saw
    blade = [(330, 190), (404, 178), (470, 520), (430, 528)]
    c.poly(blade, "#D5DADD")
    for step in range(24):
        t = step / 24
        x, y = 330 + 100 * t, 190 + 338 * t
        c.poly([(x, y), (x - 9, y + 9), (x + 4.2, y + 14)], "#D5DADD")
    c.poly([(318, 96), (404, 84), (420, 186), (326, 200)], "#D08B3E")
    c.oval(366, 140, 26, 30, "#C9A878")
    # screwdriver
    c.rect(556, 120, 54, 150, "#E0A526", 20)
    for dx in (14, 27, 40):
        c.line([(556 + dx, 140), (556 + dx, 246)], "#B37F12", 4)
    c.rect(574, 264, 18, 240, "#A9B0B6")
    c.poly([(572, 500), (594, 500), (590, 540), (576, 540)], "#8C949A")
    # pliers
    c.curve([(706, 300), (676, 400), (676, 540)], "#2C6DA8", 28)
    c.curve([(766, 300), (796, 400), (796, 540)], "#2C6DA8", 28)
    c.poly([(700, 316), (716, 140), (734, 126), (734, 300)], "#6B737A")
    c.poly([(772, 316), (756, 140), (738, 126), (738, 300)], "#5B636B")
    c.oval(736, 304, 34, 34, "#50575E")
    c.oval(736, 304, 10, 10, "#AEB5BB")
    # spanner
    c.line([(910, 230), (910, 480)], "#8C959C", 34)
    for y, up in ((190, True), (516, False)):
        c.oval(910, y, 54, 54, "#8C959C")
        c.poly([(890, y), (930, y), (930, y - 62), (890, y - 62)] if up else [(890, y), (930, y), (930, y + 62), (890, y + 62)], "#C9A878")
        c.oval(910, y, 21, 21, "#C9A878")
    # tape measure
    c.rect(1010, 200, 150, 150, "#F0C23A", 26)
    c.oval(1085, 275, 46, 46, "#3A3F44")
    c.text(1085, 275, "5 m", 30, "#F0C23A", "SemiBold", "mm")
    c.rect(1010, 326, 26, 190, "#F7E9A8")
    for step in range(17):
        c.line([(1014, 346 + step * 10), (1022 if step % 5 else 1030, 346 + step * 10)], "#3A3F44", 2)
    c.rect(1004, 510, 38, 10, "#8C959C", 2)
    # bench
    c.fade((0, 640, 1280, 880), "#A87445", "#7A5030")
    c.rect(0, 640, 1280, 22, "#BE8A58")
    c.rect(150, 720, 300, 84, "#DDB27C", 4)
    c.line([(170, 748), (430, 744)], "#BF9058", 3)
    c.line([(170, 776), (400, 782)], "#BF9058", 3)
    for x, y in ((560, 742), (600, 782), (648, 736)):
        c.line([(x, y), (x + 34, y + 10)], "#5B636B", 6)
        c.oval(x, y, 8, 6, "#454C53")
    c.rect(800, 690, 130, 120, "#3E7C6B", 12)
    c.oval(865, 692, 65, 17, "#356A5B")
    for x, colour, h in ((826, "#E0A526", 70), (856, "#B23A2E", 88), (892, "#2C6DA8", 62)):
        c.line([(x, 690), (x - 6, 690 - h)], colour, 12)
    for dx in range(5):
        c.oval(1040 + dx * 6, 780 - dx * 4, 44 - dx * 8, 18 - dx * 3, "#E5C79A" if dx % 2 == 0 else "#CFA871")
    c.save("workbench.jpg", quality=90)


def person(c, x, y, coat, legs, skin="#E8B98F", hair="#3B2A20", size=1.0, step=18):
    """Standing on (x, y)."""
    s = size
    c.oval(x, y + 2 * s, 38 * s, 7 * s, "#2B2F3455")
    c.line([(x - 6 * s, y - 78 * s), (x - step * s, y - 4 * s)], legs, 17 * s)
    c.line([(x + 6 * s, y - 78 * s), (x + step * s, y - 4 * s)], legs, 17 * s)
    c.line([(x + 20 * s, y - 138 * s), (x + 32 * s, y - 84 * s)], coat, 14 * s)
    c.rect(x - 25 * s, y - 152 * s, 50 * s, 84 * s, coat, 16 * s)
    c.line([(x - 20 * s, y - 138 * s), (x - 32 * s, y - 84 * s)], coat, 14 * s)
    c.oval(x, y - 178 * s, 22 * s, 25 * s, skin)
    c.pen.chord([(x - 24 * s) * SCALE, (y - 207 * s) * SCALE, (x + 24 * s) * SCALE, (y - 155 * s) * SCALE], 180, 360, hair)


def street():
    c = Canvas(1360, 900)
    c.fade((0, 0, 1360, 560), "#BFDDEE", "#F3EFE2")
    for x, y, w in ((180, 90, 120), (620, 60, 150), (1120, 120, 110)):
        for dx, r in ((-0.4, 0.28), (0, 0.42), (0.42, 0.3)):
            c.oval(x + dx * w, y - r * 16, w * r * 0.9, w * r * 0.55, "#FFFFFF")
    fronts = ((0, 300, 150, "#D98C6A", "#F3E9D2"), (300, 280, 210, "#E6C989", "#FFFFFF"), (580, 330, 120, "#8FB0A9", "#F7F3E8"), (910, 220, 230, "#C97F86", "#FFF6EE"), (1130, 230, 170, "#A7B6CC", "#FFFFFF"))
    for x, w, y, colour, trim in fronts:
        c.rect(x, y, w, 460 - y + 110, colour)
        c.rect(x - 6, y - 14, w + 12, 20, trim, 3)
        count = 3 if w > 290 else 2
        for row in range((460 - y - 60) // 100 + 1):
            for column in range(count):
                wx = x + w * (column + 0.5) / count - 28
                wy = y + 36 + row * 100
                if wy + 70 < 420:
                    c.rect(wx - 5, wy - 5, 66, 76, trim, 3)
                    c.rect(wx, wy, 56, 66, "#5F7C8E")
                    c.poly([(wx, wy + 66), (wx, wy + 30), (wx + 40, wy), (wx + 56, wy)], "#7FA0B2")
    # bakery
    c.rect(600, 400, 290, 46, "#6B3F2A", 4)
    c.text(745, 423, "BAKERY", 30, "#F7E3B5", "Bold", "mm")
    c.rect(606, 452, 180, 106, "#F9EBC8", 3)
    for x in (640, 690, 742):
        c.oval(x, 536, 24, 14, "#C9893F")
        c.line([(x - 8, 530), (x + 6, 540)], "#F0C98C", 3)
    c.rect(806, 452, 76, 116, "#7C4A31", 3)
    c.rect(816, 462, 56, 60, "#BBD3DC", 2)
    for step in range(10):
        c.poly([(598 + step * 29.4, 446), (627 + step * 29.4, 446), (627 + step * 29.4, 470), (598 + step * 29.4, 470)], "#FFFFFF" if step % 2 else "#C8402F")
    # pavement and road
    c.rect(0, 562, 1360, 60, "#CFC8BB")
    c.rect(0, 616, 1360, 10, "#A49C8E")
    c.fade((0, 626, 1360, 900), "#5A5F66", "#474B52")
    for step in range(9):
        x = 470 + step * 46
        c.poly([(x + 20, 640), (x + 46, 640), (x + 36 - step * 1, 890), (x - 4 - step * 1, 890)], "#F2F0EA")
    for x in (20, 180, 980, 1140, 1300):
        c.rect(x, 752, 100, 12, "#E9E4D4")
    # bus stop
    c.rect(1120, 340, 10, 240, "#4B525A")
    c.rect(1080, 320, 90, 64, "#2563C9", 8)
    c.text(1125, 352, "12", 36, "#FFFFFF", "Bold", "mm")
    # traffic light: red for walkers
    c.rect(418, 330, 12, 250, "#3A3F45")
    c.rect(396, 300, 56, 120, "#2B2F34", 10)
    c.oval(424, 334, 21, 21, "#E2483A")
    c.oval(424, 386, 21, 21, "#33463A")
    # tree
    c.rect(186, 420, 22, 160, "#7A5634", 4)
    for dx, dy, r in ((-48, 0, 66), (46, -6, 68), (0, -58, 74), (0, 18, 60)):
        c.oval(197 + dx, 372 + dy, r, r * 0.92, "#5F8F57")
    for dx, dy, r in ((-30, -30, 26), (34, -60, 24)):
        c.oval(197 + dx, 372 + dy, r, r * 0.8, "#74A46A")
    person(c, 560, 596, "#B23A2E", "#2F3A4A", size=0.95, step=10)
    person(c, 500, 598, "#E0A526", "#5B4636", skin="#9C6B4A", hair="#1E1714", size=0.72, step=8)
    person(c, 1216, 598, "#3E7C6B", "#3B3F52", hair="#A9702F", size=0.95, step=9)
    # cyclist on the road
    for x in (920, 1060):
        c.oval(x, 770, 52, 52, None, "#20242A", 8)
        c.oval(x, 770, 6, 6, "#20242A")
    c.line([(920, 770), (966, 700), (1036, 700), (1060, 770)], "#C8402F", 9)
    c.line([(966, 700), (994, 770), (1036, 700)], "#C8402F", 9)
    c.line([(994, 770), (920, 770)], "#C8402F", 9)
    c.line([(966, 700), (958, 676)], "#20242A", 8)
    c.line([(940, 676), (978, 674)], "#20242A", 10)
    c.line([(1036, 700), (1028, 660), (1046, 654)], "#20242A", 8)
    c.line([(962, 662), (1004, 702), (990, 758)], "#2F3A4A", 19)
    c.line([(964, 656), (1002, 582)], "#5D8AC9", 42)
    c.line([(1002, 588), (1038, 652)], "#5D8AC9", 15)
    c.oval(1018, 540, 23, 26, "#E8B98F")
    c.pen.chord([990 * SCALE, 506 * SCALE, 1048 * SCALE, 566 * SCALE], 175, 365, "#F0C23A")
    c.save("street.jpg", quality=90)


def chart():
    c = Canvas(1280, 860, "#FFFFFF")
    c.text(80, 54, "Books lent by the town library", 40, weight="SemiBold")
    c.text(80, 110, "Thousands per month, first half of the year", 26, "#5D584F")
    left, bottom, top = 130, 740, 190
    for value in range(0, 11, 2):
        y = bottom - (bottom - top) * value / 10
        c.line([(left, y), (1220, y)], "#DAD6CE" if value else "#6F6A60", 2)
        c.text(left - 18, y, str(value), 24, "#5D584F", anchor="rm")
    months = (("Jan", 6.2), ("Feb", 5.4), ("Mar", 7.1), ("Apr", 4.8), ("May", 8.6), ("Jun", 7.9))
    for index, (name, value) in enumerate(months):
        x = left + 46 + index * 178
        y = bottom - (bottom - top) * value / 10
        c.rect(x, y, 108, bottom - y, "#C98A2B" if name == "May" else "#86A7B5", 6)
        c.rect(x, bottom - 10, 108, 10, "#C98A2B" if name == "May" else "#86A7B5")
        c.text(x + 54, y - 12, f"{value}", 28, weight="SemiBold", anchor="mb")
        c.text(x + 54, bottom + 18, name, 26, "#5D584F", anchor="ma")
    c.text(80, 806, "Closed for painting 10–20 April", 24, "#6F6A60")
    c.save("chart.png")


def receipt():
    c = Canvas(1000, 1240)
    c.fade((0, 0, 1000, 1240), "#8A6A4A", "#6E5138")
    for y in range(60, 1240, 150):
        c.line([(0, y), (1000, y + 20)], "#5C422C66", 4)
    c.poly([(236, 72), (788, 88), (776, 1172), (226, 1160)], "#2A1C1055")
    edge = [(220 + step * 28 + (0 if step % 2 else 14), 1150 if step % 2 else 1134) for step in range(20, -1, -1)]
    c.poly([(220, 60), (780, 60)] + [(780, 1134)] + edge + [(220, 1134)], "#FBF9F3")
    c.text(500, 104, "GREEN BASKET", 44, weight="Bold", anchor="ma")
    c.text(500, 164, "14 Mill Lane", 26, "#5D584F", anchor="ma")
    c.text(500, 200, "Sat 7 March   10:42", 26, "#5D584F", anchor="ma")
    y = 274
    c.line([(264, y - 18), (736, y - 18)], "#8B857A", 2)
    rows = (("Bread, rye", "3.40"), ("Milk 1 l", "1.15"), ("Milk 1 l", "1.15"), ("Apples 1.2 kg", "2.88"), ("Cheese 250 g", "4.20"), ("Coffee 500 g", "7.90"), ("Paper bag", "0.20"))
    for name, price in rows:
        c.text(270, y, name, 32)
        c.text(730, y, price, 32, anchor="ra")
        y += 62
    c.line([(264, y + 4), (736, y + 4)], "#8B857A", 2)
    c.text(270, y + 28, "TOTAL", 40, weight="Bold")
    c.text(730, y + 28, "20.88", 40, weight="Bold", anchor="ra")
    c.text(270, y + 98, "Cash", 32, "#5D584F")
    c.text(730, y + 98, "25.00", 32, "#5D584F", anchor="ra")
    c.text(270, y + 150, "Change", 32, "#5D584F")
    c.text(730, y + 150, "4.12", 32, "#5D584F", anchor="ra")
    x = 300
    for step, wide in enumerate((3, 6, 3, 9, 3, 4, 8, 3, 3, 6, 9, 3, 5, 3, 8, 3, 6, 3, 4, 9, 3, 6, 3, 3, 8, 4, 3, 6)):
        c.rect(x, y + 232, wide, 78, "#1F1D1A")
        x += wide + (5 if step % 3 else 9)
    c.text(500, y + 326, "Thank you", 26, "#5D584F", anchor="ma")
    c.save("receipt.png")


def pot(c, x, y, colour, shade, w=110, h=96):
    c.poly([(x - w / 2, y - h), (x + w / 2, y - h), (x + w * 0.36, y), (x - w * 0.36, y)], colour)
    c.rect(x - w / 2 - 8, y - h - 16, w + 16, 30, shade, 6)


def leaf(c, x, y, length, width, degrees, colour):
    a = bezier([(0, 0), (length * 0.45, -width), (length, 0)], 24)
    b = bezier([(length, 0), (length * 0.45, width), (0, 0)], 24)
    c.poly(turned(a + b, x, y, degrees), colour)


def plants(name, second):
    """The shelf in the morning (second=False) and with three changes (second=True)."""
    c = Canvas(1280, 860)
    c.fade((0, 0, 1280, 860), "#EFE7D8", "#E4D8C3")
    for y in (420, 770):
        c.rect(80, y, 1120, 26, "#A87445", 4)
        c.rect(80, y + 26, 1120, 10, "#7A5030")
        for x in (200, 1060):
            c.poly([(x, y + 36), (x + 22, y + 36), (x + 22, y + 90), (x + 12, y + 90)], "#7A5030")
    # cactus
    pot(c, 220, 420, "#C96B4B", "#B0563A")
    c.rect(186, 130, 68, 200, "#4F8A5B", 34)
    c.line([(180, 250), (148, 250), (148, 206)], "#4F8A5B", 30)
    c.line([(260, 226), (292, 226), (292, 180)], "#4F8A5B", 30)
    for dx in (-14, 0, 14):
        c.line([(220 + dx, 160), (220 + dx, 300)], "#3D7049", 3)
    c.oval(220, 126, 20, 15, "#E58AA8")
    # monstera
    pot(c, 520, 420, "#7C8CA0", "#66768A", 130)
    for angle, size in ((-150, 150), (-120, 170), (-90, 180), (-62, 172), (-32, 150)):
        leaf(c, 520, 308, size, size * 0.34, angle, "#3F7F5A" if angle % 4 else "#4F946B")
    # watering can, away in the second picture
    if not second:
        c.rect(740, 320, 130, 100, "#2E6F95", 14)
        c.line([(746, 400), (690, 330)], "#2E6F95", 20)
        c.line([(676, 344), (706, 318)], "#225873", 16)
        c.curve([(862, 336), (940, 330), (930, 410), (866, 404)], "#225873", 14)
    # hanging plant
    pot(c, 1050, 420, "#5E8C86", "#4C7771", 120, 84)
    for dx, length in ((-60, 130), (-32, 70), (34, 90), (64, 150)):
        points = bezier([(1050 + dx * 0.6, 330), (1050 + dx * 1.6, 300), (1050 + dx * 1.7, 330 + length)])
        c.line(points, "#5C8A48", 6)
        for at in range(14, len(points), 9):
            leaf(c, points[at][0], points[at][1], 34, 12, 30 if at % 2 else 150, "#6FA35A")
    # wilting plant
    pot(c, 240, 770, "#E0B458", "#C99A3C")
    for dx, colour in ((-110, "#A79A4C"), (-60, "#B5A556"), (64, "#A79A4C"), (112, "#B08E48")):
        stem = bezier([(240, 664), (240 + dx * 0.3, 560), (240 + dx, 570), (240 + dx * 1.1, 650)])
        c.line(stem, "#8C8442", 7)
        leaf(c, stem[-1][0], stem[-1][1], 62, 20, 80 if dx > 0 else 100, colour)
    c.oval(366, 764, 26, 7, "#B08E48")
    # snake plant, its pot is white in the second picture
    pot(c, 560, 770, "#F4F0E6" if second else "#8C5A7C", "#DDD6C6" if second else "#764866", 120)
    for angle, size in ((-112, 190), (-98, 240), (-84, 220), (-70, 180)):
        leaf(c, 560, 664, size, 26, angle, "#4C7F63")
        leaf(c, 560, 664, size * 0.92, 12, angle, "#86AE74")
    # basil, with a ladybird in the second picture
    pot(c, 850, 770, "#C96B4B", "#B0563A", 130)
    for dx, dy, r in ((-50, 0, 40), (50, 0, 42), (0, -34, 50), (-26, 22, 36), (28, 24, 36)):
        c.oval(850 + dx, 616 + dy, r, r * 0.85, "#5B9A4E" if dx % 4 else "#6DB05C")
    for dx, dy in ((-40, -8), (10, -46), (44, 4), (-6, 10)):
        leaf(c, 850 + dx, 616 + dy, 40, 14, -40, "#82C06E")
    if second:
        c.oval(884, 588, 20, 16, "#D8402F")
        c.oval(900, 582, 8, 8, "#1F1D1A")
        c.line([(882, 573), (888, 603)], "#1F1D1A", 3)
        for dx, dy in ((-10, -4), (-6, 8), (8, 6), (4, -8)):
            c.oval(884 + dx, 588 + dy, 3, 3, "#1F1D1A")
    # books
    for x, w, h, colour in ((980, 36, 190, "#2E6F95"), (1018, 46, 210, "#B23A2E"), (1066, 30, 176, "#E0B458"), (1098, 42, 200, "#3E7C6B")):
        c.rect(x, 770 - h, w, h, colour, 4)
        c.rect(x + 7, 770 - h + 26, w - 14, 8, "#FFFFFF99")
    c.save(name, quality=90)


def shapes():
    c = Canvas(1200, 900, "#F5F4F1")
    c.rect(50, 50, 1100, 800, "#FFFFFF", 24, "#DAD6CE", 4)
    red, blue, yellow, green = "#D1493B", "#2F6FB5", "#E8B23A", "#4E9A63"
    board = [["cR", "sB", "tY", "cB"], ["tG", "cY", "sR", "tB"], ["sG", "tR", "cB", "sY"]]
    paint = {"R": red, "B": blue, "Y": yellow, "G": green}
    for row, line in enumerate(board):
        for column, (form, colour) in enumerate(line):
            x, y, r = 200 + column * 266, 190 + row * 260, 86
            if form == "c":
                c.oval(x, y, r, r, paint[colour])
            elif form == "s":
                c.rect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, paint[colour], 10)
            else:
                c.poly([(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)], paint[colour])
    c.save("shapes.png")


def metro():
    c = Canvas(1280, 860, "#FBFAF7")
    c.text(64, 48, "City lines", 40, weight="SemiBold")
    red, blue, green = "#C8402F", "#2563C9", "#2F8A5A"
    c.line([(120, 620), (330, 620), (520, 430), (900, 430), (1140, 190)], red, 22)
    c.line([(180, 200), (520, 200), (700, 380), (700, 640), (820, 760), (1120, 760)], blue, 22)
    c.line([(330, 780), (330, 520), (330, 340), (460, 200)], green, 22)
    stops = [(120, 620, "Harbour", "l"), (520, 430, "Market", "br"), (900, 430, "Theatre", "b"), (1140, 190, "Airport", "u"), (180, 200, "North Gate", "u"), (700, 640, "Mill", "r"), (820, 760, "Gardens", "b"), (1120, 760, "Stadium", "u"), (330, 780, "Docks", "r")]
    changes = [(330, 620, "Old Bridge", "u2"), (700, 430, "Central", "r2"), (460, 200, "Museum", "u")]
    for x, y, name, side in stops + changes:
        wide = (x, y, name, side) in changes
        c.oval(x, y, 23 if wide else 16, 23 if wide else 16, "#FFFFFF", "#1F1D1A", 6 if wide else 5)
        dx, dy, anchor = {"u": (0, -34, "mb"), "b": (0, 34, "ma"), "br": (8, 30, "la"), "r": (36, 0, "lm"), "l": (0, 38, "ma"), "u2": (38, 30, "la"), "r2": (24, -34, "lb")}[side]
        c.text(x + dx, y + dy, name, 30, weight="SemiBold" if wide else "Regular", anchor=anchor)
    for index, (colour, name) in enumerate(((red, "Line 1"), (blue, "Line 2"), (green, "Line 3"))):
        c.line([(1010, 560 + index * 46), (1070, 560 + index * 46)], colour, 16)
        c.text(1096, 560 + index * 46, name, 28, anchor="lm")
    c.save("metro.png")


if __name__ == "__main__":
    OUT.mkdir(exist_ok=True)
    kitchen()
    workbench()
    street()
    chart()
    receipt()
    plants("shelf-morning.jpg", False)
    plants("shelf-evening.jpg", True)
    shapes()
    metro()
