// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/sources/record_source.h"

#include <fstream>
#include <string>
#include <vector>

namespace trutina::storage {

/// The elements of a JSON list, token by token: one element is held at a time. Also a file that is one object: an object whose
/// members are lists of records ({"rows":[…]}) gives those, any other is one record; it is held whole, so it may not be longer
/// than a record.
class JsonListSource : public RecordSource {
  public:
    explicit JsonListSource(const std::filesystem::path& file, const SourceOptions& options = {});

    std::optional<SourceRecord> next() override;
    [[nodiscard]] TransferProgress progress() const override { return {m_bytes, m_size}; }
    [[nodiscard]] SourceKind kind() const override { return m_isList ? SourceKind::JsonList : SourceKind::JsonObject; }

  private:
    /// Where the reading stands.
    enum class Place { Start, InList, InObject, End };
    struct Value {
        std::string text; ///< empty when it is too long
        bool isTooLong = false;
        bool isClosed = true; ///< the file went on until its end
        bool isTooDeep = false;
    };

    int peek(); ///< the next byte, -1 at the end
    void skip();
    int skipSpace();
    Value readValue();
    std::optional<SourceRecord> nextOfList();
    std::optional<SourceRecord> nextOfObject();
    SourceRecord recordOf(Value value);
    SourceRecord damaged(const std::string& message);

    std::filesystem::path m_folder;
    std::ifstream m_stream;
    SourceOptions m_options;
    std::int64_t m_size;
    std::vector<char> m_buffer;
    std::size_t m_position = 0;
    std::size_t m_end = 0;
    std::int64_t m_bytes = 0;
    std::int64_t m_row = 0;
    Place m_place = Place::Start;
    bool m_isList = true;
    std::vector<nlohmann::json> m_waiting; ///< records of an object, last first
};

} // namespace trutina::storage
