// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/export_folder.h"

#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <set>
#include <system_error>
#include <utility>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kBufferSize = std::size_t{256} << 10U;
constexpr std::size_t kWriteSize = std::size_t{1} << 20U; ///< enough to be worth a thread

[[noreturn]] void failWrite(const fs::path& path, int code) {
    if (code == ENOSPC || code == EDQUOT) {
        throw Failure("disk.full", "The disk is full: " + inQuotes(path.string(), 200) + " could not be written.",
                      "Free some space or choose another disk; nothing was changed.", std::strerror(code));
    }
    throw Failure("disk.write", inQuotes(path.string(), 200) + " could not be written.",
                  "Check that the folder may be written to; nothing was changed.", std::strerror(code));
}

template <typename Visit>
void forEachBlock(const fs::path& file, const Visit& visit) {
    std::ifstream stream(file, std::ios::binary);
    std::string block(kBufferSize, '\0');
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0) {
        visit(std::string_view(block.data(), static_cast<std::size_t>(stream.gcount())));
    }
    if (!stream.eof()) {
        throw Failure("file.read", inQuotes(file.string(), 200) + " could not be read.", "Check that it exists and may be read.");
    }
}

void syncFolderAt(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        failWrite(folder, errno);
    }
    // Some file systems cannot flush a folder and say so with EINVAL; there is nothing better to do there.
    const int result = ::fsync(descriptor);
    const int code = errno;
    ::close(descriptor);
    if (result != 0 && code != EINVAL) {
        failWrite(folder, code);
    }
}

/// Refuses to give up a folder that is not wholly the work of an earlier export.
void requireOwnExport(const fs::path& directory) {
    std::ifstream stream(directory / kReportName, std::ios::binary);
    const auto report = nlohmann::json::parse(stream, nullptr, false);
    const std::string name = inQuotes(directory.string(), 200);
    if (!report.is_object() || !report.contains(kReportMark) || !report.contains("files") || !report["files"].is_array()) {
        throw Failure("export.not_an_export", "The folder " + name + " holds files that no export wrote, so it is not replaced.",
                      "Choose an empty folder.");
    }
    std::set<std::string> known = {kReportName};
    for (const auto& file : report["files"]) {
        if (file.is_object() && file.value("path", nlohmann::json()).is_string()) {
            known.insert(file["path"].get<std::string>());
        }
    }
    for (const auto& entry : fs::recursive_directory_iterator(directory)) {
        const std::string path = entry.path().lexically_relative(directory).generic_string();
        if (!entry.is_directory() && known.count(path) == 0) {
            throw Failure("export.not_an_export",
                          "The folder " + name + " holds " + inQuotes(path, 200) +
                              ", which no export wrote, so it is not replaced.",
                          "Move that file away or choose another folder.");
        }
    }
}

} // namespace

std::string sha256OfFile(const fs::path& file) {
    Sha256 hash;
    forEachBlock(file, [&hash](std::string_view block) { hash.add(block); });
    return hexadecimal(hash.digest());
}

ExportFolder::File::File(ExportFolder& folder, std::string name, const fs::path& path)
    : m_folder(folder),
      m_name(std::move(name)),
      m_descriptor(path.empty() ? -1 : ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666)) {
    if (m_descriptor < 0 && !path.empty()) {
        failWrite(path, errno);
    }
}

