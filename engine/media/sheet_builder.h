// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/partition.h"
#include "engine/media/picture_sink.h"

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

namespace trutina::engine {

/// Makes the sheet of a picture (makeSheet()) while the picture is still being decoded: other threads scale the rows that are
/// there. Pictures of at most `unscaledPixels` are left as they are.
class SheetBuilder final : public PictureSink {
  public:
    SheetBuilder(int hdNum, int tileSize, PartitionForm form, std::int64_t unscaledPixels = 0)
        : m_hdNum(hdNum), m_tileSize(tileSize), m_form(form), m_unscaledPixels(unscaledPixels) {}
    ~SheetBuilder() override;

    /// Throws Failure as partitionPicture().
    [[nodiscard]] std::uint8_t* begin(int width, int height) override;
    void rowsReady(int rows) override;
    void whole(Picture picture) override;

    /// To be called when the picture was decoded to its end. The sheet, or the picture itself where it was left unscaled.
    [[nodiscard]] Picture finish();
    [[nodiscard]] bool isUnscaled() const { return m_isUnscaled; }
    [[nodiscard]] const Partition& partition() const { return m_partition; }
    [[nodiscard]] int pictureWidth() const { return m_width; }
    [[nodiscard]] int pictureHeight() const { return m_height; }

  private:
    void setSize(int width, int height);
    void takeBands();

    int m_hdNum, m_tileSize;
    PartitionForm m_form;
    std::int64_t m_unscaledPixels;
    bool m_isUnscaled = false;
    int m_width = 0, m_height = 0;
    Partition m_partition;
    Picture m_sheet; ///< or the picture itself, left unscaled
    std::optional<RowResizer> m_resizer;
    std::unique_ptr<std::uint8_t[]> m_pixels; ///< of the picture; written by the decoding thread, a row before m_rows says so
    std::atomic<int> m_rows = 0;              ///< that are there; negative when no more will come
    std::atomic<int> m_nextBand = 0;
    std::vector<std::jthread> m_helpers; // last: joined before what they use goes
};

} // namespace trutina::engine
