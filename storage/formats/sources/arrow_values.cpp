// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/arrow_values.h"

#include "storage/formats/json_access.h"
#include "storage/formats/json_text.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <arrow/array.h>
#include <arrow/extension_type.h>
#include <arrow/scalar.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

/// What a value takes at least, once it is JSON.
constexpr std::size_t kValueBytes = 16;

template <typename Array>
const Array& as(const arrow::Array& array) {
    return static_cast<const Array&>(array); // the type id was looked at
}

Json number(double value) {
    return std::isfinite(value) ? Json(value) : Json();
}

/// The number that the shortest text of a float means: 0.7, not 0.699999988079071.
Json number(float value) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    double wide = 0;
    std::from_chars(buffer.data(), end, wide);
    return number(wide);
}

template <typename Array>
Json bytes(const arrow::Array& array, std::int64_t index) {
    const std::string_view view = as<Array>(array).GetView(index);
    return Json::binary({view.begin(), view.end()});
}

Json classOf(std::int64_t number, const HubFeature* feature) {
    const bool isNamed = feature != nullptr && number >= 0 && number < static_cast<std::int64_t>(feature->classNames.size());
    return isNamed ? Json(feature->classNames[static_cast<std::size_t>(number)]) : Json(number);
}

} // namespace

void ArrowValues::spend(std::size_t bytes) {
    if (bytes > m_left) {
        throw Failure("row.too_long", "The record is too long to be read.");
    }
    m_left -= bytes;
}

Json ArrowValues::text(std::string_view value, const HubFeature* feature) {
    spend(value.size());
    if (const auto bad = firstBadUtf8Byte(value)) {
        throw Failure("row.not_utf8", "A text is not UTF-8: byte " + std::to_string(*bad + 1) + " is not part of a character.",
                      "Write the file with texts in UTF-8.");
    }
    if (feature == nullptr || !feature->isJson) {
        return Json(value);
    }
    Json parsed = nestingDepth(value) > kDeepestJson ? Json(Json::value_t::discarded) : Json::parse(value, nullptr, false);
    if (parsed.is_discarded()) {
        throw Failure("row.not_json", "A text that should be JSON is none.", "Check how the file was written.");
    }
    return parsed;
}

Json ArrowValues::elements(const arrow::Array& values, std::int64_t first, std::int64_t count, const HubFeature* feature) {
    Json list = Json::array();
    const HubFeature* const element = feature == nullptr ? nullptr : feature->element.get();
    for (std::int64_t at = first; at < first + count; ++at) {
        list.push_back(value(values, at, element));
    }
    return list;
}

Json ArrowValues::value(const arrow::Array& array, std::int64_t index, const HubFeature* feature) {
    spend(kValueBytes);
    if (array.IsNull(index)) {
        return {};
    }
    switch (array.type_id()) {
    case arrow::Type::STRUCT: {
        const auto& record = as<arrow::StructArray>(array);
        Json object = Json::object();
        for (int field = 0; field < record.num_fields(); ++field) {
            const std::string& name = record.struct_type()->field(field)->name();
            const auto known =
                feature == nullptr ? std::map<std::string, HubFeature>::const_iterator() : feature->members.find(name);
            const bool isKnown = feature != nullptr && known != feature->members.end();
            object[name] = value(*record.field(field), index, isKnown ? &known->second : nullptr);
        }
        return object;
    }
    case arrow::Type::LIST: {
        const auto& list = as<arrow::ListArray>(array);
        return elements(*list.values(), list.value_offset(index), list.value_length(index), feature);
    }
    case arrow::Type::LARGE_LIST: {
        const auto& list = as<arrow::LargeListArray>(array);
        return elements(*list.values(), list.value_offset(index), list.value_length(index), feature);
    }
    case arrow::Type::FIXED_SIZE_LIST: {
        const auto& list = as<arrow::FixedSizeListArray>(array);
        return elements(*list.values(), list.value_offset(index), list.value_length(index), feature);
    }
    case arrow::Type::MAP: {
        const auto& map = as<arrow::MapArray>(array);
        Json pairs = Json::object();
        for (std::int64_t at = map.value_offset(index); at < map.value_offset(index + 1); ++at) {
            const Json key = value(*map.keys(), at, nullptr);
            pairs[key.is_string() ? key.get<std::string>() : key.dump()] = value(*map.items(), at, nullptr);
        }
        return pairs;
    }
    case arrow::Type::DICTIONARY: {
        const auto& encoded = as<arrow::DictionaryArray>(array);
        return value(*encoded.dictionary(), encoded.GetValueIndex(index), feature);
    }
    case arrow::Type::EXTENSION:
        return value(*as<arrow::ExtensionArray>(array).storage(), index, feature);
    default:
        return scalar(array, index, feature);
    }
}

Json ArrowValues::scalar(const arrow::Array& array, std::int64_t index, const HubFeature* feature) {
    switch (array.type_id()) {
    case arrow::Type::BOOL:
        return as<arrow::BooleanArray>(array).Value(index);
    case arrow::Type::INT8:
        return classOf(as<arrow::Int8Array>(array).Value(index), feature);
    case arrow::Type::INT16:
        return classOf(as<arrow::Int16Array>(array).Value(index), feature);
    case arrow::Type::INT32:
        return classOf(as<arrow::Int32Array>(array).Value(index), feature);
    case arrow::Type::INT64:
        return classOf(as<arrow::Int64Array>(array).Value(index), feature);
    case arrow::Type::UINT8:
        return as<arrow::UInt8Array>(array).Value(index);
    case arrow::Type::UINT16:
        return as<arrow::UInt16Array>(array).Value(index);
    case arrow::Type::UINT32:
        return as<arrow::UInt32Array>(array).Value(index);
    case arrow::Type::UINT64:
        return as<arrow::UInt64Array>(array).Value(index);
    case arrow::Type::FLOAT:
        return number(as<arrow::FloatArray>(array).Value(index));
    case arrow::Type::DOUBLE:
        return number(as<arrow::DoubleArray>(array).Value(index));
    case arrow::Type::STRING:
        return text(as<arrow::StringArray>(array).GetView(index), feature);
    case arrow::Type::LARGE_STRING:
        return text(as<arrow::LargeStringArray>(array).GetView(index), feature);
    case arrow::Type::STRING_VIEW:
        return text(as<arrow::StringViewArray>(array).GetView(index), feature);
    case arrow::Type::BINARY:
        return bytes<arrow::BinaryArray>(array, index);
    case arrow::Type::LARGE_BINARY:
        return bytes<arrow::LargeBinaryArray>(array, index);
    case arrow::Type::BINARY_VIEW:
        return bytes<arrow::BinaryViewArray>(array, index);
    case arrow::Type::FIXED_SIZE_BINARY:
        return bytes<arrow::FixedSizeBinaryArray>(array, index);
    default: {
        const auto found = array.GetScalar(index);
        return found.ok() ? text((*found)->ToString(), nullptr) : Json();
    }
    }
}

std::size_t nestingDepth(const arrow::DataType& type) {
    std::size_t deepest = 0;
    for (const auto& field : type.fields()) {
        deepest = std::max(deepest, nestingDepth(*field->type()) + 1);
    }
    return deepest;
}

} // namespace trutina::storage
