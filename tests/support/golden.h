// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

namespace trutina::testing {

inline std::filesystem::path goldenDirectory() {
    return TRUTINA_GOLDEN_DIR;
}

/// The path of a golden file. Throws when it is missing, so that a test without its values fails instead of passing unseen.
inline std::filesystem::path goldenFile(const std::string& name) {
    const auto file = goldenDirectory() / name;
    if (!std::filesystem::exists(file)) {
        throw std::runtime_error("golden file is missing: " + file.string());
    }
    return file;
}

inline nlohmann::json goldenJson(const std::string& name) {
    std::ifstream stream(goldenFile(name));
    return nlohmann::json::parse(stream);
}

} // namespace trutina::testing
