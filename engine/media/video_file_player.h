// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/video.h"
#include "engine/media/frame_converter.h"
#include "engine/media/packet_index.h"

#include <deque>
#include <filesystem>
#include <optional>

namespace trutina::engine {

/// A video file through FFmpeg, for watching. Keeps its decoder open, so that frames that follow each other are decoded once, and
/// the last frames (64 MiB of them), so that a few steps back cost nothing. A jump decodes from the nearest key frame; where
/// frames can only be counted, from the start. Of a damaged video, a frame that cannot be decoded is replaced by the nearest one
/// before it; VideoFrame::number says which it is. facts().sampled then names frames that the model might not get.
class VideoFilePlayer final : public VideoFrames {
  public:
    /// Throws Failure as openFrameSource().
    explicit VideoFilePlayer(std::filesystem::path path);

    [[nodiscard]] const VideoFacts& facts() const override { return m_facts; }
    [[nodiscard]] VideoFrame frame(std::int64_t number, int maxWidth, int maxHeight) override;

    /// Frames that went through the decoder, for tests.
    [[nodiscard]] std::int64_t framesDecoded() const { return m_framesDecoded; }

  private:
    struct Decoded {
        std::int64_t number;
        FrameHandle frame;
    };

    [[nodiscard]] const Decoded& decoded(std::int64_t number);
    [[nodiscard]] const Decoded* remembered(std::int64_t number) const; ///< the latest up to `number`; null when there is none
    [[nodiscard]] bool continuesTo(std::int64_t number) const;
    void startFor(std::int64_t number);
    void startAtTheBeginning();
    [[nodiscard]] bool goTo(std::size_t packet);
    /// Decodes one more frame and remembers it. False at the end.
    [[nodiscard]] bool advance();
    [[nodiscard]] bool receive();
    [[nodiscard]] std::optional<std::int64_t> numberOf(const AVFrame& frame);
    void remember(std::int64_t number, FrameHandle frame);

    std::filesystem::path m_path;
    std::optional<VideoFile> m_file;
    PacketIndex m_index;
    VideoFacts m_facts;
    CodecContextHandle m_decoder;
    PacketHandle m_packet;
    FrameConverter m_converter;
    std::deque<Decoded> m_recent; ///< ascending numbers, without holes but for frames that cannot be decoded
    std::int64_t m_recentBytes = 0;
    std::size_t m_nextPacket = 0;  ///< the one that is read next
    std::size_t m_firstPacket = 0; ///< where decoding started; what is shown before it comes out wrong
    std::int64_t m_nextNumber = 0; ///< of the frame that comes next, where frames can only be counted
    bool m_isDrained = true;       ///< nothing more comes out of the decoder
    bool m_hasPacket = false;      ///< m_packet was read already and is to be decoded next
    std::int64_t m_framesDecoded = 0;
};

} // namespace trutina::engine
