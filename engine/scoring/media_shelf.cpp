// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/media_shelf.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

namespace trutina::engine {

MediaPlace MediaShelf::place(const MediaInput& media, int hdNum) {
    ++m_uses;
    const auto known = std::find_if(m_items.begin(), m_items.end(),
                                    [&](const Item& item) { return item.media == media && item.hdNum == hdNum; });
    if (known != m_items.end()) {
        return {static_cast<int>(known - m_items.begin()), known->tokens};
    }
    m_pace.checkpoint();
    m_pace.enter(Stage::DecodingMedia, media.path.filename().string());
    const auto start = std::chrono::steady_clock::now();
    SheetOptions options;
    options.hdNum = hdNum;
    options.tileSize = static_cast<int>(m_config.tileSize);
    Item item{media, hdNum, readMediaSheet(media, options), 0};
    item.tokens = imageTokenCount(item.sheet.tileRows, item.sheet.tileColumns, static_cast<int>(m_config.mergedGrid()));
    m_decodeSeconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    m_items.push_back(std::move(item));
    return {slots() - 1, m_items.back().tokens};
}

int MediaShelf::largest() const {
    int tiles = 0;
    for (const Item& item : m_items) {
        tiles = std::max(tiles, 1 + item.sheet.tileRows * item.sheet.tileColumns);
    }
    return tiles;
}

int MediaShelf::tokens() const {
    int tokens = 0;
    for (const Item& item : m_items) {
        tokens += item.tokens;
    }
    return tokens;
}

std::int64_t MediaShelf::bytes() const {
    std::int64_t bytes = 0;
    for (const Item& item : m_items) {
        bytes += static_cast<std::int64_t>(item.sheet.sheet.rgb.size());
    }
    return bytes;
}

double MediaShelf::cost(const ModelCost& cost) const {
    double operations = 0;
    for (const Item& item : m_items) {
        operations += cost.image(1 + static_cast<std::int64_t>(item.sheet.tileRows) * item.sheet.tileColumns, item.tokens);
    }
    return operations;
}

std::vector<at::Tensor> MediaShelf::encode(ImageEncoder& encoder, Pace& pace) {
    std::vector<at::Tensor> tokens;
    for (Item& item : m_items) {
        pace.enter(Stage::EncodingMedia, item.media.path.filename().string());
        tokens.push_back(encoder.encode(item.sheet.sheet, pace));
        item.sheet.sheet = {};
    }
    return tokens;
}

MediaPlacer inspectingPlacer(const ModelConfig& config) {
    struct Known {
        MediaInput media;
        int hdNum;
        int tokens;
    };
    const auto known = std::make_shared<std::vector<Known>>();
    return [&config, known](const MediaInput& media, int hdNum) -> MediaPlace {
        for (std::size_t i = 0; i < known->size(); ++i) {
            if ((*known)[i].media == media && (*known)[i].hdNum == hdNum) {
                return {static_cast<int>(i), (*known)[i].tokens};
            }
        }
        MediaInspectionOptions options;
        options.hdNum = hdNum;
        options.tileSize = static_cast<int>(config.tileSize);
        options.as = media.as;
        known->push_back({media, hdNum, inspectMediaFile(media.path, options, static_cast<int>(config.patchSize)).tokens});
        return {static_cast<int>(known->size()) - 1, known->back().tokens};
    };
}

} // namespace trutina::engine
