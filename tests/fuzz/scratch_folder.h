// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/fuzz/fuzz_target.h"
#include "tests/support/temporary_directory.h"

#include <filesystem>
#include <fstream>
#include <string>

namespace trutina::fuzz {

/// A folder for readers that want a file; it goes when the process ends.
class ScratchFolder : public testing::TemporaryDirectory {
  public:
    /// The bytes as a file of this name, in place of what was there.
    std::filesystem::path write(const std::string& name, Bytes bytes) const {
        std::filesystem::path file = path() / name;
        std::ofstream(file, std::ios::binary | std::ios::trunc)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return file;
    }
};

} // namespace trutina::fuzz
