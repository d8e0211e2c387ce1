// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/picture.h"
#include "engine/media/triangle_filter.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace trutina::engine {

/// Pillow's antialiased bilinear resize, bit for bit (specification 3.4), on several threads. All four sizes must be at least 1.
[[nodiscard]] Picture resizeBilinear(const Picture& picture, int width, int height);

/// Which axis is resized first. The passes round in between, so that it matters: rows (the width) as Pillow does, or columns,
/// which is what resizing the transposed picture amounts to.
enum class FirstPass { Rows, Columns };

/// Which of the processor's instructions are used; the results are the same.
enum class Instructions { Widest, Common };

/// The same resize row by row: in any order, by several threads at once, and before the lower rows of the source are there.
class RowResizer {
  public:
    /// All sizes must be at least 1.
    RowResizer(int sourceWidth, int sourceHeight, int width, int height, FirstPass firstPass,
               Instructions instructions = Instructions::Widest);

    /// How many rows of the source, from the top, the target rows before `end` are made of.
    [[nodiscard]] int sourceRowsFor(int end) const;
    /// Writes rows [begin, end) of the target, row n to `target` + n * `stride`. `source` holds rows of `sourceWidth` RGB pixels
    /// without padding; sourceRowsFor(end) of them are read.
    void resize(const std::uint8_t* source, int begin, int end, std::uint8_t* target, std::ptrdiff_t stride) const;

  private:
    /// Weights of two taps, cut into halves.
    struct PairedWeights {
        std::uint32_t high = 0;
        std::uint32_t low = 0;
    };
    using PairedFilter = std::vector<PairedWeights>;

    /// Pairs kept for each output: an even number, since they are read in twos.
    [[nodiscard]] static std::size_t pairsOf(const TriangleFilter& filter);
    [[nodiscard]] static PairedFilter paired(const TriangleFilter& filter);
    void resizeAcross(const std::uint8_t* source, std::uint8_t* target) const;
    void combineRows(const std::uint8_t* const* rows, int line, std::size_t bytes, std::uint8_t* target) const;
    void resizeAcrossWide(const std::uint8_t* source, std::uint8_t* target) const;
    [[nodiscard]] std::size_t combineRowsWide(const std::uint8_t* const* rows, int line, std::size_t bytes,
                                              std::uint8_t* target) const;

    int m_sourceWidth, m_sourceHeight, m_width, m_height;
    FirstPass m_firstPass;
    TriangleFilter m_across, m_down;
    PairedFilter m_acrossPairs, m_downPairs;
    int m_pairedOutputs = 0; ///< of a row, from the left: those that can be read in pairs without leaving the row
    int m_wideOutputs = 0;   ///< those that can be read in twos of pairs
    bool m_isWide;           ///< by instructions that not every processor has
};

/// Pixel (x, y) becomes (y, x).
[[nodiscard]] Picture transpose(const Picture& picture);

} // namespace trutina::engine
