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

constexpr std::string_view kResponses = ".responses";

/// One record in either form, its parts brought together.
struct Parts {
    Json fields = Json::object();
    std::vector<std::pair<std::string, Json>> responses; ///< annotator and ordered names
};

/// The names in their order: texts, or objects of value and rank.
struct Order {
    std::vector<std::string> names;
    bool isTied = false; ///< several at the first rank
};

Order orderOf(const Json& value) {
    Order order;
    std::vector<std::pair<double, std::string>> ranked;
    for (const Json& entry : listOf(value, "a ranking")) {
        if (entry.is_string()) {
            ranked.emplace_back(static_cast<double>(ranked.size()), entry.get<std::string>());
            continue;
        }
        const Json* rank = member(entry, "rank");
        const auto number = rank == nullptr ? std::nullopt : numberOf(*rank);
        if (!number) {
            refuseType("a ranking", "names, or objects of value and rank", entry);
        }
        ranked.emplace_back(*number, textOf(required(entry, "value"), "a ranking"));
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [rank, name] : ranked) {
        order.names.push_back(name);
    }
    order.isTied = ranked.size() > 1 && ranked[0].first == ranked[1].first;
    return order;
}

std::string userName(const Json* user, std::size_t index, const std::string& otherwise) {
    if (user != nullptr && !user->is_null()) {
        return "annotator " + (user->is_string() ? user->get<std::string>() : user->dump());
    }
    return index == 0 ? otherwise : otherwise + " " + std::to_string(index + 1);
}

bool isSubmitted(const Json* status) {
    return status == nullptr || !status->is_string() || *status == "submitted";
}

/// Columns such as "preference.responses", "preference.responses.users".
void readFlat(FormatRecord& record, Parts& parts) {
    for (const auto& [key, value] : record.value().items()) {
        if (key.find('.') == std::string::npos && value.is_string() && key != "id" && key != "status") {
            parts.fields[key] = value;
        }
        if (!std::string_view(key).ends_with(kResponses) || !value.is_array()) {
            continue;
        }
        const Json* users = member(record.value(), (key + ".users").c_str());
        const Json* states = member(record.value(), (key + ".status").c_str());
        for (std::size_t index = 0; index < value.size(); ++index) {
            const auto at = [index](const Json* list) {
                return list != nullptr && list->is_array() && index < list->size() ? &(*list)[index] : nullptr;
            };
            if (isSubmitted(at(states)) && value[index].is_array()) {
                parts.responses.emplace_back(userName(at(users), index, record.options().annotator), value[index]);
            }
        }
        for (const char* suffix : {"", ".users", ".status"}) {
            record.find((key + suffix).c_str());
        }
    }
}

/// {"fields":…,"responses":{"preference":[{"value":…,"user_id":…}]}}.
void readNested(FormatRecord& record, Parts& parts) {
    parts.fields = record.required("fields");
    const Json* responses = record.find("responses");
    if (responses == nullptr || !responses->is_object()) {
        return;
    }
    for (const Json& question : *responses) {
        for (const Json& response : question.is_array() ? question : Json::array()) {
            const Json* value = member(response, "value");
            if (value != nullptr && value->is_array() && isSubmitted(member(response, "status"))) {
                parts.responses.emplace_back(
                    userName(member(response, "user_id"), parts.responses.size(), record.options().annotator), *value);
            }
        }
    }
}

class ArgillaFormat : public RecordFormat {
  public:
    [[nodiscard]] FormatInfo info() const override {
        return {"argilla",
                "Argilla records",
                "Fields with a prompt and answers, and rankings of the answers by several people.",
                true,
                true,
                {"jsonl", "json", "parquet"}};
    }

    [[nodiscard]] bool recognises(const FileProbe& probe) const override {
        if (probe.records.empty() || probe.kind == SourceKind::Table) {
            return false;
        }
        const Json* fields = probe.find("fields");
        if (fields != nullptr && fields->is_object()) {
            return true;
        }
        const Json& first = probe.records.front();
        return std::any_of(first.items().begin(), first.items().end(), [](const auto& entry) {
            return std::string_view(entry.key()).ends_with(kResponses) || std::string_view(entry.key()).ends_with(".suggestion");
        });
    }

    void read(FormatRecord& record, RecordItems& out) const override {
        Parts parts;
        record.find("fields") != nullptr ? readNested(record, parts) : readFlat(record, parts);
        std::vector<std::string> names = namesOf(parts);
        NewItem item;
        item.externalId = record.id({"id"});
        for (const char* field : {"prompt", "instruction", "question", "input"}) {
            if (const Json* prompt = stringMember(parts.fields, field); prompt != nullptr && item.prompt.empty()) {
                item.prompt = {{"user", prompt->get<std::string>()}};
                record.find(field);
            }
        }
        for (const std::string& name : names) {
            const Json* text = stringMember(parts.fields, name.c_str());
            if (text == nullptr) {
                throw Failure("record.no_candidates", "The record has no text for the answer " + inQuotes(name) + ".",
                              "Answers are fields, named as the ranking names them.");
            }
            record.find(name.c_str());
            item.candidates.push_back({{{"assistant", text->get<std::string>()}}, {}, {}});
        }
        if (item.candidates.empty()) {
            throw Failure("record.no_candidates", "The record holds no answers that can be told.",
                          "Name them response_1, response_2, …");
        }
        for (const auto& [annotator, value] : parts.responses) {
            item.votes.push_back(voteOf(annotator, value, names));
        }
        out.items.push_back(std::move(item));
    }

  private:
    /// The answers, in the order of their names: those that rankings speak about, otherwise the fields that are called so.
    static std::vector<std::string> namesOf(const Parts& parts) {
        std::vector<std::string> names;
        for (const auto& [annotator, value] : parts.responses) {
            for (const std::string& name : orderOf(value).names) {
                if (std::find(names.begin(), names.end(), name) == names.end()) {
                    names.push_back(name);
                }
            }
        }
        for (const auto& [key, value] : parts.fields.items()) {
            const auto isCalled = [&name = key](const char* word) { return name.starts_with(word); };
            if (parts.responses.empty() && value.is_string() &&
                (isCalled("response") || isCalled("answer") || isCalled("completion") || isCalled("generation"))) {
                names.push_back(key);
            }
        }
        // response_10 comes behind response_9.
        std::sort(names.begin(), names.end(),
                  [](const std::string& a, const std::string& b) { return a.size() != b.size() ? a.size() < b.size() : a < b; });
        return names;
    }

    static ImportedVote voteOf(const std::string& annotator, const Json& value, const std::vector<std::string>& names) {
        const Order order = orderOf(value);
        if (order.names.empty()) {
            throw Failure("record.wrong_type", "A ranking is empty.", "Rank the answers.");
        }
        const auto place = [&names](const std::string& name) {
            return static_cast<int>(std::find(names.begin(), names.end(), name) - names.begin());
        };
        ImportedVote vote = winnerVote(annotator, place(order.names.front()));
        if (order.isTied) {
            vote.decision = Decision::Tie;
            vote.winner = -1;
        } else if (order.names.size() > 2) {
            for (const std::string& name : order.names) {
                vote.ranking.push_back(place(name));
            }
        }
        return vote;
    }
};

} // namespace

std::unique_ptr<RecordFormat> makeArgillaFormat() {
    return std::make_unique<ArgillaFormat>();
}

} // namespace trutina::storage
