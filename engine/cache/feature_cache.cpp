// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/cache/feature_cache.h"

#include "engine/cache/feature_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <new>
#include <system_error>
#include <utility>

namespace trutina::engine {

namespace {

/// Values that wait for the disk hold memory; beyond this much they are not kept.
constexpr std::size_t kLargestWaiting = std::size_t{256} << 20;
/// Other processes write, too, so that the sum is taken anew now and then.
constexpr int kWritesBetweenLooks = 32;

/// Distinct in this process; with its number, in the folder.
std::string partSuffix() {
    static std::atomic<unsigned> count{0};
    return "." + std::to_string(::getpid()) + "-" + std::to_string(count++) + ".part";
}

bool isThere(const std::filesystem::path& file) {
    struct stat status {};
    return ::lstat(file.c_str(), &status) == 0;
}

} // namespace

FeatureCache::FeatureCache(std::filesystem::path folder, std::int64_t budgetBytes)
    : m_folder(std::move(folder)), m_budgetBytes(budgetBytes) {}

FeatureCache::~FeatureCache() {
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_changed.notify_all();
    if (m_writer.joinable()) {
        m_writer.join();
    }
}

std::optional<KeptFeatures> FeatureCache::find(const std::string& key) {
    if (!isOn()) {
        return std::nullopt;
    }
    {
        const std::lock_guard lock(m_mutex);
        for (const Waiting& entry : m_waiting) {
            if (entry.key == key) {
                return KeptFeatures{entry.shape, {entry.values, static_cast<const std::byte*>(entry.values.get())}};
            }
        }
    }
    const auto file = m_folder / featureFileName(key);
    try {
        auto reading = FeatureFile::read(file, key);
        if (reading.fault == FeatureFile::Fault::Foreign) {
            // Another process may have put a sound file in its place just now; then that is computed once more.
            std::error_code ignored;
            std::filesystem::remove(file, ignored);
        }
        return std::move(reading.features);
    } catch (const std::bad_alloc&) {
        return std::nullopt; // the computation that follows says it better
    }
}

void FeatureCache::keep(const std::string& key, const FeatureShape& shape, std::shared_ptr<const void> values) {
    if (!isOn() || FeatureFile::sizeOf(key, shape) > m_budgetBytes) {
        return;
    }
    const std::lock_guard lock(m_mutex);
    if (m_isGivenUp || (!m_waiting.empty() && m_waitingBytes + shape.bytes() > kLargestWaiting)) {
        return;
    }
    if (!m_writer.joinable()) {
        try {
            m_writer = std::thread([this] { writeWaiting(); });
        } catch (const std::system_error&) {
            return; // no thread to be had now
        }
    }
    m_waitingBytes += shape.bytes();
    m_waiting.push_back({key, shape, std::move(values)});
    m_changed.notify_all();
}

void FeatureCache::finishWriting() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [&] { return m_waiting.empty(); });
}

std::optional<std::string> FeatureCache::takeWarning() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_warning, std::nullopt);
}

void FeatureCache::writeWaiting() {
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [&] { return m_isEnding || !m_waiting.empty(); });
        if (m_waiting.empty()) {
            return;
        }
        const Waiting entry = m_waiting.front();
        const bool isGivenUp = m_isGivenUp;
        lock.unlock();
        if (!isGivenUp) {
            write(entry);
        }
        lock.lock();
        m_waitingBytes -= entry.shape.bytes();
        m_waiting.pop_front();
        m_changed.notify_all();
    }
}

void FeatureCache::write(const Waiting& entry) {
    const auto file = m_folder / featureFileName(entry.key);
    if (isThere(file)) {
        return; // by another process, or before this one had looked
    }
    const std::int64_t size = FeatureFile::sizeOf(entry.key, entry.shape);
    if (m_folderBytes < 0 || m_folderBytes + size > m_budgetBytes || m_writtenSinceLook >= kWritesBetweenLooks) {
        m_folderBytes = shrinkFeatureFolder(m_folder, m_budgetBytes - size);
        m_writtenSinceLook = 0;
    }
    const auto part = std::filesystem::path(file.string() + partSuffix());
    const int error = place(part, file, entry);
    if (error == 0) {
        m_folderBytes += size;
        ++m_writtenSinceLook;
        return;
    }
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    if (error == ENOENT) {
        return; // the folder was removed under the file
    }
    const std::lock_guard lock(m_mutex);
    m_isGivenUp = true;
    m_warning = "Image features are not kept any more: " + m_folder.string() + " cannot be written (" +
                std::system_category().message(error) + ").";
}

/// 0 or an errno.
int FeatureCache::place(const std::filesystem::path& part, const std::filesystem::path& file, const Waiting& entry) {
    int error = 0;
    try {
        error = FeatureFile::write(part, entry.key, entry.shape, entry.values.get());
        if (error == ENOENT) {
            std::error_code failed;
            std::filesystem::create_directories(m_folder.parent_path(), failed);
            if (::mkdir(m_folder.c_str(), 0700) != 0 && errno != EEXIST) {
                return failed ? failed.value() : errno;
            }
            error = FeatureFile::write(part, entry.key, entry.shape, entry.values.get());
        }
    } catch (const std::bad_alloc&) {
        return ENOMEM;
    }
    if (error != 0) {
        return error;
    }
    return ::rename(part.c_str(), file.c_str()) == 0 ? 0 : errno;
}

} // namespace trutina::engine
