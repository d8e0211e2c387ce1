// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_text.h"

#include <algorithm>

namespace trutina::storage {
namespace {

constexpr std::string_view kSpace = " \t\r\n";

/// Position after the string that begins at `at` (a quotation mark).
std::size_t skipString(std::string_view json, std::size_t at) {
    for (++at; at < json.size(); ++at) {
        if (json[at] == '\\') {
            ++at;
        } else if (json[at] == '"') {
            return at + 1;
        }
    }
    return json.size();
}

std::size_t skipSpace(std::string_view json, std::size_t at) {
    return std::min(json.find_first_not_of(kSpace, at), json.size());
}

/// Position after the value that begins at `at`.
std::size_t skipValue(std::string_view json, std::size_t at) {
    std::size_t depth = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (c == '"') {
            at = skipString(json, at);
            if (depth == 0) {
                return at;
            }
            continue;
        }
        if (c == '{' || c == '[') {
            ++depth;
        } else if (c == '}' || c == ']') {
            if (depth == 0) {
                return at; // the end of a number or a literal
            }
            if (--depth == 0) {
                return at + 1;
            }
        } else if (depth == 0 && (c == ',' || kSpace.find(c) != std::string_view::npos)) {
            return at;
        }
        ++at;
    }
    return json.size();
}

} // namespace

std::size_t nestingDepth(std::string_view json) {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    std::size_t at = 0;
    while (at < json.size()) {
        const char c = json[at];
        if (c == '"') {
            at = skipString(json, at);
            continue;
        }
        if (c == '{' || c == '[') {
            deepest = std::max(deepest, ++depth);
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        }
        ++at;
    }
    return deepest;
}

std::optional<std::string_view> memberText(std::string_view object, std::string_view key) {
    std::optional<std::string_view> found;
    std::size_t at = skipSpace(object, 0);
    if (at == object.size() || object[at] != '{') {
        return found;
    }
    at = skipSpace(object, at + 1);
    while (at < object.size() && object[at] == '"') {
        const std::size_t keyEnd = skipString(object, at);
        const std::string_view name = object.substr(at + 1, keyEnd - at - 2);
        at = skipSpace(object, keyEnd);
        at = skipSpace(object, at + 1); // the colon
        const std::size_t valueEnd = skipValue(object, at);
        if (name == key) {
            found = object.substr(at, valueEnd - at);
        }
        at = skipSpace(object, valueEnd);
        if (at < object.size() && object[at] == ',') {
            at = skipSpace(object, at + 1);
        }
    }
    return found;
}

std::string withMember(std::string_view object, std::string_view key, std::string_view value) {
    std::string result(object);
    if (const auto old = memberText(object, key)) {
        result.replace(static_cast<std::size_t>(old->data() - object.data()), old->size(), value);
        return result;
    }
    const std::size_t end = object.rfind('}');
    if (end == std::string_view::npos) {
        return "{\"" + std::string(key) + "\":" + std::string(value) + "}";
    }
    const std::size_t last = object.find_last_not_of(kSpace, end - 1);
    const bool isEmpty = last == std::string_view::npos || object[last] == '{';
    result.insert(end, std::string(isEmpty ? "" : ",") + "\"" + std::string(key) + "\":" + std::string(value));
    return result;
}

} // namespace trutina::storage
