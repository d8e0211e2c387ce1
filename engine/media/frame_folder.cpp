// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/frame_folder.h"

#include "engine/api/error.h"
#include "engine/media/frame_sampling.h"
#include "engine/media/media_format.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace trutina::engine {

namespace {

constexpr double framesPerSecond = 1;

bool isDigit(char letter) {
    return letter >= '0' && letter <= '9';
}

/// A name such that comparing two of them compares the numbers in them: each run of digits loses its leading zeros and is
/// preceded by its length. Empty for a name without a number.
std::string orderingKey(std::string_view stem) {
    std::string key;
    bool hasNumber = false;
    for (std::size_t i = 0; i < stem.size();) {
        if (!isDigit(stem[i])) {
            key += stem[i++];
            continue;
        }
        hasNumber = true;
        std::size_t end = i;
        while (end < stem.size() && isDigit(stem[end])) {
            ++end;
        }
        while (i + 1 < end && stem[i] == '0') {
            ++i;
        }
        // File names have at most 255 bytes: one byte holds the length.
        key += static_cast<char>(static_cast<unsigned char>(end - i));
        key += stem.substr(i, end - i);
        i = end;
    }
    return hasNumber ? key : std::string();
}

[[noreturn]] void refuseName(const std::filesystem::path& folder, const std::string& problem) {
    throw Failure("media.frame_name", "\"" + folder.string() + "\" is no folder of numbered frames: " + problem + ".",
                  "Keep one clip in a folder, its pictures named by number: 0001.png, 0002.png, and so on.");
}

} // namespace

std::vector<std::filesystem::path> frameFiles(const std::filesystem::path& folder) {
    std::vector<std::pair<std::string, std::filesystem::path>> numbered;
    std::error_code code;
    for (std::filesystem::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
        const std::filesystem::path& file = entry->path();
        std::error_code ignored;
        if (file.filename().string().starts_with('.') || !hasPictureExtension(file) || !entry->is_regular_file(ignored)) {
            continue;
        }
        std::string key = orderingKey(file.stem().string());
        if (key.empty()) {
            refuseName(folder, "the name of \"" + file.filename().string() + "\" holds no number");
        }
        numbered.emplace_back(std::move(key), file);
    }
    if (code == std::errc::no_such_file_or_directory) {
        throw absentMedia(folder);
    }
    if (code) {
        throw unreadableMedia(folder, code.message());
    }
    if (numbered.empty()) {
        throw Failure("media.no_frames", "\"" + folder.string() + "\" holds no pictures.",
                      "Name a folder with jpg, jpeg, png, gif, bmp or webp files.");
    }
    std::sort(numbered.begin(), numbered.end());
    std::vector<std::filesystem::path> files;
    files.reserve(numbered.size());
    for (std::size_t i = 0; i < numbered.size(); ++i) {
        if (i > 0 && numbered[i].first == numbered[i - 1].first) {
            refuseName(folder, "\"" + numbered[i - 1].second.filename().string() + "\" and \"" +
                                   numbered[i].second.filename().string() + "\" have the same number");
        }
        files.push_back(std::move(numbered[i].second));
    }
    return files;
}

FrameFolder::FrameFolder(const std::filesystem::path& folder) : m_files(frameFiles(folder)) {
    const Picture first = decodePicture(m_files.front());
    m_facts.width = first.width;
    m_facts.height = first.height;
    m_facts.framesPerSecond = framesPerSecond;
    m_facts.frames = static_cast<std::int64_t>(m_files.size());
    m_facts.durationSeconds = static_cast<double>(m_facts.frames) / framesPerSecond;
    m_facts.sampled = sampleFrames(m_facts.frames, framesPerSecond);
}

bool FrameFolder::read(const std::vector<std::int64_t>& wanted, const Sink& sink) {
    for (const std::int64_t number : wanted) {
        sink(decodePicture(m_files[static_cast<std::size_t>(number)]));
    }
    return true;
}

} // namespace trutina::engine
