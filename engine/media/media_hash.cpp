// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/media_hash.h"

#include "engine/api/error.h"
#include "engine/hash/sha256.h"
#include "engine/media/frame_folder.h"
#include "engine/media/media_format.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <memory>
#include <system_error>

namespace trutina::engine {

namespace {

/// Enough for any request; beyond it, hashing anew is cheaper than remembering everything for ever.
constexpr std::size_t mostRemembered = 100'000;
/// A file that was written to so shortly before it was read may be written to again within the resolution of its times.
constexpr std::int64_t settledNanoseconds = 2'000'000'000;

[[noreturn]] void refuse(const std::filesystem::path& file, int reason) {
    if (reason == ENOENT || reason == ENOTDIR) {
        throw absentMedia(file);
    }
    throw unreadableMedia(file, std::generic_category().message(reason));
}

std::string hashOfBytes(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        refuse(file, errno);
    }
    const std::unique_ptr<const int, void (*)(const int*)> closer(&descriptor, [](const int* open) { ::close(*open); });
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    Sha256 hash;
    std::vector<unsigned char> buffer(std::size_t{1} << 18);
    for (;;) {
        const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
        if (count == 0) {
            return hash.text();
        }
        if (count > 0) {
            hash.add(buffer.data(), static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            refuse(file, errno);
        }
    }
}

std::int64_t nanoseconds(const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

std::vector<std::filesystem::path> mediaFiles(const std::filesystem::path& medium) {
    std::error_code code;
    const auto status = std::filesystem::status(medium, code);
    if (!std::filesystem::exists(status)) {
        throw absentMedia(medium);
    }
    return std::filesystem::is_directory(status) ? frameFiles(medium) : std::vector{medium};
}

std::string MediaHashes::of(const std::filesystem::path& medium) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(medium, ignored)) {
        return ofFile(medium);
    }
    Sha256 hash;
    hash.add("frames\n");
    for (const auto& file : frameFiles(medium)) {
        hash.add(ofFile(file) + '\n');
    }
    return hash.text();
}

std::int64_t MediaHashes::filesRead() const {
    const std::lock_guard lock(m_mutex);
    return m_filesRead;
}

MediaHashes::FileState MediaHashes::stateOf(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        refuse(file, errno);
    }
    return {status.st_dev, status.st_ino, status.st_size, nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
}

std::string MediaHashes::ofFile(const std::filesystem::path& file) {
    const FileState before = stateOf(file);
    {
        const std::lock_guard lock(m_mutex);
        const auto known = m_remembered.find(file.string());
        if (known != m_remembered.end() && known->second.state == before) {
            return known->second.hash;
        }
    }
    const auto now = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch());
    std::string hash = hashOfBytes(file);
    const std::lock_guard lock(m_mutex);
    ++m_filesRead;
    if (stateOf(file) == before && now.count() - before.changed > settledNanoseconds) {
        if (m_remembered.size() >= mostRemembered) {
            m_remembered.clear();
        }
        m_remembered[file.string()] = {before, hash};
    }
    return hash;
}

} // namespace trutina::engine
