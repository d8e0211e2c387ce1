// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/frame_converter.h"
#include "engine/media/frame_source.h"
#include "engine/media/packet_index.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace trutina::engine {

/// A video through FFmpeg.
///
/// Opening reads the packets once without decoding them, which gives the number of frames and the order in which they are shown
/// even where the container declares neither. Reading then decodes only the groups of pictures in which a wanted frame lies, up
/// to the last one wanted, and of the frames between only those that others refer to.
class VideoReader final : public FrameSource {
  public:
    /// Throws Failure as openFrameSource().
    explicit VideoReader(std::filesystem::path file);

    [[nodiscard]] VideoFacts facts() const override { return m_facts; }
    [[nodiscard]] bool read(const std::vector<std::int64_t>& wanted, const Sink& sink) override;
    void recountByDecoding() override;

  private:
    enum class Plan : std::uint8_t { Skip, Refer, Show };

    /// What is done with each packet, in the order of the file, up to the last one that is needed.
    [[nodiscard]] std::vector<Plan> planFor(const std::vector<std::int64_t>& wanted) const;
    [[nodiscard]] bool readByTime(const std::vector<std::int64_t>& wanted, const Sink& sink);
    [[nodiscard]] bool readByCount(const std::vector<std::int64_t>& wanted, const Sink& sink);
    /// Decodes all from the start until `visit` returns false.
    void decodeAll(const std::function<bool(const AVFrame&)>& visit) const;
    [[nodiscard]] Picture toPicture(const AVFrame& frame);

    std::filesystem::path m_path;
    VideoFacts m_facts;
    VideoTurn m_turn = VideoTurn::None;
    FrameConverter m_converter;
    std::optional<PacketIndex> m_index; ///< none once frames were counted by decoding
};

} // namespace trutina::engine
