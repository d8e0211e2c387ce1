// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/hub_features.h"

#include "storage/formats/json_access.h"
#include "storage/formats/json_text.h"

#include <nlohmann/json.hpp>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

HubFeature featureOf(const Json& value) {
    HubFeature feature;
    if (value.is_array()) { // a list, in the words of older versions
        if (!value.empty()) {
            feature.element = std::make_shared<const HubFeature>(featureOf(value.front()));
        }
        return feature;
    }
    if (!value.is_object()) {
        return feature;
    }
    const Json* type = stringMember(value, "_type");
    if (type == nullptr) {
        for (const auto& [name, member] : value.items()) {
            feature.members.emplace(name, featureOf(member));
        }
        return feature;
    }
    const auto& kind = type->get_ref<const std::string&>();
    feature.isJson = kind == "Json";
    if (const Json* names = listMember(value, "names"); names != nullptr && kind == "ClassLabel") {
        for (const Json& name : *names) {
            feature.classNames.push_back(name.is_string() ? name.get<std::string>() : name.dump());
        }
    }
    if (const Json* inner = member(value, "feature")) {
        HubFeature element = featureOf(*inner);
        if (element.members.empty()) {
            feature.element = std::make_shared<const HubFeature>(std::move(element));
        } else {
            // A sequence of structs is stored as a struct of lists; a list of structs as it reads. Both are looked up.
            feature.element = std::make_shared<const HubFeature>(element);
            for (auto& [name, member] : element.members) {
                HubFeature list;
                list.element = std::make_shared<const HubFeature>(std::move(member));
                feature.members.emplace(name, std::move(list));
            }
        }
    }
    return feature;
}

} // namespace

std::map<std::string, HubFeature> hubFeatures(std::string_view footer) {
    if (nestingDepth(footer) > kDeepestJson) {
        return {};
    }
    const Json root = Json::parse(footer, nullptr, false);
    const Json* info = root.is_object() ? member(root, "info") : nullptr;
    const Json* features = info == nullptr ? nullptr : member(*info, "features");
    if (features == nullptr || !features->is_object()) {
        return {};
    }
    std::map<std::string, HubFeature> columns;
    for (const auto& [name, value] : features->items()) {
        columns.emplace(name, featureOf(value));
    }
    return columns;
}

} // namespace trutina::storage
