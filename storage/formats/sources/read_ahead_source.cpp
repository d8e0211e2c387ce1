// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/read_ahead_source.h"

#include <utility>

namespace trutina::storage {

namespace {

constexpr std::size_t kBatchBytes = std::size_t{128} << 10U;
constexpr std::size_t kWaitingBytes = std::size_t{1} << 20U;

/// How much of the room a record takes. Those that were no text may hold pictures: few of them wait.
std::size_t bytesOf(const SourceRecord& record) {
    return record.text.empty() && !record.error ? kBatchBytes : record.text.size() + sizeof record;
}

} // namespace

ReadAheadSource::ReadAheadSource(std::unique_ptr<RecordSource> source)
    : m_source(std::move(source)),
      m_kind(m_source->kind()),
      m_columns(m_source->columns()),
      m_current{{}, 0, m_source->progress()},
      m_thread([this](const std::stop_token& stop) { read(stop); }) {}

bool ReadAheadSource::readBatch(Batch& batch, const std::stop_token& stop) {
    while (batch.bytes < kBatchBytes && !stop.stop_requested()) {
        auto record = m_source->next();
        if (!record) {
            return false;
        }
        batch.bytes += bytesOf(*record);
        batch.records.push_back(*std::move(record));
    }
    return true;
}

void ReadAheadSource::read(const std::stop_token& stop) {
    bool isMore = true;
    while (isMore && !stop.stop_requested()) {
        Batch batch;
        std::exception_ptr failure;
        try {
            isMore = readBatch(batch, stop);
            batch.progress = m_source->progress();
        } catch (...) {
            failure = std::current_exception();
            isMore = false;
        }
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, stop, [this] { return m_waitingBytes < kWaitingBytes; });
        m_waitingBytes += batch.bytes;
        m_waiting.push_back(std::move(batch));
        m_failure = failure;
        m_isAtEnd = !isMore;
        m_changed.notify_all();
    }
}

std::optional<SourceRecord> ReadAheadSource::next() {
    while (m_next == m_current.records.size()) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return !m_waiting.empty() || m_isAtEnd; });
        if (m_waiting.empty()) {
            if (m_failure != nullptr) {
                std::rethrow_exception(std::exchange(m_failure, nullptr));
            }
            return std::nullopt;
        }
        m_current = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_waitingBytes -= m_current.bytes;
        m_next = 0;
        m_changed.notify_all();
    }
    return std::move(m_current.records[m_next++]);
}

} // namespace trutina::storage
