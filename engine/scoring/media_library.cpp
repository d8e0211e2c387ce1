// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/media_library.h"

#include "engine/api/error.h"
#include "engine/media/media_format.h"

#include <utility>

namespace trutina::engine {

namespace {

/// Raised with every change of decoding, layout or vision that moves a feature by a bit.
constexpr int kFeatureVersion = 2;
/// Geometries are small; this many are more than any project has pictures in sight.
constexpr std::size_t kMostGeometries = 100000;

} // namespace

MediaLibrary::MediaLibrary(Options options)
    : m_options(std::move(options)), m_cache(m_options.cacheFolder, m_options.cacheBytes) {}

std::string MediaLibrary::identify(const MediaInput& media, const MediaView& view) {
    const MediaKind kind = mediaKindOf(media.path, media.as); // refuses what cannot be read, in the words of the readers
    const std::string hash = m_hashes.of(media.path);
    return kind == MediaKind::Image ? hash + " image, hd_num " + std::to_string(view.hdNum)
                                    : hash + " video, labels " + (view.frameLabels ? "on" : "off");
}

SheetOptions MediaLibrary::sheetOptions(const MediaView& view) const {
    SheetOptions options;
    options.hdNum = view.hdNum;
    options.tileSize = m_options.tileSize;
    options.frameLabels = view.frameLabels;
    return options;
}

MediaLibrary::Prepared MediaLibrary::prepare(const MediaInput& media, const MediaView& view) {
    return prepareWith(media, view, sheetOptions(view));
}

MediaLibrary::Prepared MediaLibrary::prepareForEncoder(const MediaInput& media, const MediaView& view) {
    SheetOptions options = sheetOptions(view);
    options.unscaledPixels = m_options.unscaledPixels;
    return prepareWith(media, view, options);
}

MediaLibrary::Prepared MediaLibrary::prepareWith(const MediaInput& media, const MediaView& view, const SheetOptions& options) {
    std::string identity = identify(media, view);
    for (int attempt = 0; attempt < 3; ++attempt) {
        Prepared prepared{identity, readMediaSheet(media, options)};
        // Features that are kept under a content that they are not of would be wrong for good.
        std::string after = identify(media, view);
        if (after == identity) {
            remember(identity, {prepared.sheet.tileRows, prepared.sheet.tileColumns});
            return prepared;
        }
        identity = std::move(after);
    }
    throw Failure("media.changed", "\"" + media.path.string() + "\" changes while it is read.",
                  "Wait until it is written completely.");
}

std::optional<MediaLibrary::Geometry> MediaLibrary::geometryOf(const std::string& identity) {
    const std::lock_guard lock(m_mutex);
    const auto known = m_geometries.find(identity);
    return known != m_geometries.end() ? std::optional(known->second) : std::nullopt;
}

int MediaLibrary::tokensOf(const Geometry& geometry) const {
    return imageTokenCount(geometry.tileRows, geometry.tileColumns, m_options.mergedGrid);
}

std::optional<KeptFeatures> MediaLibrary::find(const std::string& identity) {
    auto features = m_cache.find("features " + std::to_string(kFeatureVersion) + "\n" + m_options.context + "\n" + identity);
    if (features) {
        const Geometry geometry{static_cast<int>(features->shape.tileRows), static_cast<int>(features->shape.tileColumns)};
        if (features->shape.tokens != tokensOf(geometry)) {
            return std::nullopt;
        }
        remember(identity, geometry);
    }
    return features;
}

void MediaLibrary::keep(const std::string& identity, const FeatureShape& shape, std::shared_ptr<const void> values) {
    m_cache.keep("features " + std::to_string(kFeatureVersion) + "\n" + m_options.context + "\n" + identity, shape,
                 std::move(values));
}

void MediaLibrary::remember(const std::string& identity, Geometry geometry) {
    const std::lock_guard lock(m_mutex);
    if (m_geometries.size() >= kMostGeometries) {
        m_geometries.clear();
    }
    m_geometries[identity] = geometry;
}

} // namespace trutina::engine
