// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"
#include "engine/api/video.h"
#include "engine/media/video_file.h"

namespace trutina::engine {

/// What the container declares, and what counting its frames gave. Without a declared duration, that of the frames at their rate.
[[nodiscard]] VideoFacts factsOf(const VideoFile& file, std::int64_t frames);

[[nodiscard]] Failure emptyVideo(const std::filesystem::path& file);

} // namespace trutina::engine
