// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/transfer.h"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace trutina::storage {

/// Has a reader at work on a thread of its own, while the caller is busy with the items before. About a megabyte of items waits,
/// or a single larger one. An item with temporary media is given before the reader goes on: it may take them away then.
///
/// Threads: used by one; the reader belongs to the other from the start to the end of this object, which waits for the record
/// that is being read.
class ItemsAhead {
  public:
    explicit ItemsAhead(std::unique_ptr<ItemReader> reader);

    /// Nothing at the end. Throws what the reader threw, after the items before.
    [[nodiscard]] std::optional<NewItem> next();
    /// Up to what was given, in steps.
    [[nodiscard]] const TransferProgress& progress() const { return m_current.progress; }
    /// What the reader noted, up to what was given; after the end all of it.
    [[nodiscard]] std::int64_t recordsRead() const { return m_current.recordsRead; }
    [[nodiscard]] TransferReport report(); ///< once, after next() gave nothing

  private:
    struct Batch {
        std::vector<NewItem> items;
        std::size_t bytes = 0;
        TransferProgress progress;
        std::int64_t recordsRead = 0;
    };

    void read(const std::stop_token& stop);
    [[nodiscard]] bool readBatch(Batch& batch, const std::stop_token& stop); ///< false at the end

    std::unique_ptr<ItemReader> m_reader; ///< this and the report are the reading thread's until the end
    TransferReport m_report;
    Batch m_current;
    std::size_t m_next = 0; ///< of the current batch

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Batch> m_waiting;
    std::size_t m_waitingBytes = 0;
    std::atomic<bool> m_isAsked = false; ///< all that was read is used up; what is read next is given at once
    bool m_isAtEnd = false;
    std::exception_ptr m_failure;
    std::jthread m_thread; ///< last, so that it ends before what it uses
};

} // namespace trutina::storage
