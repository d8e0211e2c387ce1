// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/verdicts/item_index.h"

#include "storage/formats/utf8.h"
#include "storage/media_store/sha256.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>
#include <vector>

namespace trutina::storage {
namespace {

/// Sixteen bytes that stand for a prompt and a set of answers.
std::string hashOf(const std::vector<Turn>& prompt, std::vector<std::string> answers) {
    std::sort(answers.begin(), answers.end());
    Sha256 sum;
    const auto add = [&sum](const std::string& text) { sum.add(std::to_string(text.size()) + ":" + text); };
    for (const Turn& turn : prompt) {
        add(turn.role);
        add(turn.content);
    }
    sum.add("/");
    for (const std::string& answer : answers) {
        add(answer);
    }
    const auto digest = sum.digest();
    return {reinterpret_cast<const char*>(digest.data()), 16};
}

using Found = std::pair<std::unordered_multimap<std::string, ItemId>::const_iterator,
                        std::unordered_multimap<std::string, ItemId>::const_iterator>;

ItemId theOnly(const Found& found, const std::string& named) {
    if (found.first == found.second) {
        throw Failure("vote.no_item", "The project has no item with " + named + ".",
                      "Import the item first, or correct the record.");
    }
    if (std::next(found.first) != found.second) {
        throw Failure("vote.several_items", "The project has several items with " + named + ".",
                      "Name the item by its number in the project, such as #12.");
    }
    return found.first->second;
}

} // namespace

ItemIndex::ItemIndex(const Project& project, const std::stop_token& stop) {
    project.forEachItem(
        [this](const ItemRecord& item, const std::vector<VoteRecord>&) {
            if (!item.externalId.empty()) {
                m_byId.emplace(item.externalId, item.id);
            }
            m_byNumber.emplace(item.number, item.id);
            std::vector<std::string> answers;
            answers.reserve(item.candidates.size());
            for (const CandidateRecord& candidate : item.candidates) {
                answers.push_back(answerText(candidate.turns));
            }
            m_byTexts.emplace(hashOf(item.prompt, std::move(answers)), item.id);
        },
        stop);
}

ItemId ItemIndex::find(const Verdict& verdict) const {
    const std::string& id = verdict.item;
    const auto byId = m_byId.equal_range(id);
    if (!id.empty() && byId.first == byId.second && id.front() == '#') {
        int number = 0;
        const auto [end, error] = std::from_chars(id.data() + 1, id.data() + id.size(), number);
        const auto found = m_byNumber.find(number);
        if (error == std::errc() && end == id.data() + id.size() && found != m_byNumber.end()) {
            return found->second;
        }
    }
    const bool hasTexts = !verdict.prompt.empty() && !verdict.answers.empty();
    // Texts decide where an id says nothing, or too much.
    if (!id.empty() && (!hasTexts || std::distance(byId.first, byId.second) == 1)) {
        return theOnly(byId, "the id " + inQuotes(id));
    }
    if (!hasTexts) {
        throw Failure("vote.no_item", "The record does not say which item it is about.",
                      "Give the item's id, or its prompt and answers.");
    }
    return theOnly(m_byTexts.equal_range(hashOf(verdict.prompt, verdict.answers)), "this prompt and these answers");
}

} // namespace trutina::storage
