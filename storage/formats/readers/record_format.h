// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/readers/media_intake.h"
#include "storage/formats/sources/record_source.h"
#include "storage/formats/transfer.h"

#include <nlohmann/json.hpp>

#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace trutina::storage {

/// What a file begins with, looked at once for all formats.
struct FileProbe {
    SourceKind kind = SourceKind::JsonLines;
    std::vector<nlohmann::json> records; ///< the first good ones, each an object
    std::vector<std::string> columns;    ///< of a table

    /// Whether a table has the column, or the first record the member.
    [[nodiscard]] bool has(const char* key) const;
    [[nodiscard]] bool hasAll(std::initializer_list<const char*> keys) const;
    /// The member of the first record, or null.
    [[nodiscard]] const nlohmann::json* find(const char* key) const;
};

/// One record on its way to items. Remembers what was asked for: the rest is kept in the item's meta.
class FormatRecord {
  public:
    FormatRecord(const SourceRecord& source, MediaIntake& media, const ReadingOptions& options)
        : m_source(source), m_media(media), m_options(options) {}

    const nlohmann::json* find(const char* key);     ///< the member, or null
    const nlohmann::json& required(const char* key); ///< throws Failure "record.wrong_type"
    std::string text(const char* key);               ///< must be there
    std::string textOr(const char* key, const std::string& otherwise);
    /// The first of the names that is there, or null.
    const nlohmann::json* findAny(std::initializer_list<const char*> keys);
    std::string id(std::initializer_list<const char*> keys); ///< a text, or a number with its digits; empty without one

    [[nodiscard]] const nlohmann::json& value() const { return m_source.value; }
    [[nodiscard]] std::int64_t row() const { return m_source.row; }
    [[nodiscard]] MediaIntake& media() const { return m_media; }
    [[nodiscard]] const ReadingOptions& options() const { return m_options; }
    /// What nobody asked for, without embedded bytes.
    [[nodiscard]] nlohmann::json rest() const;

  private:
    const SourceRecord& m_source;
    MediaIntake& m_media;
    const ReadingOptions& m_options;
    std::set<std::string> m_used;
};

/// Gives the members of a record the names that the user mapped them to.
void renameColumns(nlohmann::json& record, const std::map<std::string, std::string>& columns);

/// What a record gave.
struct RecordItems {
    std::vector<NewItem> items;
    std::vector<Error> notes; ///< parts that were left out
};

/// The reader of one format whose files are lists of records. Stateless; one object serves all files.
class RecordFormat {
  public:
    virtual ~RecordFormat() = default;
    [[nodiscard]] virtual FormatInfo info() const = 0;
    [[nodiscard]] virtual bool recognises(const FileProbe& probe) const = 0;
    /// Throws Failure for a record that cannot be used.
    virtual void read(FormatRecord& record, RecordItems& out) const = 0;
};

/// Reads a file through a record format: notes damaged records, makes sure that media are there and that a project would take the
/// items, and adds where each came from to its meta.
class RecordReader : public ItemReader {
  public:
    RecordReader(const RecordFormat& format, std::unique_ptr<RecordSource> source, const std::filesystem::path& file,
                 const ReadingOptions& options);

    std::optional<NewItem> next(TransferReport& report) override;
    [[nodiscard]] TransferProgress progress() const override { return m_source->progress(); }

  private:
    void take(SourceRecord& record, TransferReport& report);

    const RecordFormat& m_format;
    std::unique_ptr<RecordSource> m_source;
    std::string m_name;
    ReadingOptions m_options;
    MediaIntake m_media;
    std::vector<NewItem> m_waiting; ///< of the current record, last first
};

} // namespace trutina::storage
