// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace trutina::demo {

/// Everyday sentences, so that a vocabulary made from the corpus is not blind to words that the worlds lack.
[[nodiscard]] std::span<const char* const> plainEnglish();

} // namespace trutina::demo
