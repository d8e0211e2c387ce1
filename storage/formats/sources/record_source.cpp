// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/record_source.h"

#include "storage/formats/import_source.h"
#include "storage/formats/sources/concatenated_source.h"
#include "storage/formats/sources/json_lines_source.h"
#include "storage/formats/sources/json_list_source.h"
#include "storage/formats/sources/parquet_source.h"
#include "storage/formats/sources/table_source.h"
#include "storage/formats/utf8.h"

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace trutina::storage {
namespace {

constexpr std::size_t kStart = std::size_t{64} << 10U;

std::string startOf(const std::filesystem::path& file) {
    std::ifstream stream = openImportSource(file);
    std::string start(kStart, '\0');
    stream.read(start.data(), static_cast<std::streamsize>(start.size()));
    start.resize(static_cast<std::size_t>(stream.gcount()));
    return start;
}

/// Whether a text that begins with a brace is one object over several lines rather than one object a line.
bool isOneObject(std::string_view text) {
    std::int64_t depth = 0;
    bool isInString = false;
    const std::string_view line = text.substr(0, text.find('\n'));
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        if (c == '"') {
            isInString = !isInString;
        } else if (isInString) {
            at += c == '\\' ? 1 : 0;
        } else {
            depth += c == '{' || c == '[' ? 1 : 0;
            depth -= c == '}' || c == ']' ? 1 : 0;
        }
    }
    // A damaged first line leaves its brace open too: then the next one begins with a brace of its own.
    const auto next = text.find_first_not_of(" \t\r\n", line.size());
    return depth > 0 && next != std::string_view::npos && text[next] != '{';
}

bool endsWith(const std::filesystem::path& file, std::string_view ending) {
    std::string found = file.extension().string();
    for (char& c : found) {
        c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return found == ending;
}

/// A head of several columns, without control characters.
bool looksLikeTable(std::string_view start, char separator) {
    const std::string_view line = start.substr(0, start.find('\n'));
    return line.find(separator) != std::string_view::npos && line.size() < start.size() && !firstBadUtf8Byte(line) &&
           line.find('\0') == std::string_view::npos;
}

} // namespace

std::unique_ptr<RecordSource> openRecords(const std::filesystem::path& path, const SourceOptions& options) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
        return std::make_unique<ConcatenatedSource>(filesOfFolder(path), options);
    }
    const std::string bytes = startOf(path);
    std::string_view start = bytes;
    if (start.starts_with("PAR1")) {
        return openParquet(path, options);
    }
    if (start.starts_with("version https://git-lfs.github.com/")) {
        throw Failure("file.lfs_pointer",
                      inQuotes(path.filename().string(), 200) + " only says where the file lies: Git LFS has not fetched it.",
                      "Run git lfs pull in its folder, or download the file itself.");
    }
    start.remove_prefix(start.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    start.remove_prefix(std::min(start.find_first_not_of(" \t\r\n"), start.size()));
    const char first = start.empty() ? '\0' : start.front();
    if (endsWith(path, ".tsv") || endsWith(path, ".tab")) {
        return std::make_unique<TableSource>(path, '\t', options);
    }
    if (endsWith(path, ".csv")) {
        return std::make_unique<TableSource>(path, TableSource::separatorOf(start), options);
    }
    if (first == '{' && options.followsLists) {
        if (auto parts = filesOfDatasetInfo(path); !parts.empty()) {
            return std::make_unique<ConcatenatedSource>(std::move(parts), options);
        }
    }
    if (first == '[' || (first == '{' && isOneObject(start))) {
        return std::make_unique<JsonListSource>(path, options);
    }
    const bool isJson = first == '{' || first == '\0' || endsWith(path, ".jsonl") || endsWith(path, ".ndjson");
    if (!isJson) {
        if (options.followsLists) {
            if (auto parts = filesOfMixture(path, start); !parts.empty()) {
                return std::make_unique<ConcatenatedSource>(std::move(parts), options);
            }
        }
        for (const char separator : {'\t', ','}) {
            if (looksLikeTable(start, separator)) {
                return std::make_unique<TableSource>(path, separator, options);
            }
        }
    }
    return std::make_unique<JsonLinesSource>(path, options);
}

} // namespace trutina::storage
