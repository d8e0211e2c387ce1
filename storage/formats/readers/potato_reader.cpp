// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/potato_reader.h"

#include "storage/formats/json_access.h"
#include "storage/formats/transfer_notes.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>
#include <utility>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr const char* kAnswerFolder = "annotation_output";
constexpr const char* kStateFile = "user_state.json";
constexpr std::uintmax_t kLongestState = std::uintmax_t{256} << 20U;

/// Files of all annotators, by name.
std::vector<fs::path> statesBeside(const fs::path& file) {
    std::vector<fs::path> states;
    const fs::path folder = fs::absolute(file).parent_path();
    for (const fs::path& place : {folder / kAnswerFolder, folder.parent_path() / kAnswerFolder}) {
        std::error_code error;
        for (auto entry = fs::directory_iterator(place, error); !error && entry != fs::directory_iterator();
             entry.increment(error)) {
            std::error_code ignored;
            if (fs::is_regular_file(entry->path() / kStateFile, ignored)) {
                states.push_back(entry->path() / kStateFile);
            }
        }
        if (!states.empty()) {
            break;
        }
    }
    std::sort(states.begin(), states.end());
    return states;
}

/// Labels are kept as {scheme: {name: value}}, or as a list of [{"schema", "name"}, value].
std::vector<std::pair<std::string, Json>> schemesOf(const Json& labels) {
    std::vector<std::pair<std::string, Json>> schemes;
    if (labels.is_object()) {
        for (const auto& [scheme, values] : labels.items()) {
            const Json* inner = member(values, "labels");
            if (values.is_object()) {
                schemes.emplace_back(scheme, inner != nullptr && inner->is_object() ? *inner : values);
            }
        }
        return schemes;
    }
    for (const Json& entry : labels.is_array() ? labels : Json::array()) {
        if (!entry.is_array() || entry.size() != 2 || !entry[0].is_object()) {
            continue;
        }
        const Json* scheme = stringMember(entry[0], "schema");
        const Json* name = stringMember(entry[0], "name");
        if (scheme == nullptr || name == nullptr) {
            continue;
        }
        const auto known = std::find_if(schemes.begin(), schemes.end(), [scheme](const auto& other) {
            return other.first == scheme->get_ref<const std::string&>();
        });
        Json& values =
            known != schemes.end() ? known->second : schemes.emplace_back(scheme->get<std::string>(), Json::object()).second;
        values[name->get<std::string>()] = entry[1];
    }
    return schemes;
}

/// "A", "Response B", "2", "left": a place among the answers; -1: none.
int placeNamed(std::string_view name, std::size_t answers) {
    name = trimmed(name);
    if (name == "left" || name == "right") {
        return name == "left" ? 0 : 1;
    }
    if (const auto space = name.rfind(' '); space != std::string_view::npos) {
        name.remove_prefix(space + 1);
    }
    if (name.size() != 1) {
        return -1;
    }
    const auto letter = static_cast<unsigned char>(name[0]);
    const int place = std::isdigit(letter) != 0 ? letter - '1' : std::isalpha(letter) != 0 ? std::toupper(letter) - 'A' : -1;
    return place >= 0 && place < static_cast<int>(answers) ? place : -1;
}

bool isTie(std::string_view name) {
    return name == "tie" || name == "equal" || name == "same" || name == "No preference";
}

std::string textIn(const Json& value) {
    return value.is_string() ? value.get<std::string>() : value.is_null() ? std::string() : value.dump();
}

bool setChoice(ImportedVote& vote, const std::string& name, std::size_t answers) {
    if (isTie(name)) {
        vote.decision = Decision::Tie;
        return true;
    }
    vote.winner = placeNamed(name, answers);
    return vote.winner >= 0;
}

/// "B,D=A,C": best first; answers of equal rank stand in no order, so that only what is before them is kept.
bool setRanking(ImportedVote& vote, const std::string& order, std::size_t answers) {
    std::istringstream list(order);
    for (std::string rank; std::getline(list, rank, ',');) {
        if (rank.find('=') != std::string::npos) {
            if (vote.ranking.empty()) {
                vote.decision = Decision::Tie;
                return true;
            }
            break;
        }
        const int place = placeNamed(rank, answers);
        if (place < 0) {
            return false;
        }
        vote.ranking.push_back(place);
    }
    vote.winner = vote.ranking.empty() ? -1 : vote.ranking.front();
    return vote.winner >= 0;
}

