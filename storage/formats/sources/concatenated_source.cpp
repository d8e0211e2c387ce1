// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/concatenated_source.h"

#include "storage/formats/import_source.h"
#include "storage/formats/json_access.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <sstream>
#include <utility>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// Longer ones are data, not lists of files.
constexpr std::uintmax_t kLongestList = std::uintmax_t{4} << 20U;

std::string readShort(const fs::path& file) {
    std::error_code error;
    if (fs::file_size(file, error) > kLongestList || error) {
        return {};
    }
    std::ifstream stream = openImportSource(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

bool isNumber(std::string_view text) {
    double number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size() && number >= 0;
}

/// The names that a reader of preference sets knows, by the names of dataset_info.json.
const std::map<std::string, std::string> kKnownColumns = {
    {"prompt", "instruction"}, {"query", "input"},   {"messages", "conversations"}, {"system", "system"},
    {"history", "history"},    {"chosen", "chosen"}, {"rejected", "rejected"},      {"kto_tag", "kto_tag"},
    {"images", "images"},      {"videos", "videos"}};

} // namespace

ConcatenatedSource::ConcatenatedSource(std::vector<SourcePart> parts, const SourceOptions& options)
    : m_parts(std::move(parts)), m_options(options) {
    m_options.followsLists = false;
    for (const SourcePart& part : m_parts) {
        std::error_code error;
        const auto size = fs::file_size(part.file, error);
        m_total += error ? 0 : static_cast<std::int64_t>(size);
    }
    m_current = openRecords(m_parts.at(m_next++).file, m_options);
}

std::optional<SourceRecord> ConcatenatedSource::next() {
    while (m_current != nullptr) {
        if (auto record = m_current->next()) {
            const SourcePart& part = m_parts[m_next - 1];
            record->file = part.file.filename().string();
            for (const auto& [column, name] : part.columns) {
                const auto found = record->value.is_object() ? record->value.find(column) : record->value.end();
                if (column != name && found != record->value.end()) {
                    Json value = std::move(*found);
                    record->value.erase(found);
                    record->value[name] = std::move(value);
                }
            }
            return record;
        }
        m_done += m_current->progress().done;
        m_current = m_next < m_parts.size() ? openRecords(m_parts[m_next++].file, m_options) : nullptr;
    }
    return std::nullopt;
}

TransferProgress ConcatenatedSource::progress() const {
    return {m_done + (m_current == nullptr ? 0 : m_current->progress().done), m_total};
}

SourceKind ConcatenatedSource::kind() const {
    return m_current == nullptr ? SourceKind::JsonList : m_current->kind();
}

std::vector<std::string> ConcatenatedSource::columns() const {
    return m_current == nullptr ? std::vector<std::string>() : m_current->columns();
}

std::vector<SourcePart> filesOfMixture(const fs::path& file, std::string_view start) {
    std::vector<SourcePart> parts;
    // Cheap to refuse: every line of the start must be a path and a number.
    const auto part = [&file](std::string_view line) -> std::optional<SourcePart> {
        const std::string_view content = trimmed(line);
        const auto space = content.find_last_of(" \t");
        if (space == std::string_view::npos || !isNumber(content.substr(space + 1))) {
            return std::nullopt;
        }
        return SourcePart{fs::absolute(file).parent_path() / fs::path(std::string(trimmed(content.substr(0, space)))), {}};
    };
    if (!part(start.substr(0, start.find('\n')))) {
        return {};
    }
    std::istringstream lines(readShort(file));
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (trimmed(line).empty()) {
            continue;
        }
        const auto found = part(line);
        if (!found) {
            throw Failure("mixture.line",
                          "Line " + std::to_string(number) + " of " + inQuotes(file.filename().string(), 200) +
                              " is not a path and a number.",
                          "Write lines such as: pairs.json 2.5");
        }
        std::error_code ignored;
        if (fs::equivalent(found->file, file, ignored)) {
            throw Failure("mixture.line", "The file names itself.", "Name the files that hold the records.");
        }
        parts.push_back(*found);
    }
    return parts;
}

std::vector<SourcePart> filesOfDatasetInfo(const fs::path& file) {
    const std::string text = readShort(file);
    Json info;
    try {
        info = text.empty() ? Json() : parseObject(text);
    } catch (const Failure&) {
        return {};
    }
    const auto isEntry = [](const Json& entry) {
        return entry.is_object() && (stringMember(entry, "file_name") != nullptr || stringMember(entry, "hf_hub_url") != nullptr);
    };
    if (!info.is_object() || info.empty() || !std::all_of(info.begin(), info.end(), isEntry)) {
        return {};
    }
    std::vector<SourcePart> parts;
    for (const Json& entry : info) {
        const Json* ranking = member(entry, "ranking");
        const Json* columns = member(entry, "columns");
        const bool isUnpaired = columns != nullptr && member(*columns, "kto_tag") != nullptr;
        const bool isRanking = ranking != nullptr && truthOf(*ranking).value_or(false);
        if (stringMember(entry, "file_name") == nullptr || !(isRanking || isUnpaired)) {
            continue; // for supervised training, or on a hub
        }
        SourcePart part{fs::absolute(file).parent_path() / fs::path(entry["file_name"].get<std::string>()), {}};
        for (const auto& [known, name] : kKnownColumns) {
            const Json* column = columns == nullptr ? nullptr : stringMember(*columns, known.c_str());
            if (column != nullptr) { // without an entry, the usual names are the known ones
                part.columns[column->get<std::string>()] = name;
            }
        }
        parts.push_back(std::move(part));
    }
    if (parts.empty()) {
        throw Failure("dataset_info.no_ranking", "The dataset_info.json names no preference set that lies beside it.",
                      "Mark it with \"ranking\": true, or import the file of records itself.");
    }
    return parts;
}

std::vector<SourcePart> filesOfFolder(const fs::path& folder) {
    std::vector<fs::path> metadata;
    std::vector<fs::path> columns;
    const auto look = [&](const fs::directory_entry& entry) {
        const std::string name = entry.path().filename().string();
        if (name == "metadata.jsonl" || name == "metadata.csv" || name == "metadata.parquet") {
            metadata.push_back(entry.path());
        } else if (entry.path().extension() == ".parquet") {
            columns.push_back(entry.path());
        }
    };
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.is_directory(error)) {
            for (const auto& inner : fs::directory_iterator(entry.path(), error)) {
                look(inner);
            }
        } else {
            look(entry);
        }
    }
    std::vector<fs::path>& found = metadata.empty() ? columns : metadata;
    if (found.empty()) {
        throw Failure("folder.no_metadata",
                      "The folder " + inQuotes(folder.string(), 200) + " holds no metadata.jsonl, metadata.csv or Parquet file.",
                      "Name the file that holds the records.");
    }
    std::sort(found.begin(), found.end());
    std::vector<SourcePart> parts;
    for (const fs::path& file : found) {
        parts.push_back({file, {}});
    }
    return parts;
}

} // namespace trutina::storage
