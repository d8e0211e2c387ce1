// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/claim.h"
#include "engine/media/picture.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace trutina::demo {

/// Writes the pictures or the video into a folder, as NAME.png or NAME.mp4, of two pictures NAME-1.png and NAME-2.png. Gives the
/// file names, in order. Not atomic: for folders in the making. Throws engine::Failure "file.not_written".
std::vector<std::string> writeMedia(const Media& media, const std::filesystem::path& folder, const std::string& name);

/// Six digits: names sort as their numbers do.
[[nodiscard]] std::string paddedNumber(std::int64_t number);

/// Throws engine::Failure "file.not_written".
void writePicture(const engine::Picture& picture, const std::filesystem::path& file);

} // namespace trutina::demo
