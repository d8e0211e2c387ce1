// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/record_format.h"

#include "storage/formats/json_access.h"
#include "storage/formats/json_text.h"
#include "storage/formats/media_presence.h"
#include "storage/formats/transfer_notes.h"
#include "storage/repositories/checks.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace trutina::storage {

using Json = nlohmann::json;

namespace {

/// Embedded bytes, however deep, are not for the meta of an item.
Json withoutBytes(const Json& value) {
    if (!value.is_structured()) {
        return value.is_binary() ? Json() : value;
    }
    Json kept = value.is_object() ? Json::object() : Json::array();
    for (const auto& [key, member] : value.items()) {
        if (value.is_array()) {
            kept.push_back(withoutBytes(member));
        } else if (!member.is_binary()) {
            kept[key] = withoutBytes(member);
        }
    }
    return kept;
}

} // namespace

bool FileProbe::has(const char* key) const {
    return std::find(columns.begin(), columns.end(), key) != columns.end() || (!records.empty() && records.front().contains(key));
}

bool FileProbe::hasAll(std::initializer_list<const char*> keys) const {
    return std::all_of(keys.begin(), keys.end(), [this](const char* key) { return has(key); });
}

const Json* FileProbe::find(const char* key) const {
    return records.empty() ? nullptr : member(records.front(), key);
}

const Json* FormatRecord::find(const char* key) {
    m_used.insert(key);
    return member(m_source.value, key);
}

const Json& FormatRecord::required(const char* key) {
    m_used.insert(key);
    return storage::required(m_source.value, key);
}

std::string FormatRecord::text(const char* key) {
    return textOf(required(key), key);
}

std::string FormatRecord::textOr(const char* key, const std::string& otherwise) {
    const Json* found = find(key);
    return found == nullptr ? otherwise : textOf(*found, key);
}

const Json* FormatRecord::findAny(std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
        if (const Json* found = find(key)) {
            return found;
        }
    }
    return nullptr;
}

std::string FormatRecord::id(std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
        const Json* found = find(key);
        if (found == nullptr) {
            continue;
        }
        if (found->is_string()) {
            return found->get<std::string>();
        }
        if (found->is_number_float()) {
            // Digits as they stand: an id of twenty digits is not a double.
            return std::string(memberText(m_source.text, key).value_or(found->dump()));
        }
        if (found->is_number()) {
            return found->dump();
        }
    }
    return {};
}

Json FormatRecord::rest() const {
    Json rest = Json::object();
    for (const auto& [key, value] : m_source.value.items()) {
        if (m_used.count(key) == 0 && !value.is_binary() && !value.is_null()) {
            rest[key] = withoutBytes(value);
        }
    }
    return rest;
}

RecordReader::RecordReader(const RecordFormat& format, std::unique_ptr<RecordSource> source, const std::filesystem::path& file,
                           const ReadingOptions& options)
    : m_format(format),
      m_source(std::move(source)),
      m_name(file.filename().string()),
      m_options(options),
      m_media(options.mediaFolder, options.keepsEmbedded) {}

void renameColumns(Json& record, const std::map<std::string, std::string>& columns) {
    for (const auto& [column, field] : columns) {
        const auto found = record.find(column);
        if (found != record.end() && column != field) {
            Json value = std::move(*found);
            record.erase(found);
            record[field] = std::move(value);
        }
    }
}

void RecordReader::take(SourceRecord& source, TransferReport& report) {
    ++report.read;
    const auto note = [&](Error error) {
        error.message = source.file.empty() ? error.message : source.file + ": " + error.message;
        addNote(report, source.row, error);
    };
    if (source.error) {
        ++report.skipped;
        note(*source.error);
        return;
    }
    try {
        renameColumns(source.value, m_options.columns);
        m_media.beginRecord(source.folder);
        FormatRecord record(source, m_media, m_options);
        RecordItems found;
        m_format.read(record, found);
        for (const Error& left : found.notes) {
            note(left);
        }
        const Json rest = record.rest();
        for (auto item = found.items.rbegin(); item != found.items.rend(); ++item) {
            requireMedia(*item);
            item->source = "import " + m_name;
            Json meta = item->meta == "{}" || item->meta.empty() ? Json::object() : Json::parse(item->meta);
            meta["origin"]["format"] = m_format.info().name;
            meta["origin"]["row"] = source.row;
            if (!rest.empty()) {
                meta["record"] = rest;
            }
            item->meta = meta.dump();
            checkItem(*item); // what a project refuses is this row's fault; it must not fail the whole import
        }
        m_waiting.assign(std::make_move_iterator(found.items.rbegin()), std::make_move_iterator(found.items.rend()));
    } catch (const Failure& failure) {
        if (failure.error().code.starts_with("disk.")) {
            throw;
        }
        note(failure.error());
    } catch (const Json::exception& error) {
        note({"record.wrong_type", "The record has another form than the format says.", "Correct the record.", error.what()});
    }
    report.skipped += m_waiting.empty() ? 1 : 0;
}

std::optional<NewItem> RecordReader::next(TransferReport& report) {
    while (m_waiting.empty()) {
        auto record = m_source->next();
        if (!record) {
            return std::nullopt;
        }
        take(*record, report);
    }
    NewItem item = std::move(m_waiting.back());
    m_waiting.pop_back();
    return item;
}

} // namespace trutina::storage
