// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/import_source.h"

#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <system_error>

namespace trutina::storage {

std::ifstream openImportSource(const std::filesystem::path& file) {
    const std::string name = inQuotes(file.string(), 200);
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) {
        throw Failure("file.not_found", "The file " + name + " was not found.", "Check its path.", error.message());
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw Failure("file.not_a_file", name + " is not a file.", "Choose the file that holds the records.");
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
        throw Failure("file.not_readable", "The file " + name + " may not be read.", "Check its permissions.");
    }
    return stream;
}

} // namespace trutina::storage
