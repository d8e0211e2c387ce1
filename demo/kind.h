// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <optional>
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
    VideoCount
};
enum class MediaKind { None, Picture, Pictures, Video };

struct KindInfo {
    Kind kind;
    const char* name;
    MediaKind media;
};

inline constexpr std::array kKinds{
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
};

[[nodiscard]] constexpr const KindInfo& infoOf(Kind kind) {
    return kKinds[static_cast<std::size_t>(kind)];
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
