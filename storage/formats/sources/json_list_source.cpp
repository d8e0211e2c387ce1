// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/json_list_source.h"

#include "storage/formats/import_source.h"
#include "storage/formats/json_access.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kBufferSize = std::size_t{256} << 10U;

bool isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Whether an object holds lists of records and is no record itself.
bool holdsLists(const Json& object) {
    for (const char* key : {"messages", "conversations", "chosen", "rejected"}) {
        if (object.contains(key)) {
            return false;
        }
    }
    const auto isListOfRecords = [](const Json& value) {
        return value.is_array() && std::all_of(value.begin(), value.end(), [](const Json& entry) { return entry.is_object(); });
    };
    return !object.empty() && std::all_of(object.begin(), object.end(), isListOfRecords);
}

} // namespace

JsonListSource::JsonListSource(const std::filesystem::path& file, const SourceOptions& options)
    : m_folder(std::filesystem::absolute(file).parent_path()),
      m_stream(openImportSource(file)),
      m_options(options),
      m_size(static_cast<std::int64_t>(std::filesystem::file_size(file))),
      m_buffer(kBufferSize) {
    for (const char mark : {'\xEF', '\xBB', '\xBF'}) { // a byte order mark, or nothing of it
        if (peek() != static_cast<unsigned char>(mark)) {
            break;
        }
        skip();
    }
    const int first = skipSpace();
    if (first == 0xFF || first == 0xFE) {
        throw Failure("file.not_utf8", "The file is encoded as UTF-16 or UTF-32.", "Save it as UTF-8 and try again.");
    }
    m_isList = first == '[';
}

int JsonListSource::peek() {
    if (m_position == m_end) {
        m_stream.read(m_buffer.data(), static_cast<std::streamsize>(m_buffer.size()));
        m_position = 0;
        m_end = static_cast<std::size_t>(m_stream.gcount());
        if (m_stream.bad()) {
            throw Failure("file.read", "The file could not be read to its end.",
                          "Check the disk or the connection it lies on and try again.");
        }
        if (m_end == 0) {
            return -1;
        }
    }
    return static_cast<unsigned char>(m_buffer[m_position]);
}

void JsonListSource::skip() {
    ++m_position;
    ++m_bytes;
}

int JsonListSource::skipSpace() {
    int c = peek();
    while (isSpace(c)) {
        skip();
        c = peek();
    }
    return c;
}

JsonListSource::Value JsonListSource::readValue() {
    Value value;
    std::size_t depth = 0;
    bool isInString = false;
    for (int c = peek(); c >= 0; c = peek()) {
        if (!isInString && depth == 0 && (c == ',' || c == ']' || c == '}')) {
            return value;
        }
        skip();
        if (value.text.size() == m_options.longestRecord) {
            value.isTooLong = true;
            value.text = {}; // gives the memory back
        }
        if (!value.isTooLong) {
            value.text += static_cast<char>(c);
        }
        if (isInString) {
            if (c == '\\' && peek() >= 0) {
                if (!value.isTooLong) {
                    value.text += static_cast<char>(peek());
                }
                skip();
            } else if (c == '"') {
                isInString = false;
            }
        } else if (c == '"') {
            isInString = true;
        } else if (c == '{' || c == '[') {
            value.isTooDeep = ++depth > kDeepestJson || value.isTooDeep;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            return value;
        }
    }
    value.isClosed = false;
    return value;
}

SourceRecord JsonListSource::damaged(const std::string& message) {
    SourceRecord record;
    record.row = m_row;
    record.folder = m_folder;
    record.error = Error{"row.not_json", message, "Check how the file was made.", {}};
    return record;
}

SourceRecord JsonListSource::recordOf(Value value) {
    SourceRecord record;
    record.row = m_row;
    record.folder = m_folder;
    if (value.isTooLong) {
        record.error = Error{
            "row.too_long", "The record is longer than " + std::to_string(m_options.longestRecord >> 20U) + " MiB.", {}, {}};
    } else if (value.isTooDeep) {
        record.error = Error{"row.too_deep",
                             "The record nests lists and objects more than " + std::to_string(kDeepestJson) + " deep.",
                             "Flatten the record.",
                             {}};
    } else {
        try {
            if (m_options.parses || !m_isList) {
                record.value = parseObject(value.text);
            }
            record.text = std::move(value.text);
        } catch (const Failure& failure) {
            record.error = failure.error();
        }
    }
    return record;
}

std::optional<SourceRecord> JsonListSource::next() {
    if (m_place == Place::Start) {
        if (m_isList) {
            skip(); // the bracket
            m_place = Place::InList;
        } else {
            m_place = Place::InObject;
            ++m_row;
            SourceRecord whole = recordOf(readValue());
            if (whole.error || !holdsLists(whole.value)) {
                m_place = Place::End;
                return whole;
            }
            for (Json& list : whole.value) {
                std::move(list.begin(), list.end(), std::back_inserter(m_waiting));
            }
            std::reverse(m_waiting.begin(), m_waiting.end());
            m_row = 0;
        }
    }
    return m_place == Place::InList ? nextOfList() : nextOfObject();
}

std::optional<SourceRecord> JsonListSource::nextOfObject() {
    if (m_waiting.empty()) {
        m_place = Place::End;
        return std::nullopt;
    }
    SourceRecord record;
    record.row = ++m_row;
    record.folder = m_folder;
    record.value = std::move(m_waiting.back());
    m_waiting.pop_back();
    record.text = record.value.dump();
    return record;
}

std::optional<SourceRecord> JsonListSource::nextOfList() {
    const int first = skipSpace();
    if (first == ']') {
        m_place = Place::End;
        return std::nullopt;
    }
    ++m_row;
    if (first < 0) {
        m_place = Place::End;
        return damaged("The list is not closed: the file ends too early.");
    }
    if (first == ',' || first == '}') {
        skip(); // nothing between two commas, or a brace too many
        return damaged("The list holds nothing where a record should be.");
    }
    Value value = readValue();
    if (!value.isClosed) {
        m_place = Place::End;
        return value.isTooLong ? recordOf(std::move(value)) : damaged("The file ends within a record.");
    }
    const int behind = skipSpace();
    if (behind == ',') {
        skip();
    } else if (behind >= 0 && behind != ']') {
        // Garbage behind a record belongs to it: all of it up to the next comma is one damaged record.
        while (peek() >= 0 && peek() != ',' && peek() != ']') {
            skip();
        }
        if (peek() == ',') {
            skip();
        }
        return damaged("There is something else than a comma behind a record.");
    }
    return recordOf(std::move(value));
}

} // namespace trutina::storage
