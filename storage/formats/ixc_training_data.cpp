// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/ixc_training_data.h"

#include "storage/formats/json_text.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <numeric>
#include <random>
#include <sstream>
#include <system_error>
#include <utility>

namespace trutina::storage {

namespace {

using Json = nlohmann::json;

std::string readText(const std::filesystem::path& file) {
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        throw Failure("file.not_found", "\"" + file.string() + "\" does not exist.", "Check the path.");
    }
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    const bool isReadable = stream.is_open() && !std::filesystem::is_directory(file, error);
    if (isReadable && stream.peek() != std::ifstream::traits_type::eof()) {
        text << stream.rdbuf();
    }
    if (!isReadable || stream.bad() || !text) {
        throw Failure("file.not_readable", "\"" + file.string() + "\" cannot be read.",
                      "Check that it is a file, and its permissions.");
    }
    return std::move(text).str();
}

Json parsed(const std::filesystem::path& file, const std::string& text) {
    constexpr std::size_t kDeepest = 64;
    if (nestingDepth(text) > kDeepest) {
        throw Failure("row.too_deep", "\"" + file.string() + "\" nests lists and objects too deeply.", "Check how it was made.");
    }
    Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded()) {
        throw Failure("row.not_json", "\"" + file.string() + "\" is no JSON text.", "Check how it was made.");
    }
    return json;
}

std::vector<Turn> conversation(const Json& record, const char* key) {
    const auto found = record.find(key);
    if (found == record.end() || !found->is_array() || found->empty()) {
        throw Failure("record.no_answer", std::string("The record has no list \"") + key + "\".");
    }
    std::vector<Turn> turns;
    for (const Json& turn : *found) {
        if (!turn.is_object() || !turn.contains("from") || !turn.contains("value") || !turn["from"].is_string() ||
            !turn["value"].is_string()) {
            throw Failure("record.wrong_type", std::string("A turn of \"") + key + "\" has no texts \"from\" and \"value\".");
        }
        turns.push_back({turn["from"], turn["value"]});
    }
    return turns;
}

TrainingPair pairOf(const Json& record, const std::filesystem::path& directory) {
    if (!record.is_object()) {
        throw Failure("record.not_an_object", "The record is no object.");
    }
    TrainingPair pair{conversation(record, "conversations_a"), conversation(record, "conversations_b"), {}};
    if (const auto images = record.find("image"); images != record.end()) {
        for (const Json& image : images->is_string() ? Json::array({*images}) : *images) {
            if (!image.is_string()) {
                throw Failure("record.wrong_type", "\"image\" must be a path or a list of paths.");
            }
            pair.media.push_back({directory / std::filesystem::path(image.get<std::string>()), MediaReading::Automatic});
            std::error_code error;
            if (!std::filesystem::exists(pair.media.back().file, error)) {
                throw Failure("media.not_found", "The picture \"" + pair.media.back().file.string() + "\" does not exist.");
            }
        }
    }
    return pair;
}

/// The numbers of the records to take, in the order in which they are taken.
std::vector<std::size_t> sampled(std::size_t records, double number, const IxcReading& reading) {
    const double wanted = reading.numbersAreThousands ? 1000 * number : number * static_cast<double>(records);
    const auto count = static_cast<std::size_t>(std::max(0.0, wanted));
    std::vector<std::size_t> all(records);
    std::iota(all.begin(), all.end(), std::size_t{0});
    std::mt19937_64 random(reading.seed);
    if (count < records) {
        std::vector<std::size_t> some;
        std::sample(all.begin(), all.end(), std::back_inserter(some), count, random);
        return some;
    }
    std::uniform_int_distribution<std::size_t> any(0, records == 0 ? 0 : records - 1);
    while (records > 0 && all.size() < count) {
        all.push_back(any(random));
    }
    return all;
}

