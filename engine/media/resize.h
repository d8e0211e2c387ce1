// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"

namespace trutina::engine {

/// Pillow's antialiased bilinear resize, bit for bit (specification 3.4). All four sizes must be at least 1.
[[nodiscard]] Picture resizeBilinear(const Picture& picture, int width, int height);

/// Pixel (x, y) becomes (y, x).
[[nodiscard]] Picture transpose(const Picture& picture);

} // namespace trutina::engine
