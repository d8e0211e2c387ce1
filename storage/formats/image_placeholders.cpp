// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/image_placeholders.h"

namespace trutina::storage {

std::size_t countImagePlaceholders(std::string_view text) {
    return splitAtImagePlaceholders(text).size() - 1;
}

std::vector<std::string> splitAtImagePlaceholders(std::string_view text) {
    std::vector<std::string> pieces;
    while (true) {
        const std::size_t at = text.find(kImagePlaceholder);
        pieces.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos) {
            return pieces;
        }
        text.remove_prefix(at + kImagePlaceholder.size());
    }
}

} // namespace trutina::storage
