// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/media_store/media_store.h"

#include "storage/database/sqlite_failure.h"
#include "storage/media_store/sha256.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstddef>
#include <functional>
#include <span>
#include <system_error>
#include <utility>

namespace trutina::storage {

namespace {

constexpr std::size_t kBlock = 1U << 20U;

Failure notFound(const std::filesystem::path& file) {
    return {"media.not_found", "The file \"" + file.filename().string() + "\" is not there or cannot be read.",
            "Check the path, or choose the file again.", file.string()};
}

/// Visits the bytes of a file block by block. Throws Failure "media.not_found" when it cannot be read.
void readBlocks(const std::filesystem::path& file, const std::function<void(std::span<const std::byte>)>& visit) {
    const FileDescriptor descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!descriptor.isOpen() || fstat(descriptor.get(), &status) != 0 || !S_ISREG(status.st_mode)) {
        throw notFound(file);
    }
    std::vector<std::byte> block(kBlock);
    for (;;) {
        const auto count = read(descriptor.get(), block.data(), block.size());
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            throw notFound(file);
        }
        if (count == 0) {
            return;
        }
        visit(std::span(block).first(static_cast<std::size_t>(count)));
    }
}

std::string hashOf(const std::filesystem::path& file) {
    Sha256 sum;
    readBlocks(file, [&](std::span<const std::byte> bytes) { sum.add(bytes); });
    return hexadecimal(sum.digest());
}

void writeAll(int descriptor, std::span<const std::byte> bytes, const std::filesystem::path& file) {
    while (!bytes.empty()) {
        const auto count = write(descriptor, bytes.data(), bytes.size());
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            throw failureOf(errno, file);
        }
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
}

/// Extension in lower case, for programs that go by it; none when it is long or odd.
std::string extensionOf(const std::filesystem::path& file) {
    constexpr std::size_t kLongest = 6; // with the dot
    std::string extension = file.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](unsigned char character) { return static_cast<char>(std::tolower(character)); });
    const bool isPlain =
        extension.size() > 1 && extension.size() <= kLongest &&
        std::all_of(extension.begin() + 1, extension.end(), [](unsigned char character) { return std::isalnum(character) != 0; });
    return isPlain ? extension : std::string();
}

void makeFolder(const std::filesystem::path& folder) {
    if (std::filesystem::is_directory(folder)) {
        return;
    }
    std::error_code problem;
    std::filesystem::create_directory(folder, problem);
    if (problem) {
        throw failureOf(problem.value(), folder);
    }
    syncFolder(folder.parent_path());
}

} // namespace

MediaStore::MediaStore(std::filesystem::path projectFolder, std::filesystem::path mediaFolder)
    : m_projectFolder(std::move(projectFolder)), m_mediaFolder(std::move(mediaFolder)) {}

StoredMedia MediaStore::put(const std::filesystem::path& file, MediaPolicy policy) {
    const std::filesystem::path source = std::filesystem::absolute(file).lexically_normal();
    StoredMedia media;
    media.policy = policy;
    Sha256 sum;
    bool isStart = true;
    const auto before = stampOf(source);
    readBlocks(source, [&](std::span<const std::byte> bytes) {
        if (std::exchange(isStart, false)) {
            media.kind = mediaKindOf(bytes.first(std::min(bytes.size(), kMediaKindBytes)));
        }
        sum.add(bytes);
    });
    media.sha256 = hexadecimal(sum.digest());

    if (policy == MediaPolicy::Reference) {
        const auto relative = source.lexically_relative(m_projectFolder);
        const bool isInside = !relative.empty() && *relative.begin() != "..";
        media.path = isInside ? relative.string() : source.string();
        media.stamp = before.value_or(FileStamp{});
        return media;
    }
    media.path = media.sha256.substr(0, 2) + "/" + media.sha256 + extensionOf(source);
    const auto target = m_mediaFolder / media.path;
    // A copy that is there already is read once more: if it was damaged since, this is the moment to heal it.
    if (verify(media) != MediaState::Present) {
        copy(source, target, media.sha256);
    }
    media.stamp = stampOf(target).value_or(FileStamp{});
    return media;
}

void MediaStore::copy(const std::filesystem::path& from, const std::filesystem::path& to, const std::string& sha256) const {
    makeFolder(m_mediaFolder);
    makeFolder(to.parent_path());
    const TemporaryFile temporary(to);
    {
        const FileDescriptor target(
            open(temporary.path().c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH));
        if (!target.isOpen()) {
            throw failureOf(errno, to);
        }
        Sha256 sum;
        readBlocks(from, [&](std::span<const std::byte> bytes) {
            sum.add(bytes);
            writeAll(target.get(), bytes, to);
        });
        if (hexadecimal(sum.digest()) != sha256) {
            throw Failure("media.changed", "The file \"" + from.filename().string() + "\" changed while it was read.",
                          "Add it again.", from.string());
        }
    }
    temporary.moveTo(to, Existing::Replace);
}

std::filesystem::path MediaStore::locate(const StoredMedia& media) const {
    return media.policy == MediaPolicy::Copy ? m_mediaFolder / media.path
                                             : m_projectFolder / media.path; // an absolute path stays one
}

MediaState MediaStore::state(const StoredMedia& media) const {
    const auto path = locate(media);
    const auto stamp = stampOf(path);
    if (!stamp) {
        return MediaState::Missing;
    }
    if (stamp->bytes != media.stamp.bytes) {
        return MediaState::Changed;
    }
    if (*stamp == media.stamp) {
        return MediaState::Present;
    }
    try {
        return remembered(path) == media.sha256 ? MediaState::Present : MediaState::Changed;
    } catch (const Failure&) {
        return MediaState::Missing;
    }
}

MediaState MediaStore::verify(const StoredMedia& media) const {
    const auto path = locate(media);
    if (!stampOf(path)) {
        return MediaState::Missing;
    }
    try {
        return hashOf(path) == media.sha256 ? MediaState::Present : MediaState::Changed;
    } catch (const Failure&) {
        return MediaState::Missing;
    }
}

std::string MediaStore::remembered(const std::filesystem::path& path) const {
    const auto stamp = stampOf(path).value_or(FileStamp{});
    const auto found = m_hashed.find(path.string());
    if (found != m_hashed.end() && found->second.stamp == stamp) {
        return found->second.sha256;
    }
    return m_hashed.insert_or_assign(path.string(), Hashed{stamp, hashOf(path)}).first->second.sha256;
}

std::vector<std::filesystem::path> MediaStore::orphans(const std::function<bool(const std::string& sha256)>& isKnown) const {
    std::vector<std::filesystem::path> found;
    std::error_code problem;
    for (auto entry = std::filesystem::recursive_directory_iterator(m_mediaFolder, problem);
         !problem && entry != std::filesystem::recursive_directory_iterator(); entry.increment(problem)) {
        if (entry->is_regular_file() && !isKnown(entry->path().stem().string())) {
            found.push_back(entry->path());
        }
    }
    std::ranges::sort(found);
    return found;
}

} // namespace trutina::storage
