// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/image_placeholders.h"

namespace trutina::storage {

std::size_t countImagePlaceholders(std::string_view text) {
    std::size_t count = 0;
    for (auto at = text.find(kImagePlaceholder); at != std::string_view::npos;
         at = text.find(kImagePlaceholder, at + kImagePlaceholder.size())) {
        ++count;
    }
    return count;
}

std::vector<std::string_view> splitAtImagePlaceholders(std::string_view text) {
    std::vector<std::string_view> pieces;
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
