// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/claim.h"
#include "demo/kind.h"

#include <optional>

namespace trutina::demo {

/// A claim, which of its values is true, and media in which it is.
struct Posed {
    Claim claim;
    int trueValue = 0;
    Media media;
};

/// Draws the claim, tosses which value is true, and only then makes the media: nothing in the claim can tell the toss. Held-out
/// media show what is asked about (or, where it is missing, something else) in a combination that training lacks.
[[nodiscard]] Posed pose(Random& random, Kind kind, Split split);

/// Another claim about media that are there; nothing when this try finds none.
[[nodiscard]] std::optional<Claim> propose(Random& random, Kind kind, const Media& media);

} // namespace trutina::demo
