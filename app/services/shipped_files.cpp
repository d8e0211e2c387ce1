// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/shipped_files.h"

#include <system_error>

namespace trutina::services {

std::filesystem::path shippedFile(const std::filesystem::path& relative) {
    std::error_code error;
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
    for (const std::filesystem::path& folder : {program / "../share/trutina", std::filesystem::path(TRUTINA_SOURCE_RESOURCES)}) {
        std::filesystem::path file = (folder / relative).lexically_normal();
        if (std::filesystem::exists(file, error)) {
            return file;
        }
    }
    return {};
}

std::filesystem::path shippedDemoModel() {
    return shippedFile("demo-model/config.json").parent_path();
}

} // namespace trutina::services
