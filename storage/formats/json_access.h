// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace trutina::storage {

// Looking into JSON that somebody else wrote. Every function that names a place throws Failure "record.wrong_type" with it.

/// Deepest nesting that is read; deeper texts are refused before they are parsed.
inline constexpr std::size_t kDeepestJson = 64;

[[noreturn]] void refuseType(const std::string& place, const std::string& wanted, const nlohmann::json& found);

/// The member, or null when the value is no object, or the member is absent or null.
const nlohmann::json* member(const nlohmann::json& value, const char* key);
const nlohmann::json* stringMember(const nlohmann::json& value, const char* key); ///< only when it is a string
const nlohmann::json* listMember(const nlohmann::json& value, const char* key);   ///< only when it is a list

/// A member that must be there.
const nlohmann::json& required(const nlohmann::json& object, const char* key);

std::string textOf(const nlohmann::json& value, const std::string& place);
const nlohmann::json& listOf(const nlohmann::json& value, const std::string& place);
/// A number, or a text that is one ("4"); nothing when it is neither.
std::optional<double> numberOf(const nlohmann::json& value);
/// true, false, 1, 0, or such a text; nothing otherwise.
std::optional<bool> truthOf(const nlohmann::json& value);

/// "messages[3]".
std::string element(const std::string& place, std::size_t index);

/// One text as JSON. Throws Failure "row.not_utf8", "row.too_deep", "row.not_json", "record.not_an_object".
nlohmann::json parseObject(std::string_view text);

} // namespace trutina::storage
