// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace trutina::storage {

/// How deeply arrays and objects are nested in a JSON text; looks at brackets only, so the text need not be well-formed.
std::size_t nestingDepth(std::string_view json);

/// The text of the value of `key` in a well-formed JSON object, exactly as it stands there; the last one when the key occurs
/// twice. Nothing when the key is absent, or written with escapes.
std::optional<std::string_view> memberText(std::string_view object, std::string_view key);

/// A well-formed JSON object with the value of `key` replaced by `value`, or with the key added at the end. All else stays as it
/// stands.
std::string withMember(std::string_view object, std::string_view key, std::string_view value);

/// Appends a text as a JSON string; what JSON cannot hold is escaped, all else stays as it is. `text` must be UTF-8.
void appendQuoted(std::string& json, std::string_view text);

} // namespace trutina::storage
