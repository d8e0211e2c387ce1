// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/repositories/merge_values.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace trutina::storage {

namespace {

using nlohmann::json;

constexpr std::string_view kLine = "\n\n———\n\n";
constexpr const char* kMergedValues = "merged_values";
// Names of values that are no keys of meta.
constexpr const char* kId = "(id)";
constexpr const char* kSource = "(source)";
constexpr const char* kAnswer = "(answer ";

void addParts(std::set<std::string>& parts, std::string_view note) {
    for (;;) {
        const std::size_t end = note.find(kLine);
        if (!note.substr(0, end).empty()) {
            parts.emplace(note.substr(0, end));
        }
        if (end == std::string_view::npos) {
            return;
        }
        note.remove_prefix(end + kLine.size());
    }
}

/// Every value that was met, by name; the texts are JSON, so that they can be ordered.
using Values = std::map<std::string, std::set<std::string>>;

Values valuesOf(const ItemAbout& about) {
    Values values;
    const auto add = [&values](const std::string& name, const json& value) {
        if (value != json("")) {
            values[name].insert(value.dump());
        }
    };
    add(kId, about.externalId);
    add(kSource, about.source);
    std::map<std::string, int> seen;
    for (const auto& [digest, name] : about.names) {
        add(kAnswer + digest.substr(0, 8) + (seen[digest]++ == 0 ? ")" : "/" + std::to_string(seen[digest]) + ")"), name);
    }
    const json meta = json::parse(about.meta, nullptr, false);
    if (meta.is_object()) {
        for (const auto& [key, value] : meta.items()) {
            if (key != kMergedValues || !value.is_object()) {
                values[key].insert(value.dump());
                continue;
            }
            for (const auto& [name, all] : value.items()) {
                for (const json& one : all.is_array() ? all : json::array({all})) {
                    values[name].insert(one.dump());
                }
            }
        }
    }
    return values;
}

} // namespace

std::string mergedNote(const std::string& first, const std::string& second) {
    if (first == second || second.empty()) {
        return first;
    }
    if (first.empty()) {
        return second;
    }
    std::set<std::string> parts;
    addParts(parts, first);
    addParts(parts, second);
    std::string note;
    for (const std::string& part : parts) {
        note += (note.empty() ? "" : std::string(kLine)) + part;
    }
    return note;
}

ItemAbout aboutOf(const MergeItem& item) {
    ItemAbout about{item.externalId, item.source, item.meta, {}};
    for (const MergeCandidate& candidate : item.candidates) {
        about.names.emplace_back(candidate.digest, candidate.name);
    }
    return about;
}

ItemAbout mergedAbout(const ItemAbout& first, const ItemAbout& second, std::vector<std::string>& differing) {
    const Values ofFirst = valuesOf(first);
    const Values ofSecond = valuesOf(second);
    if (ofFirst == ofSecond) {
        return first;
    }
    Values all = ofFirst;
    for (const auto& [name, values] : ofSecond) {
        all[name].insert(values.begin(), values.end());
    }
    json meta = json::object();
    json several = json::object();
    ItemAbout merged = first;
    std::map<std::string, std::string> names;
    for (const auto& [name, values] : all) {
        const json used = json::parse(*values.rbegin());
        if (name == kId) {
            merged.externalId = used;
        } else if (name == kSource) {
            merged.source = used;
        } else if (name.starts_with(kAnswer)) {
            names[name] = used;
        } else {
            meta[name] = used;
        }
        if (values.size() > 1) {
            const auto known = [&values = values, &name = name](const Values& side) {
                const auto found = side.find(name);
                return found != side.end() && found->second == values;
            };
            if (name != kSource && !known(ofFirst) && !known(ofSecond)) {
                differing.push_back(name);
            }
            for (const std::string& value : values) {
                several[name].push_back(json::parse(value));
            }
        }
    }
    if (!several.empty()) {
        meta[kMergedValues] = std::move(several);
    }
    std::map<std::string, int> seen;
    for (auto& [digest, name] : merged.names) {
        const auto found =
            names.find(kAnswer + digest.substr(0, 8) + (seen[digest]++ == 0 ? ")" : "/" + std::to_string(seen[digest]) + ")"));
        name = found != names.end() ? found->second : name;
    }
    const bool isSameMeta = meta == json::parse(first.meta, nullptr, false);
    merged.meta = isSameMeta ? first.meta : meta.dump();
    return merged;
}

} // namespace trutina::storage
