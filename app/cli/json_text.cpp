// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/json_text.h"

#include <nlohmann/json.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace trutina::cli {

namespace {

template <typename Number>
std::string shortest(Number number) {
    if (!std::isfinite(number)) {
        return "null"; // JSON has no other word for it
    }
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    return {buffer.data(), end};
}

} // namespace

std::string jsonText(std::string_view utf8) {
    return nlohmann::json(utf8).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string jsonText(const std::string& utf8) {
    return jsonText(std::string_view(utf8));
}

std::string jsonText(const char* utf8) {
    return jsonText(std::string_view(utf8));
}

std::string jsonText(float number) {
    return shortest(number);
}

std::string jsonText(double number) {
    return shortest(number);
}

std::string jsonText(bool value) {
    return value ? "true" : "false";
}

} // namespace trutina::cli
