// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace trutina::demo {

enum class Kind {
    Sum,
    Instruction,
    Nonsense,
    Count,
    Colour,
    Existence,
    Position,
    Size,
    WhichPicture,
    MoreShapes,
    Direction,
    Order,
    VideoCount,
    PictureDescription,
    PicturesDescription,
    VideoDescription
};
enum class MediaKind { None, Picture, Pictures, Video };

struct KindInfo {
    Kind kind;
    const char* name;
    MediaKind media;
};

inline constexpr std::array kAllKinds{
    KindInfo{Kind::Sum, "sum", MediaKind::None},
    KindInfo{Kind::Instruction, "instruction", MediaKind::None},
    KindInfo{Kind::Nonsense, "nonsense", MediaKind::None},
    KindInfo{Kind::Count, "count", MediaKind::Picture},
    KindInfo{Kind::Colour, "colour", MediaKind::Picture},
    KindInfo{Kind::Existence, "existence", MediaKind::Picture},
    KindInfo{Kind::Position, "position", MediaKind::Picture},
    KindInfo{Kind::Size, "size", MediaKind::Picture},
    KindInfo{Kind::WhichPicture, "which-picture", MediaKind::Pictures},
    KindInfo{Kind::MoreShapes, "more-shapes", MediaKind::Pictures},
    KindInfo{Kind::Direction, "direction", MediaKind::Video},
    KindInfo{Kind::Order, "order", MediaKind::Video},
    KindInfo{Kind::VideoCount, "video-count", MediaKind::Video},
    KindInfo{Kind::PictureDescription, "picture-description", MediaKind::Picture},
    KindInfo{Kind::PicturesDescription, "pictures-description", MediaKind::Pictures},
    KindInfo{Kind::VideoDescription, "video-description", MediaKind::Video},
};
inline constexpr std::size_t kDescribingKinds = 3;
/// Those that ask about a fact, and are examined.
inline constexpr std::span kKinds = std::span(kAllKinds).first<kAllKinds.size() - kDescribingKinds>();
/// Those that only help to learn.
inline constexpr std::span kDescriptions = std::span(kAllKinds).last<kDescribingKinds>();

[[nodiscard]] constexpr const KindInfo& infoOf(Kind kind) {
    return kAllKinds[static_cast<std::size_t>(kind)];
}
[[nodiscard]] constexpr const char* name(MediaKind media) {
    constexpr std::array kNames{"none", "picture", "pictures", "video"};
    return kNames[static_cast<std::size_t>(media)];
}
[[nodiscard]] constexpr std::optional<Kind> kindNamed(std::string_view name) {
    for (const KindInfo& info : kKinds) {
        if (name == info.name) {
            return info.kind;
        }
    }
    return std::nullopt;
}

} // namespace trutina::demo
