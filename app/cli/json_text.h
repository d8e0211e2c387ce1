// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace trutina::cli {

// Text of JSON values. Written here rather than through a document: scores are floats, and must be printed with the shortest form
// that reads back to the same float, which differs from that of the double they would become.

[[nodiscard]] std::string jsonText(std::string_view utf8); ///< bytes that are not UTF-8 become U+FFFD
[[nodiscard]] std::string jsonText(const std::string& utf8);
[[nodiscard]] std::string jsonText(const char* utf8);
[[nodiscard]] std::string jsonText(float number); ///< null unless finite
[[nodiscard]] std::string jsonText(double number);
[[nodiscard]] std::string jsonText(bool value);

template <typename Integer, std::enable_if_t<std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>, int> = 0>
[[nodiscard]] std::string jsonText(Integer number) {
    return std::to_string(number);
}

template <typename List>
[[nodiscard]] std::string jsonList(const List& list);

namespace detail {
template <typename T>
std::string element(const T& value) {
    if constexpr (requires { jsonText(value); }) {
        return jsonText(value);
    } else {
        return jsonList(value);
    }
}
} // namespace detail

template <typename List>
std::string jsonList(const List& list) {
    std::string text = "[";
    for (const typename List::value_type& value : list) {
        text += (text.size() > 1 ? "," : "") + detail::element(value);
    }
    return text + "]";
}

/// One object, its fields in the order in which they are added.
class JsonObject {
  public:
    /// `json` is text of JSON already.
    JsonObject& addJson(std::string_view name, std::string_view json) {
        m_fields += (m_fields.empty() ? "" : ",") + jsonText(name) + ":" + std::string(json);
        return *this;
    }
    template <typename T>
    JsonObject& add(std::string_view name, const T& value) {
        return addJson(name, detail::element(value));
    }
    JsonObject& add(std::string_view name, const JsonObject& object) { return addJson(name, object.text()); }

    [[nodiscard]] std::string text() const { return "{" + m_fields + "}"; }

  private:
    std::string m_fields;
};

} // namespace trutina::cli
