// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/checkpoint_failure.h"

#include "engine/api/error.h"

namespace trutina::engine {

std::string quotedText(std::string_view text) {
    constexpr std::size_t kLongest = 120;
    std::string result = "'";
    for (const char c : text.substr(0, kLongest)) {
        result += (c >= ' ' && c <= '~') ? c : '?';
    }
    return result + (text.size() > kLongest ? "…'" : "'");
}

void refuseDamaged(std::string_view file, std::string_view cause) {
    throw Failure("checkpoint.damaged", std::string(file) + " is damaged: " + std::string(cause) + ".",
                  "Download or copy the file again and compare its size with the original.");
}

void refuseUnsupported(std::string_view file, std::string_view cause, std::string_view hint) {
    throw Failure("checkpoint.unsupported", std::string(file) + " cannot be read: " + std::string(cause) + ".",
                  std::string(hint));
}

} // namespace trutina::engine
