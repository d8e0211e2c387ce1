// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "engine/api/error.h"
#include "engine/api/media_info.h"

#include <filesystem>

namespace trutina::engine {

/// Checks that the medium may be read at all and tells whether it is a picture or a video. A picture has one of the extensions of
/// specification 3.2, in any case; a video one of the usual ones, unless `as` says that it is a video: then any container that
/// FFmpeg knows will do, and a folder of numbered pictures, too. Otherwise told by the first bytes; where they say nothing, by
/// the extension. `as` overrides both. Throws Failure "media.not_found", "media.unsupported", "media.unreadable".
[[nodiscard]] MediaKind mediaKindOf(const std::filesystem::path& file, MediaReading as = MediaReading::Automatic);

[[nodiscard]] bool hasPictureExtension(const std::filesystem::path& file);

/// The refusals that more than one reader makes, worded once.
[[nodiscard]] Failure absentMedia(const std::filesystem::path& file);
[[nodiscard]] Failure unreadableMedia(const std::filesystem::path& file, const std::string& detail);
[[nodiscard]] Failure oversizedMedia(const std::filesystem::path& file, const std::string& size);

} // namespace trutina::engine
