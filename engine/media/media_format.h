// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "engine/api/error.h"
#include "engine/api/media_info.h"

#include <filesystem>

namespace trutina::engine {

/// Checks that the file may be read at all (specification 3.2: a known extension, in any case; a regular file, not empty) and
/// tells by its first bytes whether it is a picture or a video; where they say nothing, by the extension. `as` overrides both.
/// Throws Failure "media.not_found", "media.unsupported", "media.unreadable".
[[nodiscard]] MediaKind mediaKindOf(const std::filesystem::path& file, MediaReading as = MediaReading::Automatic);

/// The refusals that more than one reader makes, worded once.
[[nodiscard]] Failure unreadableMedia(const std::filesystem::path& file, const std::string& detail);
[[nodiscard]] Failure oversizedMedia(const std::filesystem::path& file, const std::string& size);

} // namespace trutina::engine
