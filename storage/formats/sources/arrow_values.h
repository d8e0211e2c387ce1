// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/sources/hub_features.h"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace arrow {
class Array;
class DataType;
} // namespace arrow

namespace trutina::storage {

/// Turns the values of one record into JSON: structs become objects, bytes binary values, dates and decimals texts, numbers that
/// are none null. Throws Failure "row.not_utf8", "row.too_long", "row.not_json".
class ArrowValues {
  public:
    /// `mostBytes` of texts and numbers; embedded bytes do not count.
    explicit ArrowValues(std::size_t mostBytes) : m_left(mostBytes) {}

    nlohmann::json value(const arrow::Array& array, std::int64_t index, const HubFeature* feature);

  private:
    void spend(std::size_t bytes);
    nlohmann::json text(std::string_view value, const HubFeature* feature);
    nlohmann::json elements(const arrow::Array& values, std::int64_t first, std::int64_t count, const HubFeature* feature);
    nlohmann::json scalar(const arrow::Array& array, std::int64_t index, const HubFeature* feature);

    std::size_t m_left;
};

/// How deeply a type nests lists and structs.
std::size_t nestingDepth(const arrow::DataType& type);

} // namespace trutina::storage