TrainingPairSet dataSet(const Json& list, const std::filesystem::path& file, const std::vector<std::size_t>& rows,
                        const IxcReading& reading, bool filters, TransferReport& report) {
    TrainingPairSet set;
    set.source = file;
    set.records = static_cast<std::int64_t>(list.size());
    const auto note = [&](std::size_t row, const std::string& code, const std::string& message) {
        ++set.leftOut[code];
        ++report.notesInAll;
        if (report.notes.size() < kMaxNotes) {
            report.notes.push_back({static_cast<std::int64_t>(row) + 1, code, file.filename().string() + ": " + message});
        }
    };
    for (const std::size_t row : rows) {
        ++report.read;
        ++set.sampled;
        try {
            TrainingPair pair = pairOf(list[row], file.parent_path());
            if (filters && !(passesIxcFilter(pair.chosen.back().content) && passesIxcFilter(pair.rejected.back().content))) {
                note(row, "pair.filtered", "An answer is empty, holds chat control text or a word of over 100 characters.");
            } else if (isTooMuchLonger(pair, reading.maxLengthRatio)) {
                note(row, kLengthRatioCode, kLengthRatioMessage);
            } else {
                set.pairs.push_back(std::move(pair));
                ++report.written;
            }
        } catch (const Failure& failure) {
            note(row, failure.error().code, failure.error().message);
        }
    }
    return set;
}

const Json& requireList(const Json& json, const std::filesystem::path& file) {
    if (!json.is_array()) {
        throw Failure("record.wrong_type", "\"" + file.string() + "\" must hold a JSON list of records.",
                      "Check how it was made.");
    }
    return json;
}

std::vector<std::size_t> everyRow(const Json& list) {
    std::vector<std::size_t> rows(list.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
}

std::vector<TrainingPairSet> readMixture(const std::filesystem::path& file, const std::string& text, const IxcReading& reading,
                                         TransferReport& report) {
    std::vector<TrainingPairSet> sets;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const std::string_view content = trimmed(line);
        if (content.empty()) {
            continue;
        }
        // The number stands behind the last space: a path may hold some.
        const auto space = content.find_last_of(" \t");
        double amount = 0;
        bool isNumber = false;
        if (space != std::string_view::npos) {
            std::istringstream stream{std::string(content.substr(space + 1))};
            isNumber = (stream >> amount) && stream.eof() && amount >= 0;
        }
        if (!isNumber) {
            throw Failure("mixture.line",
                          "Line " + std::to_string(number) + " of \"" + file.string() + "\" is not a path and a number.",
                          "Write lines such as: pairs.json 2.5");
        }
        const auto source = file.parent_path() / std::filesystem::path(std::string(trimmed(content.substr(0, space))));
        const Json json = parsed(source, readText(source));
        requireList(json, source);
        sets.push_back(dataSet(json, source, sampled(json.size(), amount, reading), reading, true, report));
    }
    return sets;
}

} // namespace

bool passesIxcFilter(std::string_view answer) {
    constexpr std::size_t kLongAnswer = 500;
    constexpr std::size_t kLongWord = 100;
    if (answer.find("<|im_start|>") != std::string_view::npos || answer.find("<|im_end|>") != std::string_view::npos) {
        return false;
    }
    std::size_t longest = 0;
    for (std::size_t begin = 0; begin <= answer.size();) {
        const auto end = std::min(answer.find_first_of(" \n", begin), answer.size());
        longest = std::max(longest, characters(answer.substr(begin, end - begin)));
        begin = end + 1;
    }
    return longest > 0 && (characters(answer) <= kLongAnswer || longest <= kLongWord);
}

std::vector<TrainingPairSet> readIxcTrainingData(const std::filesystem::path& file, const IxcReading& reading,
                                                 TransferReport& report) {
    const std::string text = readText(file);
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos || (text[first] != '[' && text[first] != '{')) {
        return readMixture(file, text, reading, report);
    }
    const Json json = parsed(file, text);
    std::vector<TrainingPairSet> sets;
    if (json.is_object()) {
        for (const auto& [name, list] : json.items()) {
            sets.push_back(dataSet(requireList(list, file), file, everyRow(list), reading, false, report));
        }
    } else {
        sets.push_back(dataSet(json, file, everyRow(json), reading, true, report));
    }
    return sets;
}

} // namespace trutina::storage
