// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/claim.h"
#include "demo/kind.h"

#include <array>
#include <cstddef>
#include <optional>

namespace trutina::demo {

/// A claim, which of its values is true, and media in which it is.
struct Posed {
    Claim claim;
    int trueValue = 0;
    Media media;
};

/// What stands beside the shapes that a question is about: as many others as the kind has it, or as few as can be; then a wrong
/// answer names what the picture does not show. Alike: of Kind::Existence, several of one shape in one colour and nothing else;
/// Kind::Size asks how large one thing is; of two pictures each is full of one thing, or has many more of it; two
/// shapes of a video come at its beginning and at its end; other kinds as alone. In both plainer crowds things are compared one
/// way only: which is larger, which picture has more, which of two came first. Learning begins with the plainer ones.
enum class Crowd { Alike, Alone, Usual };
[[nodiscard]] constexpr const char* name(Crowd crowd) {
    constexpr std::array kNames{"alike", "alone", "usual"};
    return kNames[static_cast<std::size_t>(crowd)];
}

/// How things are compared. One way: which of two is larger, which picture has more, which of two came first. What turns an
/// answer round
/// ("smaller", "fewer", "last") or hides what is compared behind yes and no is learnt far later than this.
enum class Comparing { AnyWay, OneWay };

/// Draws the claim, tosses which value is true, and only then makes the media: nothing in the claim can tell the toss. Held-out
/// media show what is asked about (or, where it is missing, something else) in a combination that training lacks.
[[nodiscard]] Posed pose(Random& random, Kind kind, Split split, Crowd crowd = Crowd::Usual,
                         Comparing comparing = Comparing::AnyWay);

/// Another claim about media that are there; nothing when this try finds none.
[[nodiscard]] std::optional<Claim> propose(Random& random, Kind kind, const Media& media,
                                           Comparing comparing = Comparing::AnyWay);

} // namespace trutina::demo
