// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/question.h"

#include <optional>

namespace trutina::demo {

/// Asks for a description of all that the media show. The wrong one tells one thing wrongly: its size, colour, shape, place or
/// direction; never so that a combination comes up that is held out of training. Nothing where there is nothing to describe, or
/// where no such mistake was found.
[[nodiscard]] std::optional<Question> describe(Random& random, const Media& media);

} // namespace trutina::demo
