// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/json_access.h"
#include "storage/formats/readers/pair_building.h"
#include "storage/formats/readers/record_formats.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

constexpr std::initializer_list<const char*> kPromptFields = {"prompt", "question", "instruction", "query", "text"};

std::string fieldText(const Json& value, const std::string& place) {
    return textOf(value, "data." + place);
}

std::vector<std::string> split(const std::string& names) {
    std::vector<std::string> list;
    for (std::size_t from = 0; from <= names.size();) {
        const std::size_t comma = std::min(names.find(',', from), names.size());
        if (const auto name = trimmed(std::string_view(names).substr(from, comma - from)); !name.empty()) {
            list.emplace_back(name);
        }
        from = comma + 1;
    }
    return list;
}

/// The results of all annotations and predictions, to see what they speak about.
template <typename Visit>
void forEachResult(const Json& task, const Visit& visit) {
    for (const char* key : {"annotations", "completions", "predictions"}) {
        const Json* list = listMember(task, key);
        for (std::size_t index = 0; list != nullptr && index < list->size(); ++index) {
            if (const Json* results = listMember((*list)[index], "result")) {
                for (const Json& result : *results) {
                    visit(result);
                }
            }
        }
    }
}

bool isOfType(const Json& result, const char* type) {
    const Json* found = stringMember(result, "type");
    return found != nullptr && found->get_ref<const std::string&>() == type;
}

/// What the answers are called: fields of the data, or the ids of a list that was ranked.
struct Answers {
    std::vector<std::string> names;
    std::vector<NewCandidate> candidates;
};

NewCandidate answerOf(FormatRecord& record, const Json& value, const std::string& name) {
    if (value.is_object()) { // of a ranker's list
        const Json* body = stringMember(value, "body");
        body = body == nullptr ? stringMember(value, "title") : body;
        body = body == nullptr ? stringMember(value, "html") : body;
        return {{{"assistant", body == nullptr ? std::string() : body->get<std::string>()}}, {}, {}};
    }
    NewCandidate candidate{{{"assistant", fieldText(value, name)}}, {}, {}};
    const std::string& text = candidate.turns.front().content;
    const auto dot = text.rfind('.');
    const std::string ending = dot == std::string::npos || text.find_first_of(" \n") != std::string::npos ? "" : text.substr(dot);
    if (ending == ".png" || ending == ".jpg" || ending == ".jpeg" || ending == ".webp" || ending == ".mp4") {
        candidate.media = {
            record.media().medium(value, "data." + name, ending == ".mp4" ? MediaReading::Video : MediaReading::Image)};
        candidate.turns.front().content.clear();
    }
    return candidate;
}

Answers answersOf(FormatRecord& record, const Json& data) {
    Answers answers;
    std::vector<std::string> wanted;
    forEachResult(record.value(), [&](const Json& result) {
        if (const Json* to = stringMember(result, "to_name"); wanted.empty() && to != nullptr && isOfType(result, "pairwise")) {
            wanted = split(to->get<std::string>());
        }
    });
    const auto isThere = [&data](const std::string& name) { return member(data, name.c_str()) != nullptr; };
    if (wanted.size() < 2 || !std::all_of(wanted.begin(), wanted.end(), isThere)) {
        wanted.clear();
        for (const char* base : {"answer", "response", "option", "text", "item"}) {
            for (int number = 1; wanted.size() < 2 || isThere(base + std::to_string(number)); ++number) {
                if (!isThere(base + std::to_string(number))) {
                    break;
                }
                wanted.push_back(base + std::to_string(number));
            }
            if (wanted.size() >= 2) {
                break;
            }
            wanted.clear();
        }
    }
    for (const std::string& name : wanted) {
        answers.names.push_back(name);
        answers.candidates.push_back(answerOf(record, *member(data, name.c_str()), name));
    }
    for (auto list = data.begin(); answers.names.empty() && list != data.end(); ++list) {
        const auto isEntry = [](const Json& entry) { return member(entry, "id") != nullptr; };
        if (!list->is_array() || list->empty() || !std::all_of(list->begin(), list->end(), isEntry)) {
            continue;
        }
        for (const Json& entry : *list) {
            const Json& id = *member(entry, "id");
            answers.names.push_back(id.is_string() ? id.get<std::string>() : id.dump());
            answers.candidates.push_back(answerOf(record, entry, list.key()));
        }
    }
    return answers;
}

std::string annotatorOf(const Json& annotation, const std::string& otherwise) {
    const Json* by = member(annotation, "completed_by");
    if (by == nullptr) {
        return otherwise;
    }
    if (const Json* email = stringMember(*by, "email")) {
        return email->get<std::string>();
    }
    const Json* id = by->is_object() ? member(*by, "id") : by;
    return id == nullptr ? otherwise : "annotator " + (id->is_string() ? id->get<std::string>() : id->dump());
}

