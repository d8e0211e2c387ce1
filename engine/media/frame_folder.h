// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/frame_source.h"

namespace trutina::engine {

/// The pictures of a folder that are the frames of a video, in the order of the numbers in their names: 9 before 10, whatever the
/// zeros in front; gaps do not matter. Files that are no pictures, hidden ones and folders inside are passed over.
/// Throws Failure "media.not_found", "media.unreadable"; "media.no_frames" when there is no picture; "media.frame_name" for a
/// picture without a number, or two with the same.
[[nodiscard]] std::vector<std::filesystem::path> frameFiles(const std::filesystem::path& folder);

/// A folder of numbered pictures as a video of one frame a second. Its size is that of the first frame; the others may differ,
/// as the canvas of the specification (7.3) provides for it.
class FrameFolder final : public FrameSource {
  public:
    /// Throws Failure as frameFiles() and decodePicture().
    explicit FrameFolder(const std::filesystem::path& folder);

    [[nodiscard]] VideoFacts facts() const override { return m_facts; }
    /// Throws Failure as decodePicture(): a folder says which of its frames is damaged.
    [[nodiscard]] bool read(const std::vector<std::int64_t>& wanted, const Sink& sink) override;
    void recountByDecoding() override {}

  private:
    std::vector<std::filesystem::path> m_files;
    VideoFacts m_facts;
};

} // namespace trutina::engine
