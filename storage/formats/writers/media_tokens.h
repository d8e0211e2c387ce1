// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"

#include <cstddef>
#include <vector>

namespace trutina::storage {

/// A prompt whose media are written as tokens, `<image>` and `<video>`, as many as there are: pictures stand where the prompt
/// says
/// `<ImageHere>`, without that before the first user text, videos before everything. Throws Failure "pair.placeholders" when the
/// placeholders do not fit the pictures or a text holds such a token already, "pair.no_user_turn" when no turn can show them.
std::vector<Turn> withTokens(std::vector<Turn> prompt, std::size_t images, std::size_t videos);

/// Throws Failure "pair.placeholders" when a text holds a token or placeholder that would be taken for a medium.
void requireNoTokens(const std::vector<Turn>& turns);

} // namespace trutina::storage
