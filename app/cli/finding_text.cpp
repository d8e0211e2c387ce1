// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/finding_text.h"

#include "app/cli/json_text.h"

#include <algorithm>

namespace trutina::cli {

namespace {

const char* wordOf(storage::Severity severity) {
    return severity == storage::Severity::Error ? "error" : severity == storage::Severity::Warning ? "warning" : "notice";
}

const char* wordOf(storage::Cure cure) {
    switch (cure) {
    case storage::Cure::None:
        return "none";
    case storage::Cure::Tag:
        return "tag";
    case storage::Cure::RemoveItems:
        return "remove_items";
    case storage::Cure::RemoveAnswers:
        return "remove_answers";
    }
    return "none";
}

std::vector<int> firstNumbers(const storage::Finding& finding, std::size_t items) {
    std::vector<int> numbers;
    for (std::size_t at = 0; at < std::min(items, finding.items.size()); ++at) {
        numbers.push_back(finding.items[at].number);
    }
    return numbers;
}

} // namespace

std::string findingText(const storage::Finding& finding, std::size_t items) {
    JsonObject object;
    object.add("kind", finding.kind)
        .add("subject", finding.subject)
        .add("severity", wordOf(finding.severity))
        .add("count", finding.count)
        .add("sentence", finding.sentence)
        .add("items", firstNumbers(finding, items))
        .add("items_in_all", finding.items.size())
        .add("fix", wordOf(finding.cure));
    if (finding.share) {
        object.add("share", finding.share->value).add("interval", std::vector<double>{finding.share->low, finding.share->high});
    }
    return object.text();
}

std::string findingWords(const storage::Finding& finding, std::size_t items) {
    std::string numbers;
    for (const int number : firstNumbers(finding, items)) {
        numbers += (numbers.empty() ? "" : ", ") + std::to_string(number);
    }
    numbers += finding.items.size() > items ? ", …" : "";
    return std::string(wordOf(finding.severity)) + ": " + finding.sentence + "\n  " + finding.kind +
           (finding.subject.empty() ? "" : " (" + finding.subject + ")") + ", items " + numbers +
           (finding.cure == storage::Cure::None ? "" : "; --fix " + finding.kind);
}

std::string cureText(const std::string& kind, const storage::CureReport& report) {
    return JsonObject()
        .add("fixed", kind)
        .add("items_tagged", report.itemsTagged)
        .add("items_removed", report.itemsRemoved)
        .add("answers_removed", report.answersRemoved)
        .add("undo_steps", report.steps)
        .text();
}

std::string findingKindList() {
    std::string text = "Findings, and what --fix does about them:\n";
    for (const storage::FindingKind& kind : storage::findingKinds()) {
        constexpr std::size_t kColumn = 24;
        text += "  " + kind.name + std::string(kind.name.size() < kColumn ? kColumn - kind.name.size() : 1, ' ') +
                kind.description +
                (kind.cure == storage::Cure::None          ? ""
                 : kind.cure == storage::Cure::Tag         ? " Tags the items."
                 : kind.cure == storage::Cure::RemoveItems ? " Removes all but one."
                                                           : " Removes the repeated answers.") +
                "\n";
    }
    return text;
}

} // namespace trutina::cli
