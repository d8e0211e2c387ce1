// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/check.h"
#include "storage/doctor/text_print.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>
#include <tuple>

namespace trutina::storage {

namespace {

enum class NamedSplit : std::uint8_t { None, Train, Validation, Test };

NamedSplit splitNamed(std::string_view name) {
    constexpr std::string_view kPrefix = "split:";
    if (name.starts_with(kPrefix)) {
        name.remove_prefix(kPrefix.size());
    }
    if (name == "train" || name == "training") {
        return NamedSplit::Train;
    }
    if (name == "validation" || name == "valid" || name == "val" || name == "dev") {
        return NamedSplit::Validation;
    }
    return name == "test" || name == "eval" || name == "evaluation" ? NamedSplit::Test : NamedSplit::None;
}

/// By "split" or "subset" in the extra data that came with the item, or by a tag.
NamedSplit splitOf(const ItemRecord& item) {
    if (item.meta.find("\"split\"") != std::string::npos || item.meta.find("\"subset\"") != std::string::npos) {
        const auto meta = nlohmann::json::parse(item.meta, nullptr, false);
        for (const char* key : {"split", "subset"}) {
            const auto value = meta.is_object() ? meta.find(key) : meta.end();
            const NamedSplit split =
                value != meta.end() && value->is_string() ? splitNamed(value->get<std::string>()) : NamedSplit::None;
            if (split != NamedSplit::None) {
                return split;
            }
        }
    }
    for (const std::string& tag : item.tags) {
        if (const NamedSplit split = splitNamed(tag); split != NamedSplit::None) {
            return split;
        }
    }
    return NamedSplit::None;
}

/// The same prompt for training and for measuring what was learnt.
class SplitCheck : public Check {
  public:
    void look(const CheckedItem& checked) override {
        const NamedSplit split = splitOf(checked.item);
        if (split != NamedSplit::None) {
            m_placed.push_back({hashOfPrompt(checked.item), split, {checked.item.id, checked.item.number}});
        }
    }

    void finish(const SecondLook& /*again*/, std::vector<Finding>& findings) override {
        std::sort(m_placed.begin(), m_placed.end(), [](const Placed& left, const Placed& right) {
            return std::tuple(left.prompt, left.found.number) < std::tuple(right.prompt, right.found.number);
        });
        Finding finding;
        finding.kind = "prompt_in_two_splits";
        finding.severity = Severity::Error;
        finding.cure = Cure::Tag;
        for (auto first = m_placed.begin(); first != m_placed.end();) {
            const auto end =
                std::find_if(first, m_placed.end(), [first](const Placed& other) { return other.prompt != first->prompt; });
            if (std::any_of(first, end, [first](const Placed& other) { return other.split != first->split; })) {
                ++finding.count;
                std::for_each(first, end, [&finding](const Placed& placed) { finding.items.push_back(placed.found); });
            }
            first = end;
        }
        if (finding.count > 0) {
            std::sort(finding.items.begin(), finding.items.end(),
                      [](const FoundItem& left, const FoundItem& right) { return left.number < right.number; });
            finding.sentence =
                counted(finding.count, "prompt is", "prompts are") +
                " in more than one split, by the tags or by what came with the items. Exports divide by prompt, so "
                "that none is in two splits.";
            findings.push_back(std::move(finding));
        }
    }

  private:
    struct Placed {
        std::uint64_t prompt = 0;
        NamedSplit split = NamedSplit::None;
        FoundItem found;
    };
    std::vector<Placed> m_placed;
};

} // namespace

std::unique_ptr<Check> makeSplitCheck() {
    return std::make_unique<SplitCheck>();
}

} // namespace trutina::storage
