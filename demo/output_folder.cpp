// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "demo/output_folder.h"

#include "engine/api/error.h"

#include <stdlib.h>

#include <system_error>
#include <utility>

namespace trutina::demo {

namespace {

[[noreturn]] void failToWrite(const std::filesystem::path& file) {
    throw engine::Failure("file.not_written", "\"" + file.string() + "\" could not be written.",
                          "Check the folder, its permissions and the free space.");
}

} // namespace

OutputFolder::OutputFolder(std::filesystem::path directory, bool replaceExisting)
    : m_directory(std::filesystem::absolute(directory).lexically_normal()) {
    if (!m_directory.has_filename()) {
        m_directory = m_directory.parent_path(); // "folder/"
    }
    std::error_code error;
    if (std::filesystem::exists(m_directory, error) && !std::filesystem::is_empty(m_directory, error)) {
        if (!replaceExisting) {
            throw engine::Failure("demo.folder_exists", "\"" + m_directory.string() + "\" exists.",
                                  "Name another folder, or replace it with --force.");
        }
        if (!std::filesystem::exists(m_directory / kMark, error)) {
            throw engine::Failure("demo.not_demo_data",
                                  "\"" + m_directory.string() + "\" holds something else than demo data and is not replaced.",
                                  "Name another folder, or remove it yourself.");
        }
    }
    std::filesystem::create_directories(m_directory.parent_path(), error);
    std::string name = m_directory.string() + ".XXXXXX";
    if (error || ::mkdtemp(name.data()) == nullptr) {
        failToWrite(m_directory);
    }
    m_temporary = name;
    std::filesystem::permissions(m_temporary, std::filesystem::perms(0755), error);
}

OutputFolder::~OutputFolder() {
    if (!m_isPublished) {
        std::error_code error;
        std::filesystem::remove_all(m_temporary, error);
    }
}

void OutputFolder::publish() {
    std::error_code error;
    const std::filesystem::path old = m_temporary.string() + ".old";
    const bool replaces = std::filesystem::exists(m_directory, error);
    if (replaces) {
        std::filesystem::rename(m_directory, old, error);
        if (error) {
            failToWrite(m_directory);
        }
    }
    std::filesystem::rename(m_temporary, m_directory, error);
    if (error) {
        if (replaces) {
            std::filesystem::rename(old, m_directory, error);
        }
        failToWrite(m_directory);
    }
    m_isPublished = true;
    std::filesystem::remove_all(old, error);
}

TextFile::TextFile(std::filesystem::path file) : m_file(std::move(file)), m_stream(m_file, std::ios::binary) {
    if (!m_stream) {
        failToWrite(m_file);
    }
}

void TextFile::write(std::string_view text) {
    m_stream << text;
    if (!m_stream) {
        failToWrite(m_file);
    }
}

void TextFile::close() {
    m_stream.close();
    if (!m_stream) {
        failToWrite(m_file);
    }
}

} // namespace trutina::demo
