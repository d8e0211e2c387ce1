// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/records.h"

#include "demo/random.h"

#include <nlohmann/json.hpp>

#include <numeric>

namespace trutina::demo {

using Json = nlohmann::ordered_json;

namespace {

Json conversationOf(const std::string& prompt, const std::string& answer) {
    return Json::array({{{"from", "human"}, {"value", prompt}}, {{"from", "gpt"}, {"value", answer}}});
}

} // namespace

Json pairRecord(const std::string& id, const Question& question, const std::vector<std::string>& media) {
    Json record{{"id", id}, {"kind", infoOf(question.kind).name}};
    if (media.size() == 1) {
        record["image"] = "media/" + media.front();
    } else if (!media.empty()) {
        for (const std::string& name : media) {
            record["image"].push_back("media/" + name);
        }
    }
    record["conversations_a"] = conversationOf(question.prompt, question.answers[static_cast<std::size_t>(question.right)]);
    record["conversations_b"] = conversationOf(question.prompt, question.answers[static_cast<std::size_t>(1 - question.right)]);
    return record;
}

Json heldOutRecord(const std::string& id, const Question& question, const std::vector<std::string>& media) {
    Json record{{"id", id}, {"messages", Json::array({{{"role", "user"}, {"content", question.prompt}}})}};
    if (!media.empty()) {
        for (const std::string& name : media) {
            record["media"].push_back("media/" + name);
        }
    }
    record["candidates"] = question.answers;
    record["meta"] = {{"kind", infoOf(question.kind).name}, {"right", question.right}};
    return record;
}

Json itemRecord(const std::string& id, std::uint64_t seed, std::uint64_t number, const Question& question,
                const std::vector<std::string>& media) {
    Json record = heldOutRecord(id, question, media);
    std::vector<std::string> answers;
    for (const auto& wordings : question.wordings) {
        answers.push_back(wordings.front());
        if (wordings.size() > 1) {
            answers.push_back(wordings.back());
        }
    }
    const std::size_t right = question.wordings[0].size() > 1 ? 2 : 1;
    constexpr std::uint64_t kItemStream = std::uint64_t{1} << 61;
    Random random(seed, kItemStream + number);
    std::vector<std::size_t> order(answers.size());
    std::iota(order.begin(), order.end(), 0);
    random.shuffle(order);
    record["candidates"] = Json::array();
    record["meta"] = {{"world", "demo"}, {"kind", infoOf(question.kind).name}, {"right", Json::array()}};
    for (const std::size_t answer : order) {
        if (answer < right) {
            record["meta"]["right"].push_back(record["candidates"].size());
        }
        record["candidates"].push_back(answers[answer]);
    }
    return record;
}

} // namespace trutina::demo
