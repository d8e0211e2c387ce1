// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/clip.h"

#include <filesystem>

namespace trutina::demo {

/// Writes an .mp4 with the MPEG-4 encoder that FFmpeg always has. Not atomic: for folders in the making. Throws engine::Failure
/// "file.not_written".
void writeVideo(const Clip& clip, const std::filesystem::path& file);

} // namespace trutina::demo
