# SPDX-FileCopyrightText: 2026 The Trutina authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Picture preparation as the reference does it, with Pillow and torch: picture_side.py THREADS

A request holds "picture", "hd_num" and "tile"; with "save" the sheet is written there, as bytes of RGB.
"""
import math
import sys

import numpy
import torch
from PIL import Image

from side import serve, timed

MEAN = torch.tensor([0.48145466, 0.4578275, 0.40821073]).view(3, 1, 1)
DEVIATION = torch.tensor([0.26862954, 0.26130258, 0.27577711]).view(3, 1, 1)


def sheet_of(path, hd_num, tile):
    """Decode, scale to the most tiles that hd_num allows and the picture fills, pad below with white."""
    picture = Image.open(path).convert("RGB")
    upright = picture.width < picture.height
    if upright:
        picture = picture.transpose(Image.TRANSPOSE)
    ratio = picture.width / picture.height
    across = 1
    while (across + 1) * math.ceil((across + 1) / ratio) <= hd_num:
        across += 1
    across = min(across, math.ceil(picture.width / tile))
    width, height = across * tile, int(across * tile / ratio)
    sheet = Image.new("RGB", (width, math.ceil(height / tile) * tile), "white")
    sheet.paste(picture.resize((width, height), Image.BILINEAR), (0, 0))
    return sheet.transpose(Image.TRANSPOSE) if upright else sheet


def tiles_of(sheet, tile):
    """Normalise, take the global view, cut the tiles."""
    pixels = torch.from_numpy(numpy.array(sheet)).permute(2, 0, 1).float().div_(255).sub_(MEAN).div_(DEVIATION)
    rows, columns = pixels.shape[1] // tile, pixels.shape[2] // tile
    whole = torch.nn.functional.interpolate(pixels.unsqueeze(0), size=(tile, tile), mode="bicubic")
    parts = pixels.view(3, rows, tile, columns, tile).permute(1, 3, 0, 2, 4).reshape(-1, 3, tile, tile)
    return torch.cat([whole, parts])


def main(threads):
    torch.set_num_threads(int(threads))
    torch.set_grad_enabled(False)

    def answer(request):
        def prepare():
            sheet = sheet_of(request["picture"], request["hd_num"], request["tile"])
            return sheet, tiles_of(sheet, request["tile"])

        seconds, (sheet, tiles) = timed(prepare)
        if "save" in request:
            with open(request["save"], "wb") as stream:
                stream.write(sheet.tobytes())
        return {"seconds": seconds, "tiles": tiles.shape[0], "width": sheet.width, "height": sheet.height}

    serve(answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
