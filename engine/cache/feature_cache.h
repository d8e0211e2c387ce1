// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/cache/feature_file.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace trutina::engine {

/// Image features on disk, one file per key, with a limit in bytes: what was used least recently goes first.
///
/// Several processes may use one folder, and it may be emptied or removed at any moment. Nothing is locked: files appear whole,
/// by renaming; two writers of one key write the same bytes; who reads a file that another process removes has it open already. A
/// file that is damaged or not what it should be is removed and counts as absent. Nothing is an error: a folder that cannot be
/// written ends the keeping, not the scoring, and `takeWarning` tells it once.
///
/// Threads: any function from any thread. Files are written by a thread of the cache's own, which starts with the first one.
class FeatureCache {
  public:
    /// With an empty folder or no budget nothing is looked up or kept.
    FeatureCache(std::filesystem::path folder, std::int64_t budgetBytes);
    /// Ends when what is waiting has been written.
    ~FeatureCache();
    FeatureCache(const FeatureCache&) = delete;
    FeatureCache& operator=(const FeatureCache&) = delete;

    [[nodiscard]] bool isOn() const { return !m_folder.empty() && m_budgetBytes > 0; }
    [[nodiscard]] std::optional<KeptFeatures> find(const std::string& key);
    /// Returns at once; `values` are shape.bytes() that nobody changes any more. Left out when too much is waiting already, when
    /// it exceeds the budget, or when the key is there.
    void keep(const std::string& key, const FeatureShape& shape, std::shared_ptr<const void> values);
    /// Waits until what was kept so far can be found by other processes.
    void finishWriting();
    /// One sentence for people the first time that something could not be kept.
    [[nodiscard]] std::optional<std::string> takeWarning();

  private:
    struct Waiting {
        std::string key;
        FeatureShape shape;
        std::shared_ptr<const void> values;
    };
    void writeWaiting();
    void write(const Waiting& entry);
    [[nodiscard]] int place(const std::filesystem::path& part, const std::filesystem::path& file, const Waiting& entry);

    const std::filesystem::path m_folder;
    const std::int64_t m_budgetBytes;

    std::mutex m_mutex; ///< guards what follows
    std::condition_variable m_changed;
    std::deque<Waiting> m_waiting; ///< the first one stays until it is written
    std::size_t m_waitingBytes = 0;
    bool m_isEnding = false;
    bool m_isGivenUp = false;
    std::optional<std::string> m_warning;
    std::thread m_writer;

    // The writer's own.
    std::int64_t m_folderBytes = -1; ///< at the last look, and what was added since; -1: not looked yet
    int m_writtenSinceLook = 0;
};

} // namespace trutina::engine
