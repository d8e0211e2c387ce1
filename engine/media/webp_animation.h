// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/frame_source.h"
#include "engine/media/webp_handles.h"

namespace trutina::engine {

/// An animated WebP as a video, which FFmpeg does not read. A still one is a video of one frame.
class WebPAnimation final : public FrameSource {
  public:
    /// Throws Failure as openFrameSource().
    explicit WebPAnimation(std::filesystem::path file);

    [[nodiscard]] VideoFacts facts() const override { return m_facts; }
    [[nodiscard]] bool read(const std::vector<std::int64_t>& wanted, const Sink& sink) override;
    void recountByDecoding() override;

  private:
    void restart();
    /// Decodes one more frame; its RGBA canvas, or null at the end and where the file is damaged.
    [[nodiscard]] const std::uint8_t* next();

    std::filesystem::path m_file;
    std::vector<std::uint8_t> m_bytes;
    VideoFacts m_facts;
    WebPAnimationHandle m_decoder; ///< kept, so that frames that follow each other are decoded once
    std::int64_t m_next = 0;       ///< the frame that it gives next
};

} // namespace trutina::engine
