// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/ids.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace trutina::storage {

/// A prepared statement as the connection keeps it between uses. SQLite's own handle, not SQLiteCpp's class: that one makes an
/// object with a shared pointer for every column that is read, which took a tenth of an export.
class CachedStatement {
  public:
    CachedStatement(sqlite3* database, std::string_view sql); ///< throws SQLite::Exception
    [[nodiscard]] sqlite3_stmt* handle() const { return m_handle.get(); }
    bool isLeased = false;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    std::unique_ptr<sqlite3_stmt, Finalize> m_handle;
};

/// A statement for one use. At the end of the scope it is reset and goes back to its connection, which must live longer.
class Statement {
  public:
    explicit Statement(CachedStatement& cached);
    explicit Statement(std::unique_ptr<CachedStatement> own);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Binds all parameters, the first one to `?1`. Texts and blobs are copied.
    template <typename... Values>
    Statement& bind(const Values&... values) {
        int index = 0;
        (bindOne(++index, values), ...);
        return *this;
    }

    [[nodiscard]] bool step(); ///< true: there is a row; after false it begins again
    void run();                ///< to its end; then it can be bound and run again

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] bool boolean(int column) const { return integer(column) != 0; }
    [[nodiscard]] double real(int column) const;
    [[nodiscard]] std::string text(int column) const; ///< byte for byte, NUL included
    [[nodiscard]] std::string blob(int column) const { return text(column); }
    [[nodiscard]] bool isNull(int column) const;
    template <typename IdType>
    [[nodiscard]] IdType id(int column) const {
        return IdType{integer(column)};
    }

  private:
    void check(int result) const; ///< throws SQLite::Exception unless it is SQLITE_OK
    void bindOne(int index, std::int64_t value);
    void bindOne(int index, int value) { bindOne(index, static_cast<std::int64_t>(value)); }
    void bindOne(int index, bool value) { bindOne(index, static_cast<std::int64_t>(value ? 1 : 0)); }
    void bindOne(int index, double value);
    void bindOne(int index, const std::string& value);
    void bindOne(int index, const char* value) { bindOne(index, std::string(value)); }
    void bindOne(int index, std::span<const std::byte> blob);
    void bindOne(int index, std::nullptr_t);
    /// An id that is none is NULL in the file.
    template <typename Tag>
    void bindOne(int index, Id<Tag> value) {
        if (value.isValid()) {
            bindOne(index, value.value);
        } else {
            bindOne(index, nullptr);
        }
    }

    std::unique_ptr<CachedStatement> m_own;
    CachedStatement& m_cached;
    sqlite3_stmt* m_handle; ///< of the cached one
};

} // namespace trutina::storage
