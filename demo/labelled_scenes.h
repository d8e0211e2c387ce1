// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/scene.h"
#include "engine/media/picture.h"

#include <cstdint>
#include <vector>

namespace trutina::demo {

/// A picture and what is in it, for the vision stage: places and sizes in sixteenths of a pixel of the picture.
struct LabelledPicture {
    engine::Picture picture;
    std::vector<PlacedShape> shapes;
};

/// Pictures of all forms, and sheets of frames. No held-out combination stands in them.
[[nodiscard]] LabelledPicture drawLabelledPicture(std::uint64_t seed, std::uint64_t number);

} // namespace trutina::demo
