// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/messages.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

/// The words for a strength as exports write them.
Strength strengthOf(const std::string& word) {
    return word == "slightly" ? Strength::Slightly : word == "much" ? Strength::Much : Strength::Normal;
}

bool isEmpty(const Json* cell) {
    return cell == nullptr || (cell->is_string() && cell->get_ref<const std::string&>().empty());
}

/// A list in a cell: JSON, or one value alone.
Json listIn(const Json* cell) {
    if (isEmpty(cell)) {
        return Json::array();
    }
    if (cell->is_string() && cell->get_ref<const std::string&>().starts_with("[")) {
        const auto& text = cell->get_ref<const std::string&>();
        const Json list = text.size() <= std::size_t{1} << 20U ? Json::parse(text, nullptr, false) : Json();
        if (!list.is_array()) {
            throw Failure("record.wrong_type", "A cell begins with a bracket but holds no JSON list.", "Correct the cell.");
        }
        return list;
    }
    return cell->is_array() ? *cell : Json::array({*cell});
}

/// A text, or the exact turns where the column beside it holds them.
std::vector<Turn> turnsIn(FormatRecord& record, const std::string& column, const char* role) {
    const Json* exact = record.find((column + "_messages").c_str());
    const Json* text = record.find(column.c_str());
    if (!isEmpty(exact)) {
        return messagesOf(listIn(exact), column + "_messages").turns;
    }
    if (text == nullptr) {
        return {};
    }
    return {{role, textOf(*text, column)}};
}

class TableFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"csv",
                "Table (CSV, TSV)",
                "Columns prompt, chosen and rejected, or answer_1, answer_2, … and winner; other names by a mapping.",
                true,
                true,
                {"csv", "tsv", "tab"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        return probe.kind == SourceKind::Table && ((probe.has("chosen") && probe.has("rejected")) || probe.has("answer_1"));
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        NewItem item;
        item.externalId = record.id({"id", "external_id"});
        item.prompt = turnsIn(record, "prompt", "user");
        if (item.prompt.size() == 1 && item.prompt.front().content.empty()) {
            item.prompt.clear();
        }
        item.media = media(record, "media");
        const std::string annotator = record.textOr("annotator", "");
        ImportedVote vote;
        vote.annotator = annotator.empty() ? record.options().annotator : annotator;
        vote.strength = strengthOf(record.textOr("strength", ""));
        vote.note = record.textOr("vote_note", "");
        if (const Json* seconds = record.find("seconds"); !isEmpty(seconds) && numberOf(*seconds)) {
            vote.timeSpentMilliseconds = static_cast<std::int64_t>(std::clamp(*numberOf(*seconds), 0.0, 1e9) * 1000.0 + 0.5);
        }
        const bool isJudged = record.find("chosen") != nullptr || record.find("chosen_media") != nullptr
                                  ? readPair(record, item, vote)
                                  : readAnswers(record, item, vote);
        if (isJudged) {
            item.votes = {std::move(vote)};
        }
        for (const Json& tag : listIn(record.find("tags"))) {
            item.tags.push_back(textOf(tag, "tags"));
        }
        if (const Json* margin = record.find("margin"); !isEmpty(margin) && numberOf(*margin)) {
            item.meta = Json{{"margin", *numberOf(*margin)}}.dump();
        }
        out.items.push_back(std::move(item));
    }

  private:
    static std::vector<NewMedia> media(FormatRecord& record, const char* column) {
        const Json list = listIn(record.find(column));
        return record.media().media(&list, column, MediaReading::Automatic);
    }

    static NewCandidate side(FormatRecord& record, const std::string& column) {
        NewCandidate candidate;
        candidate.turns = turnsIn(record, column, "assistant");
        candidate.name = record.textOr((column + "_name").c_str(), "");
        candidate.media = media(record, (column + "_media").c_str());
        if (candidate.turns.empty() && !candidate.media.empty()) {
            candidate.turns = {{"assistant", ""}};
        }
        return candidate;
    }

    static bool readPair(FormatRecord& record, NewItem& item, ImportedVote& vote) {
        item.candidates = {side(record, "chosen"), side(record, "rejected")};
        const bool isTie = record.textOr("decision", "") == "tie";
        vote.decision = isTie ? Decision::Tie : Decision::Winner;
        vote.winner = isTie ? -1 : 0;
        return true;
    }

    static bool readAnswers(FormatRecord& record, NewItem& item, ImportedVote& vote) {
        for (int number = 1; number <= 10; ++number) {
            const std::string column = "answer_" + std::to_string(number);
            if (isEmpty(record.find(column.c_str())) && isEmpty(record.find((column + "_media").c_str()))) {
                break;
            }
            item.candidates.push_back(side(record, column));
        }
        if (item.candidates.empty()) {
            throw Failure("record.no_candidates", "The row has neither chosen and rejected nor answer_1.",
                          "Name the columns by a mapping, such as --map reply=answer_1.");
        }
        const Json* winner = record.find("winner");
        if (isEmpty(winner)) {
            return false;
        }
        const std::string word = winner->is_string() ? std::string(trimmed(winner->get<std::string>())) : winner->dump();
        if (word == "tie" || word == "all_bad" || word == "skip") {
            vote.decision = word == "tie" ? Decision::Tie : word == "skip" ? Decision::Skip : Decision::AllBad;
            return true;
        }
        const auto number = numberOf(*winner);
        const bool isLetter = word.size() == 1 && word[0] >= 'A' && word[0] <= 'I';
        const bool isPlace = number && *number >= 1 && *number <= static_cast<double>(item.candidates.size());
        if (!isLetter && !isPlace) {
            throw Failure("record.wrong_type", "winner is " + inQuotes(word) + ".",
                          "It is the number of an answer from 1, its letter, tie, all_bad or skip.");
        }
        vote.winner = isLetter ? word[0] - 'A' : static_cast<int>(*number) - 1;
        return true;
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeTableFormat() {
    return std::make_unique<TableFormat>();
}

} // namespace trutina::storage