/// The ranking as places; of several buckets the one named "rank", otherwise the only one.
std::vector<int> rankingOf(const Json& ranker, const Answers& answers) {
    const Json* list = ranker.is_array() ? &ranker : listMember(ranker, "rank");
    if (list == nullptr && ranker.is_object() && ranker.size() == 1 && ranker.front().is_array()) {
        list = &ranker.front();
    }
    std::vector<int> places;
    for (const Json& id : list == nullptr ? Json::array() : *list) {
        const auto found =
            std::find(answers.names.begin(), answers.names.end(), id.is_string() ? id.get<std::string>() : id.dump());
        if (found == answers.names.end()) {
            throw Failure("record.wrong_type", "A ranking names an answer that the task does not hold.",
                          "Export the task again.");
        }
        places.push_back(static_cast<int>(found - answers.names.begin()));
    }
    return places;
}

std::optional<ImportedVote> voteOf(const Json& annotation, const Answers& answers, const std::string& otherwise) {
    ImportedVote vote;
    vote.annotator = annotatorOf(annotation, otherwise);
    if (const Json* seconds = member(annotation, "lead_time"); seconds != nullptr && numberOf(*seconds)) {
        vote.timeSpentMilliseconds = static_cast<std::int64_t>(std::clamp(*numberOf(*seconds), 0.0, 1e9) * 1000.0);
    }
    const Json* results = listMember(annotation, "result");
    for (const Json& result : results == nullptr ? Json::array() : *results) {
        const Json* value = member(result, "value");
        if (value == nullptr) {
            continue;
        }
        if (const Json* selected = stringMember(*value, "selected"); selected != nullptr && isOfType(result, "pairwise")) {
            vote.winner = selected->get<std::string>() == "left" ? 0 : 1;
            return vote;
        }
        if (const Json* ranker = member(*value, "ranker")) {
            vote.ranking = rankingOf(*ranker, answers);
            if (!vote.ranking.empty()) {
                vote.winner = vote.ranking.front();
                return vote;
            }
        }
        if (const Json* choices = listMember(*value, "choices"); choices != nullptr && !choices->empty()) {
            const std::string choice = choices->front().is_string() ? choices->front().get<std::string>() : "";
            if (choice == "tie" || choice == "all_bad" || choice == "skip") {
                vote.decision = choice == "tie" ? Decision::Tie : choice == "skip" ? Decision::Skip : Decision::AllBad;
                return vote;
            }
        }
    }
    return std::nullopt;
}

class LabelStudioFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"label-studio",
                "Label Studio tasks",
                "Tasks with two answers or a list to be ranked, and the annotations of several people.",
                true,
                true,
                {"json"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        const Json* data = probe.find("data");
        return data != nullptr && data->is_object() && probe.kind != SourceKind::Table;
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        const Json& data = record.required("data");
        NewItem item;
        item.externalId = record.id({"id"});
        if (const Json* id = member(data, "id")) {
            item.externalId = id->is_string() ? id->get<std::string>() : id->dump();
        }
        if (const Json* messages = listMember(data, "messages")) {
            for (const Json& message : *messages) {
                item.prompt.push_back({textOf(required(message, "role"), "data.messages.role"),
                                       textOf(required(message, "content"), "data.messages.content")});
            }
        }
        for (const char* field : kPromptFields) {
            if (const Json* prompt = member(data, field); prompt != nullptr && item.prompt.empty()) {
                item.prompt = {{"user", fieldText(*prompt, field)}};
            }
        }
        for (const char* field : {"images", "image"}) {
            if (item.media.empty()) {
                item.media = record.media().media(member(data, field), field, MediaReading::Image);
            }
        }
        Answers answers = answersOf(record, data);
        if (answers.candidates.empty()) {
            throw Failure("record.no_candidates", "The task holds no answers that can be told.",
                          "Name them answer1, answer2, … or as the annotations name them.");
        }
        item.candidates = std::move(answers.candidates);
        addVotes(record, answers, item, out);
        out.items.push_back(std::move(item));
    }

  private:
    static void addVotes(FormatRecord& record, const Answers& answers, NewItem& item, RecordItems& out) {
        const Json* annotations = record.findAny({"annotations", "completions"});
        for (const Json& annotation : annotations == nullptr ? Json::array() : listOf(*annotations, "annotations")) {
            const Json* cancelled = member(annotation, "was_cancelled");
            if (cancelled != nullptr && truthOf(*cancelled).value_or(false)) {
                ImportedVote skip;
                skip.annotator = annotatorOf(annotation, record.options().annotator);
                skip.decision = Decision::Skip;
                addVote(item, std::move(skip), out);
            } else if (auto vote = voteOf(annotation, answers, record.options().annotator)) {
                addVote(item, std::move(*vote), out);
            } else {
                out.notes.push_back({"annotation.empty", "An annotation holds neither a comparison nor a ranking.", {}, {}});
            }
        }
    }

    /// The last judgement of an annotator is the one that counts.
    static void addVote(NewItem& item, ImportedVote vote, RecordItems& out) {
        const auto earlier = std::find_if(item.votes.begin(), item.votes.end(),
                                          [&vote](const ImportedVote& other) { return other.annotator == vote.annotator; });
        if (earlier != item.votes.end()) {
            out.notes.push_back(
                {"annotation.repeated", "An annotator judged the task twice; the later judgement is kept.", {}, {}});
            item.votes.erase(earlier);
        }
        item.votes.push_back(std::move(vote));
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeLabelStudioFormat() {
    return std::make_unique<LabelStudioFormat>();
}

} // namespace trutina::storage
