// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/readers/picture_folder_reader.h"

#include "storage/formats/media_kind.h"
#include "storage/formats/media_presence.h"
#include "storage/formats/transfer_notes.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"
#include "storage/repositories/checks.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPromptFile = "prompt.txt";
constexpr std::uintmax_t kLongestPrompt = std::uintmax_t{1} << 20U;

bool isShown(const fs::path& file) {
    MediaRecord record;
    record.path = file;
    record.originalName = file.filename().string();
    return mediaTypeOf(record).kind != MediaKind::Unknown;
}

std::vector<fs::path> shownFiles(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.is_regular_file(error) && !entry.path().filename().string().starts_with(".") && isShown(entry.path())) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<fs::path> subfolders(const fs::path& folder) {
    std::vector<fs::path> folders;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        if (entry.is_directory(error) && !entry.path().filename().string().starts_with(".")) {
            folders.push_back(entry.path());
        }
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

bool holdsRecords(const fs::path& folder) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("metadata.") || entry.path().extension() == ".parquet") {
            return true;
        }
    }
    return false;
}

std::string promptIn(const fs::path& folder) {
    const fs::path file = folder / kPromptFile;
    std::error_code error;
    if (!fs::is_regular_file(file, error)) {
        return {};
    }
    if (fs::file_size(file, error) > kLongestPrompt) {
        throw Failure("row.too_long", "The file " + inQuotes(file.string(), 200) + " is longer than 1 MiB.", "Shorten it.");
    }
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (firstBadUtf8Byte(text)) {
        throw Failure("row.not_utf8", "The file " + inQuotes(file.string(), 200) + " is not UTF-8.", "Save it as UTF-8.");
    }
    return std::string(trimmed(text));
}

} // namespace

FormatInfo PictureFolderReader::info() {
    return {"pictures",
            "Folder of pictures",
            "Pictures or videos that answer one prompt, or folders of them; the prompt in prompt.txt or by --prompt.",
            true,
            false,
            {},
            {.takesPrompt = true}};
}

bool PictureFolderReader::recognises(const fs::path& folder) {
    std::error_code error;
    if (!fs::is_directory(folder, error) || holdsRecords(folder)) {
        return false;
    }
    const auto folders = subfolders(folder);
    return std::none_of(folders.begin(), folders.end(), holdsRecords) &&
           (!shownFiles(folder).empty() ||
            std::any_of(folders.begin(), folders.end(), [](const fs::path& inner) { return !shownFiles(inner).empty(); }));
}

PictureFolderReader::PictureFolderReader(const fs::path& folder, const ReadingOptions& options)
    : m_source("import " + fs::absolute(folder).lexically_normal().filename().string()), m_prompt(options.prompt) {
    std::error_code error;
    if (!fs::is_directory(folder, error)) {
        throw Failure("file.not_found", "There is no folder " + inQuotes(folder.string(), 200) + ".", "Check its path.");
    }
    if (!shownFiles(folder).empty()) {
        m_folders.push_back(fs::absolute(folder));
    }
    for (const fs::path& inner : subfolders(folder)) {
        m_folders.push_back(fs::absolute(inner));
    }
}

std::optional<NewItem> PictureFolderReader::next(TransferReport& report) {
    while (m_next < m_folders.size()) {
        const fs::path folder = m_folders[m_next++];
        ++report.read;
        try {
            NewItem item;
            item.source = m_source;
            const std::string name = folder.filename().string();
            item.externalId = firstBadUtf8Byte(name) ? std::string() : name;
            const std::string own = promptIn(folder);
            const std::string& prompt = own.empty() ? m_prompt : own;
            if (prompt.empty()) {
                throw Failure("record.no_messages", "The folder " + inQuotes(name, 200) + " has no prompt.",
                              "Write it into prompt.txt, or name one for all.");
            }
            item.prompt = {{"user", prompt}};
            for (const fs::path& file : shownFiles(folder)) {
                const std::string stem = file.stem().string();
                item.candidates.push_back(
                    {{{"assistant", ""}}, firstBadUtf8Byte(stem) ? std::string() : stem, {{file, MediaReading::Automatic}}});
            }
            if (item.candidates.empty()) {
                throw Failure("record.no_candidates", "The folder " + inQuotes(name, 200) + " holds no picture.",
                              "Put some into it.");
            }
            if (item.candidates.size() > kMostCandidates) {
                throw Failure("record.too_many_candidates",
                              "The folder " + inQuotes(name, 200) + " holds " + std::to_string(item.candidates.size()) +
                                  " pictures.",
                              "An item holds at most nine; split the folder.");
            }
            requireMedia(item);
            checkItem(item);
            return item;
        } catch (const Failure& failure) {
            ++report.skipped;
            addNote(report, static_cast<std::int64_t>(m_next), failure.error());
        }
    }
    return std::nullopt;
}

TransferProgress PictureFolderReader::progress() const {
    return {static_cast<std::int64_t>(m_next), static_cast<std::int64_t>(m_folders.size())};
}

} // namespace trutina::storage
