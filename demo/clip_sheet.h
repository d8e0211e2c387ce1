// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/labelled_scenes.h"

#include <vector>

namespace trutina::demo {

/// The frames (112 x 112 each) as a model with tiles of 112 pixels sees them: side by side below their labels on a sheet 112
/// pixels high (model specification 7.3, 7.4). Shapes are painted at their final size, which is what scaling leaves up to
/// softness, and a hundred times as fast.
[[nodiscard]] LabelledPicture composeSheet(const std::vector<Scene>& frames, bool withLabels);

} // namespace trutina::demo
