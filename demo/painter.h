// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/scene.h"
#include "engine/media/picture.h"

namespace trutina::demo {

/// Paints with smooth edges, in whole numbers: the same pixels on every machine.
[[nodiscard]] engine::Picture paint(const Scene& scene);
[[nodiscard]] engine::Picture paintBackground(const Background& background, int width, int height);
/// A shape onto a picture, at its own place in sixteenths of a pixel; what lies outside is cut.
void paintShape(const PlacedShape& shape, engine::Picture& picture);

} // namespace trutina::demo