ExportFolder::File::~File() {
    if (m_writing.valid()) {
        m_writing.wait();
    }
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

void ExportFolder::File::write(std::string_view text) {
    m_buffer += text;
    if (m_buffer.size() >= kWriteSize) {
        settle();
        std::swap(m_buffer, m_block);
        m_buffer.clear();
        m_writing = std::async(std::launch::async, [this] { put(m_block); });
    }
}

void ExportFolder::File::settle() {
    if (m_writing.valid()) {
        m_writing.get();
    }
}

void ExportFolder::File::put(std::string_view block) {
    m_hash.add(block);
    m_bytes += static_cast<std::int64_t>(block.size());
    while (!block.empty() && m_descriptor >= 0) {
        const ssize_t written = ::write(m_descriptor, block.data(), block.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            failWrite(m_folder.m_directory / m_name, errno);
        }
        block.remove_prefix(static_cast<std::size_t>(written));
    }
}

void ExportFolder::File::close() {
    settle();
    put(m_buffer);
    m_buffer.clear();
    if (m_descriptor < 0) { // nothing is kept
        m_folder.m_files.push_back({m_name, m_bytes, hexadecimal(m_hash.digest())});
        return;
    }
    if (::fsync(m_descriptor) != 0) {
        failWrite(m_folder.m_directory / m_name, errno);
    }
    // Network file systems report a full disk only here.
    if (::close(std::exchange(m_descriptor, -1)) != 0) {
        failWrite(m_folder.m_directory / m_name, errno);
    }
    m_folder.m_files.push_back({m_name, m_bytes, hexadecimal(m_hash.digest())});
}

ExportFolder::ExportFolder(const fs::path& directory, bool replaceExisting)
    : m_directory(directory.empty() ? directory : fs::weakly_canonical(fs::absolute(directory))),
      m_replaceExisting(replaceExisting) {
    if (!m_directory.has_filename()) {
        m_directory = m_directory.parent_path(); // a trailing slash
    }
    std::error_code error;
    if (directory.empty()) {
        throw Failure("export.not_a_folder", "No folder was named for the export.", "Choose a folder.");
    }
    if (fs::exists(m_directory, error)) {
        const std::string name = inQuotes(m_directory.string(), 200);
        if (!fs::is_directory(m_directory)) {
            throw Failure("export.not_a_folder", name + " is a file.", "Choose a folder for the export.");
        }
        const bool isEmpty = fs::is_empty(m_directory, error);
        if (error) {
            throw Failure("export.not_a_folder", "The folder " + name + " cannot be looked into.", "Check its permissions.",
                          error.message());
        }
        if (!isEmpty) {
            if (!replaceExisting) {
                throw Failure("export.folder_not_empty", "The folder " + name + " is not empty.",
                              "Choose an empty folder, or ask for the earlier export to be replaced.");
            }
            requireOwnExport(m_directory);
        }
    }
    fs::create_directories(m_directory.parent_path(), error);
    if (error) {
        failWrite(m_directory.parent_path(), error.value());
    }
    static std::atomic<int> counter = 0;
    std::string name(1, '.'); // added to piece by piece: GCC 12 takes the sum for an overflow
    name += m_directory.filename().string();
    name += ".export-" + std::to_string(::getpid()) + "-" + std::to_string(counter.fetch_add(1));
    m_temporary = m_directory.parent_path() / name;
    fs::remove_all(m_temporary, error); // left by a killed process whose number came round again
    if (!fs::create_directory(m_temporary, error)) {
        failWrite(m_temporary, error ? error.value() : EEXIST);
    }
}

ExportFolder::~ExportFolder() {
    if (!m_isPublished && !m_temporary.empty()) {
        std::error_code ignored;
        fs::remove_all(m_temporary, ignored);
    }
}

std::unique_ptr<ExportFolder::File> ExportFolder::create(const std::string& name) {
    if (m_temporary.empty()) {
        return std::make_unique<File>(*this, name, fs::path());
    }
    const fs::path path = m_temporary / name;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    if (error) {
        failWrite(m_directory / name, error.value());
    }
    return std::make_unique<File>(*this, name, path);
}

void ExportFolder::write(const std::string& name, std::string_view content) {
    const auto file = create(name);
    file->write(content);
    file->close();
}

void ExportFolder::copy(const fs::path& source, const std::string& name) {
    if (m_temporary.empty()) {
        return; // reading all media for nothing would take as long as the export
    }
    const auto file = create(name);
    forEachBlock(source, [&file](std::string_view block) { file->write(block); });
    file->close();
}

void ExportFolder::rename(const std::string& name, const std::string& newName) {
    if (!m_temporary.empty() && ::rename((m_temporary / name).c_str(), (m_temporary / newName).c_str()) != 0) {
        failWrite(m_directory / newName, errno);
    }
    for (ExportedFile& file : m_files) {
        if (file.name == name) {
            file.name = newName;
        }
    }
}

void ExportFolder::publish() {
    if (m_temporary.empty()) {
        return;
    }
    for (const auto& entry : fs::recursive_directory_iterator(m_temporary)) {
        if (entry.is_directory()) {
            syncFolderAt(entry.path());
        }
    }
    syncFolderAt(m_temporary);

    std::error_code error;
    if (!fs::exists(m_directory) || fs::is_empty(m_directory)) {
        if (::rename(m_temporary.c_str(), m_directory.c_str()) != 0) {
            failWrite(m_directory, errno);
        }
    } else if (m_replaceExisting) {
        // Both change places in one step; where the file system cannot do that, the old folder steps aside first.
        fs::path old = m_temporary;
        if (::renameat2(AT_FDCWD, m_temporary.c_str(), AT_FDCWD, m_directory.c_str(), RENAME_EXCHANGE) != 0) {
            if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) {
                failWrite(m_directory, errno);
            }
            old += "-old";
            if (::rename(m_directory.c_str(), old.c_str()) != 0) {
                failWrite(m_directory, errno);
            }
            if (::rename(m_temporary.c_str(), m_directory.c_str()) != 0) {
                const int code = errno;
                ::rename(old.c_str(), m_directory.c_str());
                failWrite(m_directory, code);
            }
        }
        fs::remove_all(old, error);
    } else {
        throw Failure("export.folder_not_empty",
                      "The folder " + inQuotes(m_directory.string(), 200) + " was filled in the meantime.",
                      "Choose an empty folder.");
    }
    m_isPublished = true;
    syncFolderAt(m_directory.parent_path());
}

} // namespace trutina::storage
