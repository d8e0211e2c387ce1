// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/sources/record_source.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace trutina::storage {

/// Reads and parses the records of another source on a thread of its own, while the caller is busy with those before. About a
/// megabyte of them waits, or a single larger one. Used by one thread, like any source.
class ReadAheadSource final : public RecordSource {
  public:
    explicit ReadAheadSource(std::unique_ptr<RecordSource> source);

    std::optional<SourceRecord> next() override; ///< throws what the other source threw, after the records before
    [[nodiscard]] TransferProgress progress() const override { return m_current.progress; } ///< of what was taken
    [[nodiscard]] SourceKind kind() const override { return m_kind; }
    [[nodiscard]] std::vector<std::string> columns() const override { return m_columns; }

  private:
    struct Batch {
        std::vector<SourceRecord> records;
        std::size_t bytes = 0;
        TransferProgress progress;
    };

    void read(const std::stop_token& stop);
    [[nodiscard]] bool readBatch(Batch& batch, const std::stop_token& stop); ///< false at the end

    std::unique_ptr<RecordSource> m_source; ///< the reading thread's
    SourceKind m_kind;
    std::vector<std::string> m_columns;
    Batch m_current;
    std::size_t m_next = 0; ///< of the current batch

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Batch> m_waiting;
    std::size_t m_waitingBytes = 0;
    bool m_isAtEnd = false;
    std::exception_ptr m_failure;
    std::jthread m_thread; ///< last, so that it ends before what it uses
};

} // namespace trutina::storage
