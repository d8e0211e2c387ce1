// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/draws.h"

#include <algorithm>

namespace trutina::demo {

Subject drawCombination(Random& random, Split split) {
    while (true) {
        const Shape shape = random.pick(kShapes);
        const Colour colour = random.pick(kColours);
        if (split == Split::Training || hasHeldOutCells(shape, colour)) {
            return {shape, colour};
        }
    }
}

Wish wishFor(Random& random, const Subject& subject, Split split, bool isSubject) {
    while (true) {
        const Subject drawn = drawCombination(random, isSubject ? split : Split::Training);
        const Shape shape = subject.shape.value_or(*drawn.shape);
        const Colour colour = subject.colour.value_or(*drawn.colour);
        if (!isSubject || split == Split::Training || hasHeldOutCells(shape, colour)) {
            return {shape, colour, -1, isSubject};
        }
    }
}

Wish wishBeside(Random& random, const std::vector<Subject>& subjects, bool mustBeNew) {
    while (true) {
        Wish wish{random.pick(kShapes), random.pick(kColours), -1, mustBeNew};
        const Subject& near = random.pick(subjects);
        const int lot = random.below(4);
        if (lot == 0) {
            wish.shape = near.shape.value_or(wish.shape);
        } else if (lot == 1) {
            wish.colour = near.colour.value_or(wish.colour);
        }
        const PlacedShape placed{wish.shape, wish.colour, 0, 0, 0, 0, 0};
        const bool isMeant =
            std::any_of(subjects.begin(), subjects.end(), [&](const Subject& subject) { return subject.matches(placed); });
        if (!isMeant && (!mustBeNew || hasHeldOutCells(wish.shape, wish.colour))) {
            return wish;
        }
    }
}

Subject countedOf(Random& random, Shape shape, Colour colour) {
    const int lot = random.below(100);
    if (lot < 55) {
        return {shape, std::nullopt};
    }
    if (lot < 75) {
        return {std::nullopt, colour};
    }
    return lot < 90 ? Subject{shape, colour} : Subject{};
}

int mostCounted(const Subject& subject) {
    constexpr int kThings = 4;
    constexpr int kOfAColour = 3;
    constexpr int kOfBoth = 2;
    if (subject.colour) {
        return subject.shape ? kOfBoth : kOfAColour;
    }
    return kThings;
}

Asked drawSizeQuestion(Random& random, Comparing comparing) {
    constexpr std::array kAsked{Asked::Larger, Asked::Smaller, Asked::IsLarger};
    const Asked asked = random.pick(kAsked);
    return comparing == Comparing::AnyWay ? asked : Asked::Larger;
}

Asked drawNumberQuestion(Random& random, Comparing comparing) {
    const Asked asked = random.coin() == 0 ? Asked::MorePicture : Asked::FewerPicture;
    return comparing == Comparing::AnyWay ? asked : Asked::MorePicture;
}

Asked drawOrderQuestion(Random& random, Comparing comparing) {
    constexpr std::array kAsked{Asked::First, Asked::Last, Asked::CameBefore, Asked::DidComeBefore};
    const Asked asked = random.pick(kAsked);
    return comparing == Comparing::AnyWay ? asked : Asked::CameBefore;
}

std::array<int, 2> sorted(int a, int b) {
    return {std::min(a, b), std::max(a, b)};
}

std::array<int, 2> drawPlaces(Random& random, bool withCentre) {
    const int lot = random.below(withCentre ? 3 : 2);
    const int side = random.below(4);
    if (lot == 2) {
        return sorted(side, static_cast<int>(Place::Centre));
    }
    return lot == 0 ? sorted(static_cast<int>(Place::Left), static_cast<int>(Place::Right))
                    : sorted(static_cast<int>(Place::Top), static_cast<int>(Place::Bottom));
}

} // namespace trutina::demo
