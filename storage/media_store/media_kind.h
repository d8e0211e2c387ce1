// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>

namespace trutina::storage {

/// What a medium looks like from its first bytes. A hint for lists and icons; whether it can be read, the engine tells.
enum class MediaKind { Image, Video };

inline constexpr std::size_t kMediaKindBytes = 512; ///< enough of the start of a file to tell

/// Video for the containers of moving pictures, Image for all else: an animated picture is a picture.
[[nodiscard]] MediaKind mediaKindOf(std::span<const std::byte> start);

} // namespace trutina::storage
