// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"
#include "engine/model/image_encoder.h"
#include "engine/scoring/media_library.h"

#include <cstdint>
#include <span>

namespace trutina::engine {

/// The tokens of a sheet after some of its pixels were changed, made from those before: tiles do not see each other in the vision
/// tower and vectors do not in the projector, so that only the changed views are encoded again. `tokens` stays as it is.
/// `views`: as changedViews() lists them.
[[nodiscard]] at::Tensor tokensAfterChange(const at::Tensor& tokens, const Picture& changed, std::span<const std::int64_t> views,
                                           MediaLibrary::Geometry geometry, std::int64_t tileSize, ImageEncoder& encoder,
                                           Pace& pace);

} // namespace trutina::engine