/// On a scale below zero the left answer is better; how far from zero says how much.
bool setScale(ImportedVote& vote, const Json& value) {
    const auto figure = numberOf(value);
    if (!figure) {
        return false;
    }
    if (*figure == 0) {
        vote.decision = Decision::Tie;
        return true;
    }
    vote.winner = *figure < 0 ? 0 : 1;
    const double distance = std::abs(*figure);
    vote.strength = distance <= 1 ? Strength::Slightly : distance < 3 ? Strength::Normal : Strength::Much;
    return true;
}

/// The judgement of one scheme; nothing where it is no comparison.
std::optional<ImportedVote> voteOf(const Json& values, std::size_t answers) {
    ImportedVote vote;
    if (const Json* selection = member(values, "selection")) {
        return setChoice(vote, textIn(*selection), answers) ? std::optional(vote) : std::nullopt;
    }
    if (const Json* order = member(values, "rank_order")) {
        return setRanking(vote, textIn(*order), answers) ? std::optional(vote) : std::nullopt;
    }
    if (const Json* scale = member(values, "scale_value"); scale != nullptr && answers == 2) {
        return setScale(vote, *scale) ? std::optional(vote) : std::nullopt;
    }
    if (const Json* best = member(values, "best")) {
        return setChoice(vote, textIn(*best), answers) ? std::optional(vote) : std::nullopt;
    }
    // One choice of several: the name of the label says which.
    for (const auto& [name, value] : values.items()) {
        const bool isChosen = truthOf(value).value_or(false) || textIn(value) == name;
        if (isChosen && setChoice(vote, name, answers)) {
            return vote;
        }
    }
    return std::nullopt;
}

const Json* listOfAnswers(FormatRecord& record) {
    const auto isAnswers = [](const Json* list) {
        return list != nullptr && list->is_array() && list->size() >= 2 &&
               std::all_of(list->begin(), list->end(), [](const Json& one) { return one.is_string(); });
    };
    for (const char* key : {"responses", "candidates", "answers", "options", "outputs", "items", "texts", "text"}) {
        if (isAnswers(member(record.value(), key))) {
            return record.find(key);
        }
    }
    for (const auto& [key, value] : record.value().items()) {
        if (key != "images" && isAnswers(&value)) {
            return record.find(key.c_str());
        }
    }
    return nullptr;
}

} // namespace

class PotatoReader::Format : public RecordFormat {
  public:
    std::map<std::string, std::vector<PotatoAnswer>> answers; ///< by the item's id

    [[nodiscard]] FormatInfo info() const override { return PotatoReader::info(); }
    [[nodiscard]] bool recognises(const FileProbe& /*probe*/) const override { return false; }

    void read(FormatRecord& record, RecordItems& out) const override {
        NewItem item;
        item.externalId = record.id({"id", "instance_id", "item_id"});
        if (const Json* list = listOfAnswers(record)) {
            for (const Json& answer : *list) {
                item.candidates.push_back({{{"assistant", answer.get<std::string>()}}, {}, {}});
            }
        } else if (stringMember(record.value(), "left") != nullptr && stringMember(record.value(), "right") != nullptr) {
            item.candidates = {{{{"assistant", record.text("left")}}, {}, {}}, {{{"assistant", record.text("right")}}, {}, {}}};
        } else {
            throw Failure("record.no_candidates", "The item holds no list of answers.",
                          "Name the list of texts that were compared \"responses\", with --map.");
        }
        for (const char* key : {"prompt", "question", "instruction", "query", "context", "source", "text"}) {
            if (const Json* prompt = stringMember(record.value(), key); prompt != nullptr && item.prompt.empty()) {
                item.prompt = {{"user", record.text(key)}};
            }
        }
        if (item.prompt.empty() && !record.options().prompt.empty()) {
            item.prompt = {{"user", record.options().prompt}};
        }
        for (const char* key : {"images", "image"}) {
            if (item.media.empty()) {
                item.media = record.media().media(record.find(key), key, MediaReading::Image);
            }
        }
        addVotes(item, out);
        out.items.push_back(std::move(item));
    }

