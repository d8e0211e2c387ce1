// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/clip.h"
#include "demo/scene.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace trutina::demo {

/// "circle", "red circle", "red shape" or "shape".
struct Subject {
    std::optional<Shape> shape;
    std::optional<Colour> colour;

    [[nodiscard]] bool matches(const PlacedShape& placed) const {
        return (!shape || *shape == placed.shape) && (!colour || *colour == placed.colour);
    }
    [[nodiscard]] std::string noun(bool isPlural = false) const;
    bool operator==(const Subject&) const = default;
};

/// What a question asks. The comment tells what the two values of a claim are.
enum class Asked {
    Count,         ///< numbers
    ColourOf,      ///< Colour
    Existence,     ///< 0 no, 1 yes
    PlaceOf,       ///< Place
    Relation,      ///< Place without Centre: where the subject is, seen from the other
    SizeOf,        ///< size class: 0 small, 1 middle, 2 large; asked in plain worlds only
    Larger,        ///< which one: 0 the subject, 1 the other
    Smaller,       ///< likewise
    IsLarger,      ///< whether the subject is larger than the other: 0 no, 1 yes
    WhichPicture,  ///< 0 the first, 1 the second
    MorePicture,   ///< likewise
    FewerPicture,  ///< likewise
    DirectionOf,   ///< Direction
    First,         ///< which came first of all: 0 the subject, 1 the other
    Last,          ///< likewise
    CameBefore,    ///< which of the two came first: 0 the subject, 1 the other
    DidComeBefore, ///< whether the subject came before the other: 0 no, 1 yes
    Arrived,       ///< numbers
};

enum class Place { Left, Right, Top, Bottom, Centre };

/// A question with two answers, one of which is to be true.
struct Claim {
    Asked asked = Asked::Count;
    Subject subject, other;
    std::array<int, 2> values{};
};

/// What a question is about: one picture, two, or a clip.
struct Media {
    std::vector<Scene> pictures;
    std::optional<Clip> clip;
    bool operator==(const Media&) const = default;
};

/// Which of the two values holds, 0 or 1; nothing unless exactly one does, and plainly.
[[nodiscard]] std::optional<int> truth(const Claim& claim, const Media& media);

/// Ways to ask, and ways to answer with either value: the same way at the same place of both lists.
struct Wordings {
    std::vector<std::string> questions;
    std::array<std::vector<std::string>, 2> answers;
};
[[nodiscard]] Wordings wordings(const Claim& claim);

} // namespace trutina::demo
