// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/image_encoder.h"
#include "engine/model/pace.h"
#include "engine/scoring/media_library.h"
#include "engine/scoring/sequence.h"

#include <optional>
#include <string>
#include <vector>

namespace trutina::engine {

/// The media of one request: each is decoded and encoded once, however many candidates show it, and not at all where its features
/// are kept. Threads: one thread at a time; the library may be shared.
class MediaShelf {
  public:
    struct Options {
        bool frameLabels = false;
        bool reuse = true; ///< take features from disk where they are kept
        /// Decode when a medium is placed; otherwise a medium whose geometry is known waits until its tokens are asked for.
        bool decodeAhead = false;
    };
    /// `pace` is that of placing.
    MediaShelf(MediaLibrary& library, Options options, Pace& pace) : m_library(library), m_options(options), m_pace(pace) {}

    /// Decodes a medium when it is met for the first time with this hd_num and nothing better is known of it.
    [[nodiscard]] MediaPlace place(const MediaInput& media, int hdNum);
    /// Of what `encode` has still to do.
    [[nodiscard]] double cost(const ModelCost& cost) const;
    [[nodiscard]] double cost(int slot, const ModelCost& cost) const; ///< of one slot
    /// Tokens of one slot, encoded when they are asked for first; the pixels are freed. [tokens, hidden] in the compute type.
    [[nodiscard]] const at::Tensor& tokens(int slot, ImageEncoder& encoder, Pace& pace);
    /// Tokens of all slots.
    [[nodiscard]] std::vector<at::Tensor> encode(ImageEncoder& encoder, Pace& pace);
    /// Brings the tokens of a slot, which were asked for before, from the device to the memory of the processor.
    [[nodiscard]] at::Tensor offLoad(int slot);
    /// Shows other tokens in the place of a medium's. They are as many, and are not kept on disk.
    void substitute(int slot, at::Tensor tokens, const std::string& identity);

    /// Where a medium stands that was placed before with this hd_num, or with any where `hdNum` is 0.
    [[nodiscard]] std::optional<int> slotOf(const MediaInput& media, int hdNum) const;
    [[nodiscard]] MediaView viewOf(int slot) const { return viewOf(m_items[static_cast<std::size_t>(slot)]); }
    [[nodiscard]] MediaLibrary::Geometry geometryOf(int slot) const { return m_items[static_cast<std::size_t>(slot)].geometry; }

    [[nodiscard]] int uses() const { return m_uses; }
    [[nodiscard]] int slots() const { return static_cast<int>(m_items.size()); }
    [[nodiscard]] int computed() const { return m_computed; } ///< media that went through the vision tower
    [[nodiscard]] int largest() const;        ///< tiles of the largest medium that has to be encoded, global view included
    [[nodiscard]] std::int64_t bytes() const; ///< of the pixels that wait to be encoded
    [[nodiscard]] int tokens() const;         ///< image tokens of all media
    [[nodiscard]] double decodeSeconds() const { return m_decodeSeconds; }
    /// Equal exactly for slots that show the same: what of a kept prefix depends on this medium.
    [[nodiscard]] const std::string& identity(int slot) const { return m_items[static_cast<std::size_t>(slot)].identity; }

  private:
    struct Item {
        MediaInput media;
        int hdNum = 0;
        std::string identity;
        MediaLibrary::Geometry geometry;
        int count = 0;                   ///< tokens
        std::optional<MediaSheet> sheet; ///< once decoded
        std::optional<KeptFeatures> kept;
        std::optional<at::Tensor> tokens;
    };

    void decode(Item& item, Pace& pace);
    [[nodiscard]] bool takeKept(Item& item);
    [[nodiscard]] MediaView viewOf(const Item& item) const { return {item.hdNum, m_options.frameLabels}; }

    MediaLibrary& m_library;
    Options m_options;
    Pace& m_pace;
    std::vector<Item> m_items;
    int m_uses = 0;
    int m_computed = 0;
    double m_decodeSeconds = 0;
};

/// The place of media whose pixels are not needed: sizes are read from their files.
[[nodiscard]] MediaPlacer inspectingPlacer(const ModelConfig& config);

} // namespace trutina::engine
