// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/media_shelf.h"

#include "engine/api/error.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

namespace trutina::engine {

namespace {

/// Kept features as a tensor that holds on to them.
at::Tensor tensorOf(const KeptFeatures& features, at::ScalarType type) {
    // The values are never written to: embeddings are copies.
    auto* values = const_cast<std::byte*>(features.values.get());
    return at::from_blob(
        values, {features.shape.tokens, features.shape.width}, [keep = features.values](void*) {},
        at::TensorOptions().dtype(type));
}

} // namespace

MediaPlace MediaShelf::place(const MediaInput& media, int hdNum) {
    ++m_uses;
    if (const auto known = slotOf(media, hdNum)) {
        return {*known, m_items[static_cast<std::size_t>(*known)].count};
    }
    m_pace.checkpoint();
    Item item;
    item.media = media;
    item.hdNum = hdNum;
    item.identity = m_library.identify(media, viewOf(item));
    const auto geometry = m_library.geometryOf(item.identity);
    if (geometry) {
        item.geometry = *geometry;
    }
    if ((!geometry || m_options.decodeAhead) && !takeKept(item)) {
        decode(item, m_pace);
    }
    item.count = m_library.tokensOf(item.geometry);
    m_items.push_back(std::move(item));
    return {slots() - 1, m_items.back().count};
}

bool MediaShelf::takeKept(Item& item) {
    if (!m_options.reuse) {
        return false;
    }
    auto features = m_library.find(item.identity);
    if (!features) {
        return false;
    }
    item.geometry = {static_cast<int>(features->shape.tileRows), static_cast<int>(features->shape.tileColumns)};
    item.kept = std::move(features);
    return true;
}

void MediaShelf::decode(Item& item, Pace& pace) {
    pace.checkpoint();
    pace.enter(Stage::DecodingMedia, item.media.path.filename().string());
    const auto start = std::chrono::steady_clock::now();
    auto prepared = m_library.prepareForEncoder(item.media, viewOf(item));
    if (item.count > 0 && prepared.identity != item.identity) {
        // Its place in the sequences is laid out already.
        throw Failure("media.changed", "\"" + item.media.path.string() + "\" changes while it is read.",
                      "Wait until it is written completely.");
    }
    item.identity = std::move(prepared.identity);
    item.geometry = {prepared.sheet.tileRows, prepared.sheet.tileColumns};
    item.sheet = std::move(prepared.sheet);
    m_decodeSeconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::optional<int> MediaShelf::slotOf(const MediaInput& media, int hdNum) const {
    const auto known = std::find_if(m_items.begin(), m_items.end(),
                                    [&](const Item& item) { return item.media == media && (hdNum == 0 || item.hdNum == hdNum); });
    return known != m_items.end() ? std::optional(static_cast<int>(known - m_items.begin())) : std::nullopt;
}

int MediaShelf::largest() const {
    int tiles = 0;
    for (const Item& item : m_items) {
        if (!item.tokens && !item.kept) {
            tiles = std::max(tiles, 1 + item.geometry.tileRows * item.geometry.tileColumns);
        }
    }
    return tiles;
}

int MediaShelf::tokens() const {
    int tokens = 0;
    for (const Item& item : m_items) {
        tokens += item.count;
    }
    return tokens;
}

std::int64_t MediaShelf::bytes() const {
    std::int64_t bytes = 0;
    for (const Item& item : m_items) {
        bytes += item.sheet ? static_cast<std::int64_t>(item.sheet->sheet.rgb.size()) : 0;
        bytes += item.kept ? static_cast<std::int64_t>(item.kept->shape.bytes()) : 0;
    }
    return bytes;
}

double MediaShelf::cost(int slot, const ModelCost& cost) const {
    const Item& item = m_items[static_cast<std::size_t>(slot)];
    if (item.tokens || item.kept) {
        return 0;
    }
    return cost.image(1 + static_cast<std::int64_t>(item.geometry.tileRows) * item.geometry.tileColumns, item.count);
}

double MediaShelf::cost(const ModelCost& cost) const {
    double operations = 0;
    for (int slot = 0; slot < slots(); ++slot) {
        operations += this->cost(slot, cost);
    }
    return operations;
}

const at::Tensor& MediaShelf::tokens(int slot, ImageEncoder& encoder, Pace& pace) {
    Item& item = m_items[static_cast<std::size_t>(slot)];
    if (item.tokens) {
        return *item.tokens;
    }
    if (!item.sheet && (item.kept || takeKept(item))) {
        item.tokens = tensorOf(*item.kept, encoder.computeType());
        item.kept.reset();
        return *item.tokens;
    }
    if (!item.sheet) {
        decode(item, pace);
    }
    pace.enter(Stage::EncodingMedia, item.media.path.filename().string());
    item.tokens = item.sheet->unscaled ? encoder.encode(item.sheet->sheet, *item.sheet->unscaled, pace)
                                       : encoder.encode(item.sheet->sheet, pace);
    item.sheet.reset();
    ++m_computed;
    const auto whole = std::make_shared<at::Tensor>(item.tokens->cpu().contiguous());
    m_library.keep(item.identity,
                   {item.geometry.tileRows, item.geometry.tileColumns, whole->size(0), whole->size(1),
                    static_cast<std::int64_t>(whole->element_size())},
                   {whole, whole->data_ptr()});
    return *item.tokens;
}

std::vector<at::Tensor> MediaShelf::encode(ImageEncoder& encoder, Pace& pace) {
    std::vector<at::Tensor> all;
    for (int slot = 0; slot < slots(); ++slot) {
        all.push_back(tokens(slot, encoder, pace));
    }
    return all;
}

at::Tensor MediaShelf::offLoad(int slot) {
    auto& tokens = m_items[static_cast<std::size_t>(slot)].tokens;
    tokens = tokens->cpu();
    return *tokens;
}

void MediaShelf::substitute(int slot, at::Tensor tokens, const std::string& identity) {
    Item& item = m_items[static_cast<std::size_t>(slot)];
    item.tokens = std::move(tokens);
    item.identity = identity;
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
