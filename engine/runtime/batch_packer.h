// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace trutina::engine {

/// Which requests of a long row go through the model together: neighbours of one block, as many as the budget of rows takes. A
/// function of their places and sizes alone, so that a row packed again from the start of a block gives the same packs.
class BatchPacker {
  public:
    BatchPacker(std::int64_t rowBudget, std::int64_t blockSize) : m_rowBudget(rowBudget), m_blockSize(blockSize) {}

    /// Takes the request at `place`, which brings `rows`, and says whether it begins a new pack. One that exceeds the budget is a
    /// pack of its own. Called in ascending order of places.
    [[nodiscard]] bool begins(std::int64_t place, std::int64_t rows);
    /// The next request begins a new pack.
    void close() { m_isOpen = false; }

  private:
    std::int64_t m_rowBudget;
    std::int64_t m_blockSize;
    bool m_isOpen = false;
    std::int64_t m_block = 0;
    std::int64_t m_rows = 0;
};

} // namespace trutina::engine
