// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"

#include "storage/formats/json_text.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <charconv>
#include <cmath>

namespace trutina::storage {

using Json = nlohmann::json;

void refuseType(const std::string& place, const std::string& wanted, const Json& found) {
    throw Failure("record.wrong_type", place + " must be " + wanted + ", but is of the type " + found.type_name() + ".",
                  "Correct the record and try again.");
}

const Json* member(const Json& value, const char* key) {
    if (!value.is_object()) {
        return nullptr;
    }
    const auto found = value.find(key);
    return found == value.end() || found->is_null() ? nullptr : &*found;
}

const Json* stringMember(const Json& value, const char* key) {
    const Json* found = member(value, key);
    return found != nullptr && found->is_string() ? found : nullptr;
}

const Json* listMember(const Json& value, const char* key) {
    const Json* found = member(value, key);
    return found != nullptr && found->is_array() ? found : nullptr;
}

const Json& required(const Json& object, const char* key) {
    const Json* found = member(object, key);
    if (found == nullptr) {
        throw Failure("record.wrong_type", std::string("The record has no ") + key + ".", "Correct the record and try again.");
    }
    return *found;
}

std::string textOf(const Json& value, const std::string& place) {
    if (!value.is_string()) {
        refuseType(place, "a string", value);
    }
    return value.get<std::string>();
}

const Json& listOf(const Json& value, const std::string& place) {
    if (!value.is_array()) {
        refuseType(place, "a list", value);
    }
    return value;
}

std::optional<double> numberOf(const Json& value) {
    if (value.is_number()) {
        return value.get<double>();
    }
    if (!value.is_string()) {
        return std::nullopt;
    }
    const std::string_view text = trimmed(value.get_ref<const std::string&>());
    double number = 0;
    const auto end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    return parsed.ec == std::errc() && parsed.ptr == end && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<bool> truthOf(const Json& value) {
    if (value.is_boolean()) {
        return value.get<bool>();
    }
    if (value.is_string()) {
        const std::string_view text = trimmed(value.get_ref<const std::string&>());
        if (text == "true" || text == "True" || text == "TRUE") {
            return true;
        }
        if (text == "false" || text == "False" || text == "FALSE") {
            return false;
        }
    }
    const auto number = numberOf(value);
    return number == 1.0 ? std::optional(true) : number == 0.0 ? std::optional(false) : std::nullopt;
}

std::string element(const std::string& place, std::size_t index) {
    return place + "[" + std::to_string(index) + "]";
}

Json parseObject(std::string_view text) {
    if (const auto bad = firstBadUtf8Byte(text)) {
        throw Failure("row.not_utf8", "The line is not UTF-8: byte " + std::to_string(*bad + 1) + " is not part of a character.",
                      "Save the file as UTF-8.");
    }
    if (nestingDepth(text) > kDeepestJson) {
        throw Failure("row.too_deep", "The line nests lists and objects more than " + std::to_string(kDeepestJson) + " deep.",
                      "Flatten the record.");
    }
    Json root;
    try {
        root = Json::parse(text);
    } catch (const Json::exception& error) {
        throw Failure("row.not_json", "The line is not a JSON object.", "Each line must hold one whole JSON object.",
                      error.what());
    }
    if (!root.is_object()) {
        throw Failure("record.not_an_object",
                      std::string("The line holds a JSON value of the type ") + root.type_name() + ", not an object.",
                      "Each line must hold one JSON object.");
    }
    return root;
}

} // namespace trutina::storage
