// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <cstdint>

namespace trutina::engine {

/// Where the vectors of a picture's views stand among its tokens (specification 3.8): the rows of the global view, one separator,
/// the rows of the mosaic of tiles; a row end after every row. `grid`: merged patches along the side of a view.
class ImageLayout {
  public:
    ImageLayout(std::int64_t grid, std::int64_t tileRows, std::int64_t tileColumns)
        : m_grid(grid), m_rows(grid * tileRows), m_columns(grid * tileColumns), m_tileColumns(tileColumns) {}

    [[nodiscard]] std::int64_t tokens() const { return separator() + 1 + m_rows * (m_columns + 1); }
    [[nodiscard]] std::int64_t separator() const { return m_grid * (m_grid + 1); }
    /// The tokens of view `view`, 0 being the global one: [grid, grid, hidden], a view into `tokens` [tokens(), hidden].
    [[nodiscard]] at::Tensor view(const at::Tensor& tokens, std::int64_t view) const {
        if (view == 0) {
            return globalRows(tokens).narrow(1, 0, m_grid);
        }
        const std::int64_t row = (view - 1) / m_tileColumns * m_grid;
        const std::int64_t column = (view - 1) % m_tileColumns * m_grid;
        return mosaicRows(tokens).narrow(0, row, m_grid).narrow(1, column, m_grid);
    }
    /// [grid, hidden] and [mosaic rows, hidden], views into `tokens`.
    [[nodiscard]] at::Tensor globalRowEnds(const at::Tensor& tokens) const { return globalRows(tokens).select(1, m_grid); }
    [[nodiscard]] at::Tensor mosaicRowEnds(const at::Tensor& tokens) const { return mosaicRows(tokens).select(1, m_columns); }

  private:
    [[nodiscard]] at::Tensor globalRows(const at::Tensor& tokens) const {
        return tokens.narrow(0, 0, separator()).view({m_grid, m_grid + 1, -1});
    }
    [[nodiscard]] at::Tensor mosaicRows(const at::Tensor& tokens) const {
        return tokens.narrow(0, separator() + 1, m_rows * (m_columns + 1)).view({m_rows, m_columns + 1, -1});
    }

    std::int64_t m_grid, m_rows, m_columns, m_tileColumns;
};

} // namespace trutina::engine