  private:
    void addVotes(NewItem& item, RecordItems& out) const {
        const auto found = answers.find(item.externalId);
        if (found == answers.end()) {
            return;
        }
        Json others = Json::object();
        for (const PotatoAnswer& answer : found->second) {
            std::optional<ImportedVote> vote;
            for (const auto& [scheme, values] : byImportance(answer)) {
                vote = vote ? vote : voteOf(*values, item.candidates.size());
                if (answer.schemes.size() > 1) {
                    others[answer.annotator][*scheme] = *values;
                }
            }
            if (!vote) {
                out.notes.push_back({"annotation.empty", "An annotation holds neither a comparison nor a ranking.", {}, {}});
                continue;
            }
            vote->annotator = answer.annotator;
            item.votes.push_back(std::move(*vote));
        }
        if (!others.empty()) {
            item.meta = Json({{"annotations", std::move(others)}}).dump();
        }
    }

    /// What is named like the whole comes before what is named like a part of it.
    static std::vector<std::pair<const std::string*, const Json*>> byImportance(const PotatoAnswer& answer) {
        std::vector<std::pair<const std::string*, const Json*>> ordered;
        for (const auto& [scheme, values] : answer.schemes) {
            ordered.emplace_back(&scheme, &values);
        }
        std::stable_sort(ordered.begin(), ordered.end(), [](const auto& left, const auto& right) {
            const auto isWhole = [](const std::string& name) {
                return name.find("overall") != std::string::npos || name.find("preference") != std::string::npos;
            };
            return isWhole(*left.first) && !isWhole(*right.first);
        });
        return ordered;
    }
};

FormatInfo PotatoReader::info() {
    return {"potato", "Potato task", "The data file of a task, with everybody's answers from annotation_output beside it.",
            true,     false,         {"json", "jsonl", "csv", "tsv"}};
}

bool PotatoReader::recognises(const fs::path& file) {
    std::error_code error;
    return fs::is_regular_file(file, error) && !statesBeside(file).empty();
}

PotatoReader::PotatoReader(const fs::path& file, const ReadingOptions& options) : m_format(std::make_unique<Format>()) {
    const std::vector<fs::path> states = statesBeside(file);
    if (states.empty()) {
        throw Failure("folder.no_metadata", "There are no annotations beside " + inQuotes(file.filename().string(), 200) + ".",
                      "Keep annotation_output of the Potato task beside the data file, or beside its folder.");
    }
    for (const fs::path& state : states) {
        const std::string folder = state.parent_path().filename().string();
        try {
            std::error_code error;
            if (fs::file_size(state, error) > kLongestState || error) {
                throw Failure("annotation.unreadable", "It is too long, or cannot be read.");
            }
            std::ifstream stream(state, std::ios::binary);
            const std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
            const Json root = parseObject(text);
            const Json* user = stringMember(root, "user_id");
            const Json* labels = member(root, "instance_id_to_label_to_value");
            const Json none = Json::object();
            for (const auto& [id, given] : (labels != nullptr && labels->is_object() ? *labels : none).items()) {
                PotatoAnswer answer{user != nullptr ? user->get<std::string>() : folder, schemesOf(given)};
                if (!answer.schemes.empty()) {
                    m_format->answers[id].push_back(std::move(answer));
                }
            }
        } catch (const Failure& failure) {
            m_unreadable.push_back({"annotation.unreadable",
                                    "The annotations of " + inQuotes(folder) + " cannot be read: " + failure.error().message,
                                    "Restore the file user_state.json.", failure.error().detail});
        }
    }
    m_reader = std::make_unique<RecordReader>(*m_format, openRecords(file), file, options);
}

PotatoReader::~PotatoReader() = default;

std::optional<NewItem> PotatoReader::next(TransferReport& report) {
    for (const Error& error : std::exchange(m_unreadable, {})) {
        addNote(report, 0, error);
    }
    return m_reader->next(report);
}

TransferProgress PotatoReader::progress() const {
    return m_reader->progress();
}

} // namespace trutina::storage
