// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes become a picture of the size that they declare, or are refused.
#include "engine/api/error.h"
#include "engine/media/picture.h"
#include "tests/fuzz/scratch_folder.h"

using namespace trutina::engine;

TRUTINA_FUZZ_TARGET(picture) {
    static const trutina::fuzz::ScratchFolder folder;
    const auto file = folder.write("picture.png", bytes); // its kind is told by its content
    trutina::fuzz::readOrRefuse<Failure>([&] {
        const Picture picture = decodePicture(file);
        const auto pixels = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height);
        trutina::fuzz::require(picture.width > 0 && picture.height > 0 && picture.rgb.size() == pixels * 3,
                               "a picture has its pixels");
    });
}
