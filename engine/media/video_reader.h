// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/ffmpeg_handles.h"
#include "engine/media/frame_converter.h"
#include "engine/media/frame_source.h"

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
    struct Packet {
        std::int64_t time; ///< when its frame is shown, in the stream's units
        bool isKey;
    };
    enum class Plan : std::uint8_t { Skip, Refer, Show };
    struct Input {
        FormatContextHandle format;
        AVStream* stream = nullptr; ///< owned by format
    };

    [[nodiscard]] Input open() const;
    [[nodiscard]] CodecContextHandle openDecoder(const AVStream& stream) const;
    void indexPackets(Input& input);
    [[nodiscard]] std::vector<Plan> planFor(const std::vector<std::int64_t>& wanted) const;
    [[nodiscard]] bool readByTime(const std::vector<std::int64_t>& wanted, const Sink& sink);
    [[nodiscard]] bool readByCount(const std::vector<std::int64_t>& wanted, const Sink& sink);
    /// Decodes all from the start until `visit` returns false.
    void decodeAll(const std::function<bool(const AVFrame&)>& visit) const;
    [[nodiscard]] Picture toPicture(const AVFrame& frame);

    std::filesystem::path m_file;
    VideoFacts m_facts;
    FrameConverter m_converter;
    std::vector<Packet> m_packets;           ///< in the order of the file
    std::vector<std::size_t> m_displayOrder; ///< indices into m_packets
    bool m_hasTimes = false;                 ///< every packet has its own time, so that frames can be told by it
};

} // namespace trutina::engine
