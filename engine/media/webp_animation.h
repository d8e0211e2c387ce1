// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/frame_source.h"

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
    /// Decodes from the start until `visit`, given the RGBA canvas, returns false.
    void decodeAll(const std::function<bool(const std::uint8_t*)>& visit) const;

    std::filesystem::path m_file;
    std::vector<std::uint8_t> m_bytes;
    VideoFacts m_facts;
};

} // namespace trutina::engine
