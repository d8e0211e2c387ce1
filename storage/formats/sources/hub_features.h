// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::storage {

/// What the footer of a Parquet file of Hugging Face datasets says about a column beyond its type: which names class numbers
/// stand for, and which texts are JSON.
struct HubFeature {
    std::vector<std::string> classNames; ///< by number
    bool isJson = false;
    std::shared_ptr<const HubFeature> element; ///< of a list
    std::map<std::string, HubFeature> members; ///< of a struct
};

/// The columns of the text under the key "huggingface"; empty when it says nothing that can be used.
std::map<std::string, HubFeature> hubFeatures(std::string_view footer);

} // namespace trutina::storage
