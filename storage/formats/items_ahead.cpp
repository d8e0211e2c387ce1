// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/items_ahead.h"

#include <algorithm>
#include <utility>

namespace trutina::storage {

namespace {

constexpr std::size_t kBatchBytes = std::size_t{128} << 10U;
constexpr std::size_t kBatchItems = 32; ///< progress is told a batch at a time
constexpr std::size_t kWaitingBytes = std::size_t{1} << 20U;

std::size_t bytesOf(const std::vector<Turn>& turns) {
    std::size_t bytes = 0;
    for (const Turn& turn : turns) {
        bytes += sizeof turn + turn.content.size();
    }
    return bytes;
}

std::size_t bytesOf(const NewItem& item) {
    std::size_t bytes = sizeof item + item.meta.size() + bytesOf(item.prompt);
    for (const NewCandidate& candidate : item.candidates) {
        bytes += sizeof candidate + bytesOf(candidate.turns);
    }
    return bytes;
}

bool hasTemporaryMedia(const NewItem& item) {
    const auto holdsTemporary = [](const std::vector<NewMedia>& media) {
        return std::ranges::any_of(media, [](const NewMedia& medium) { return medium.isTemporary; });
    };
    return holdsTemporary(item.media) ||
           std::ranges::any_of(item.candidates, [&](const NewCandidate& candidate) { return holdsTemporary(candidate.media); });
}

} // namespace

ItemsAhead::ItemsAhead(std::unique_ptr<ItemReader> reader)
    : m_reader(std::move(reader)), m_current{{}, 0, m_reader->progress(), 0}, m_thread([this](const std::stop_token& stop) {
          read(stop);
      }) {}

bool ItemsAhead::readBatch(Batch& batch, const std::stop_token& stop) {
    while (batch.bytes < kBatchBytes && batch.items.size() < kBatchItems && !stop.stop_requested()) {
        auto item = m_reader->next(m_report);
        if (!item) {
            return false;
        }
        batch.bytes += bytesOf(*item);
        batch.items.push_back(*std::move(item));
        if (m_isAsked || hasTemporaryMedia(batch.items.back())) {
            break;
        }
    }
    return true;
}

void ItemsAhead::read(const std::stop_token& stop) {
    bool isMore = true;
    while (isMore && !stop.stop_requested()) {
        Batch batch;
        std::exception_ptr failure;
        try {
            isMore = readBatch(batch, stop);
        } catch (...) {
            failure = std::current_exception();
            isMore = false;
        }
        batch.progress = m_reader->progress();
        batch.recordsRead = m_report.read;
        const bool isFleeting = !batch.items.empty() && hasTemporaryMedia(batch.items.back());
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, stop, [this] { return m_waitingBytes < kWaitingBytes; });
        m_waitingBytes += batch.bytes;
        m_waiting.push_back(std::move(batch));
        m_failure = failure;
        m_isAtEnd = !isMore;
        m_isAsked = false;
        m_changed.notify_all();
        if (isFleeting && isMore) {
            m_changed.wait(lock, stop, [this] { return m_isAsked.load(); });
        }
    }
}

std::optional<NewItem> ItemsAhead::next() {
    while (m_next == m_current.items.size()) {
        std::unique_lock lock(m_mutex);
        m_isAsked = m_waiting.empty();
        m_changed.notify_all();
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
    return std::move(m_current.items[m_next++]);
}

TransferReport ItemsAhead::report() {
    m_thread.join(); // it has nothing left to do
    return std::move(m_report);
}

} // namespace trutina::storage
