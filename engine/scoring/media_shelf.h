// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/media_reader.h"
#include "engine/model/image_encoder.h"
#include "engine/model/pace.h"
#include "engine/scoring/sequence.h"

#include <vector>

namespace trutina::engine {

/// The media of one request: each is decoded and encoded once, however many candidates show it.
/// Threads: one thread at a time.
class MediaShelf {
  public:
    /// `pace` is that of the decoding.
    MediaShelf(const ModelConfig& config, Pace& pace) : m_config(config), m_pace(pace) {}

    /// Decodes a medium when it is met for the first time with this hd_num.
    [[nodiscard]] MediaPlace place(const MediaInput& media, int hdNum);
    [[nodiscard]] double cost(const ModelCost& cost) const;
    /// Encodes everything decoded; the pixels are freed one by one. Result by slot.
    [[nodiscard]] std::vector<at::Tensor> encode(ImageEncoder& encoder, Pace& pace);

    [[nodiscard]] int uses() const { return m_uses; }
    [[nodiscard]] int slots() const { return static_cast<int>(m_items.size()); }
    [[nodiscard]] int largest() const;        ///< tiles of the largest medium, global view included
    [[nodiscard]] std::int64_t bytes() const; ///< of the pixels that wait to be encoded
    [[nodiscard]] int tokens() const;         ///< image tokens of all media
    [[nodiscard]] double decodeSeconds() const { return m_decodeSeconds; }

  private:
    struct Item {
        MediaInput media;
        int hdNum = 0;
        MediaSheet sheet;
        int tokens = 0;
    };

    const ModelConfig& m_config;
    Pace& m_pace;
    std::vector<Item> m_items;
    int m_uses = 0;
    double m_decodeSeconds = 0;
};

/// The place of media whose pixels are not needed: sizes are read from their files.
[[nodiscard]] MediaPlacer inspectingPlacer(const ModelConfig& config);

} // namespace trutina::engine
