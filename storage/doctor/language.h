// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace trutina::storage {

/// In which language a text is, as far as its letters and commonest words tell: "Chinese", "Japanese", "Korean", "Greek",
/// "Arabic", "Hebrew", "Hindi", "Thai" and "Russian" by script (so another language of that script gets the same name), and
/// "English", "German", "French", "Spanish", "Italian", "Portuguese" and "Dutch" by their commonest words. Empty where that does
/// not decide: fewer than twenty letters, several scripts, or, in Latin script, fewer than twelve words or no clear winner.
/// Code between fences is not looked at.
[[nodiscard]] std::string languageOf(std::string_view text);

} // namespace trutina::storage
