// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/api/error.h"
#include "engine/media/media_format.h"
#include "engine/media/media_reader.h"
#include "engine/media/png_writer.h"
#include "engine/media/sampled_video.h"

#include <optional>

namespace trutina::engine {

namespace {

void apply(const Partition& partition, int mergedGrid, MediaInspection& inspection) {
    inspection.sheetWidth = partition.sheetWidth;
    inspection.sheetHeight = partition.sheetHeight;
    inspection.tileRows = partition.tileRows;
    inspection.tileColumns = partition.tileColumns;
    inspection.visionTiles = partition.visionTiles();
    inspection.tokens = imageTokenCount(partition.tileRows, partition.tileColumns, mergedGrid);
}

void inspectPicture(const std::filesystem::path& file, const MediaInspectionOptions& options, int mergedGrid,
                    MediaInspection& inspection) {
    const Picture picture = decodePicture(file);
    inspection.width = picture.width;
    inspection.height = picture.height;
    const auto form = options.training ? PartitionForm::Training : PartitionForm::Inference;
    const Partition partition = partitionPicture(picture.width, picture.height, options.hdNum, options.tileSize, form);
    apply(partition, mergedGrid, inspection);
    if (!options.saveSheet.empty()) {
        writePng(makeSheet(picture, partition), options.saveSheet);
    }
}

void inspectVideo(const std::filesystem::path& file, const MediaInspectionOptions& options, int mergedGrid,
                  MediaInspection& inspection) {
    VideoShape video;
    std::optional<Picture> canvas; // where the sheet is wanted
    if (options.saveSheet.empty()) {
        video = inspectSamples(file);
    } else {
        const SampledVideo samples = sampleVideo(file);
        canvas = canvasOf(samples, options.frameLabels);
        video = {samples.facts, {canvas->width, canvas->height}};
    }
    inspection.width = video.facts.width;
    inspection.height = video.facts.height;
    inspection.framesPerSecond = video.facts.framesPerSecond;
    inspection.framesTotal = video.facts.frames;
    inspection.durationSeconds = video.facts.durationSeconds;
    inspection.sampled = video.facts.sampled;
    const Partition fit = videoFit(video.canvas.width, video.canvas.height, options.tileSize);
    apply(fit, mergedGrid, inspection);
    if (canvas) {
        writePng(makeVideoSheet(*canvas, fit), options.saveSheet);
    }
}

} // namespace

MediaInspection inspectMediaFile(const std::filesystem::path& file, const MediaInspectionOptions& options, int patchSize) {
    if (patchSize < 1 || options.tileSize < 1 || options.tileSize % (2 * patchSize) != 0) {
        throw Failure("options.tile_size",
                      "A tile of " + std::to_string(options.tileSize) + " pixels is not a whole number of pairs of patches of " +
                          std::to_string(patchSize) + ".",
                      "Use a multiple of " + std::to_string(patchSize < 1 ? 28 : 2 * patchSize) + ".");
    }
    const int mergedGrid = options.tileSize / patchSize / 2;
    MediaInspection inspection;
    inspection.kind = mediaKindOf(file, options.as);
    if (inspection.kind == MediaKind::Image) {
        inspectPicture(file, options, mergedGrid, inspection);
    } else {
        inspectVideo(file, options, mergedGrid, inspection);
    }
    return inspection;
}

} // namespace trutina::engine
