// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/conversation.h"
#include "engine/cache/feature_cache.h"
#include "engine/media/media_hash.h"
#include "engine/media/media_reader.h"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace trutina::engine {

/// How a medium becomes a sheet.
struct MediaView {
    int hdNum = 9;
    bool frameLabels = false;
    bool operator==(const MediaView&) const = default;
};

/// What one model knows of media beyond a single request: their identity, the form of their sheets, and their features on disk.
/// Torch-free. Threads: any function from any thread.
class MediaLibrary {
  public:
    struct Options {
        int tileSize = 560;
        int mergedGrid = 20;
        /// Beside the medium, everything that its features depend on: model, compute type, machine, program.
        std::string context;
        std::filesystem::path cacheFolder;
        std::int64_t cacheBytes = 0; ///< 0: nothing is read from disk or written to it
        /// Pictures of at most so many pixels are scaled where they are encoded; 0: all are scaled while they are decoded.
        std::int64_t unscaledPixels = 0;
    };
    /// Decoded and laid out, and certain to be the medium of that identity.
    struct Prepared {
        std::string identity;
        MediaSheet sheet;
    };
    struct Geometry {
        int tileRows = 0, tileColumns = 0;
    };

    explicit MediaLibrary(Options options);

    /// A text that is equal exactly for media that the model sees alike: the hash of their content and how they are laid out.
    /// Throws Failure "media.*".
    [[nodiscard]] std::string identify(const MediaInput& media, const MediaView& view);
    /// As a sheet. Throws Failure "media.*"; "media.changed" when the file is being written all the while.
    [[nodiscard]] Prepared prepare(const MediaInput& media, const MediaView& view);
    /// As it is handed to the encoder: see Options::unscaledPixels. Throws the same.
    [[nodiscard]] Prepared prepareForEncoder(const MediaInput& media, const MediaView& view);
    [[nodiscard]] SheetOptions sheetOptions(const MediaView& view) const;
    /// The form of a sheet that was prepared or found before.
    [[nodiscard]] std::optional<Geometry> geometryOf(const std::string& identity);
    [[nodiscard]] int tokensOf(const Geometry& geometry) const;

    [[nodiscard]] std::optional<KeptFeatures> find(const std::string& identity);
    /// `values` [tokens, width] of `bytesPerValue` each, never changed any more.
    void keep(const std::string& identity, const FeatureShape& shape, std::shared_ptr<const void> values);
    [[nodiscard]] FeatureCache& cache() { return m_cache; }

  private:
    [[nodiscard]] Prepared prepareWith(const MediaInput& media, const MediaView& view, const SheetOptions& options);
    void remember(const std::string& identity, Geometry geometry);

    const Options m_options;
    MediaHashes m_hashes;
    FeatureCache m_cache;
    std::mutex m_mutex; ///< guards what follows
    std::map<std::string, Geometry> m_geometries;
};

} // namespace trutina::engine
