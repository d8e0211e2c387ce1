// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/ffmpeg_handles.h"
#include "engine/media/video_turn.h"

#include <cstdint>
#include <filesystem>

namespace trutina::engine {

/// A container of any kind that FFmpeg knows, opened for its video stream. Other files that it names are never opened.
/// Threads: one at a time.
class VideoFile {
  public:
    /// Throws Failure "media.unreadable", "media.too_large", "media.no_video" (sound alone, or the cover of a piece of music).
    explicit VideoFile(const std::filesystem::path& file);

    [[nodiscard]] const AVStream& stream() const { return *m_stream; }
    [[nodiscard]] VideoTurn turn() const { return m_turn; }
    [[nodiscard]] int width() const;               ///< as turned
    [[nodiscard]] int height() const;              ///< as turned
    [[nodiscard]] double framesPerSecond() const;  ///< the average that the container declares; 0 when it does not
    [[nodiscard]] double declaredDuration() const; ///< in seconds; 0 when the container declares none

    /// Next packet of the stream; false at the end, which in a damaged file is wherever reading fails.
    [[nodiscard]] bool next(AVPacket& packet);
    /// Goes to a packet from which what is shown at `time` can be decoded. False when the container cannot do it.
    [[nodiscard]] bool seek(std::int64_t time);

    /// Throws Failure "media.unsupported" for a codec that this FFmpeg does not have, "media.unreadable".
    [[nodiscard]] CodecContextHandle openDecoder() const;

  private:
    std::filesystem::path m_file;
    IoContextHandle m_io; // outlives what reads through it
    FormatContextHandle m_format;
    AVStream* m_stream = nullptr; ///< owned by m_format
    VideoTurn m_turn = VideoTurn::None;
};

/// When a decoded frame is shown, in the units of its stream.
[[nodiscard]] std::int64_t timeOf(const AVFrame& frame);

} // namespace trutina::engine
