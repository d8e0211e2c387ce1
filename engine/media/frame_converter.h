// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/ffmpeg_handles.h"
#include "engine/media/picture.h"

namespace trutina::engine {

/// Turns decoded frames of any pixel format into RGB pictures; keeps its scaler from frame to frame.
class FrameConverter {
  public:
    /// Of the same size. Throws BrokenPicture for a pixel format that cannot be converted, OversizedPicture.
    [[nodiscard]] Picture toPicture(const AVFrame& frame) { return toPicture(frame, frame.width, frame.height); }
    /// Of another size, for the screen: smoothly scaled, but not as the model sees it.
    [[nodiscard]] Picture toPicture(const AVFrame& frame, int width, int height);

  private:
    void prepare(const AVFrame& frame, int width, int height);

    ScalerHandle m_scaler;
    FrameHandle m_target; ///< RGB with padded rows: swscale's fast paths write whole vectors
    int m_width = 0, m_height = 0, m_format = AV_PIX_FMT_NONE;
    AVColorSpace m_colours = AVCOL_SPC_UNSPECIFIED;
    AVColorRange m_range = AVCOL_RANGE_UNSPECIFIED;
};

} // namespace trutina::engine
