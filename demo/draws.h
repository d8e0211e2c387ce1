// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/claim.h"
#include "demo/media_questions.h"

#include <vector>

namespace trutina::demo {

// What posing and proposing draw alike.

/// A shape in a colour; in held-out questions one that has held-out places.
[[nodiscard]] Subject drawCombination(Random& random, Split split);
/// A wish for something that the subject means.
[[nodiscard]] Wish wishFor(Random& random, const Subject& subject, Split split, bool isSubject);
/// Something else, half of the times close: of the same shape or the same colour.
[[nodiscard]] Wish wishBeside(Random& random, const std::vector<Subject>& subjects, bool mustBeNew = false);
/// What is counted: mostly a shape, also a colour, a shape in a colour, or all.
[[nodiscard]] Subject countedOf(Random& random, Shape shape, Colour colour);
/// Most of them that are asked about.
[[nodiscard]] int mostCounted(const Subject& subject);

[[nodiscard]] Asked drawSizeQuestion(Random& random, Comparing comparing);
[[nodiscard]] Asked drawNumberQuestion(Random& random, Comparing comparing);
[[nodiscard]] Asked drawOrderQuestion(Random& random, Comparing comparing);

[[nodiscard]] std::array<int, 2> sorted(int a, int b);
/// Left and right, top and bottom, or with the centre: places that never hold at once.
[[nodiscard]] std::array<int, 2> drawPlaces(Random& random, bool withCentre);

} // namespace trutina::demo
