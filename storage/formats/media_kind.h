// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <string>
#include <string_view>

namespace trutina::storage {

enum class MediaKind { Image, Video, Unknown };

struct MediaType {
    MediaKind kind = MediaKind::Unknown;
    std::string extension; ///< without a dot; empty when unknown
};

/// Told by the first bytes of a file (64 are enough). An animated picture is an image.
MediaType mediaTypeOf(std::string_view start);

/// Told by what the user said, then by the bytes, then by the ending of the original name. Never fails: unreadable is unknown.
MediaType mediaTypeOf(const MediaRecord& media);

} // namespace trutina::storage
