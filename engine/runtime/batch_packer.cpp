// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/runtime/batch_packer.h"

namespace trutina::engine {

bool BatchPacker::begins(std::int64_t place, std::int64_t rows) {
    const std::int64_t block = place / m_blockSize;
    const bool isNew = !m_isOpen || block != m_block || (rows > 0 && m_rows > 0 && rows > m_rowBudget - m_rows);
    m_rows = isNew ? rows : m_rows + rows;
    m_block = block;
    m_isOpen = true;
    return isNew;
}

} // namespace trutina::engine
