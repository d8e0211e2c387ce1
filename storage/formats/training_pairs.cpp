// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/training_pairs.h"

#include <algorithm>

namespace trutina::storage {

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool isTooMuchLonger(const TrainingPair& pair, double ratio) {
    return ratio > 0 && static_cast<double>(characters(pair.chosen.back().content)) >
                            ratio * static_cast<double>(characters(pair.rejected.back().content));
}

} // namespace trutina::storage
