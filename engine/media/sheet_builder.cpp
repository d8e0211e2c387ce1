// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/sheet_builder.h"

#include "engine/media/row_bands.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace trutina::engine {

namespace {

constexpr int bandRows = 32; ///< of the sheet, for one thread at a time

} // namespace

SheetBuilder::~SheetBuilder() {
    m_rows = -1;
    m_rows.notify_all();
}

void SheetBuilder::setSize(int width, int height) {
    m_width = width;
    m_height = height;
    m_partition = partitionPicture(width, height, m_hdNum, m_tileSize, m_form);
    m_isUnscaled = static_cast<std::int64_t>(width) * height <= m_unscaledPixels;
}

std::uint8_t* SheetBuilder::begin(int width, int height) {
    setSize(width, height);
    if (m_isUnscaled) {
        m_sheet = Picture(width, height);
        return m_sheet.rgb.data();
    }
    m_sheet = Picture(m_partition.sheetWidth, m_partition.sheetHeight);
    m_resizer.emplace(resizerFor(m_partition, width, height));
    m_pixels.reset(
        new std::uint8_t[static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3]); // not zeroed: in vain
    const int helpers = helpersFor(static_cast<std::int64_t>(width) * height + pixelsOf(m_sheet));
    for (int i = 0; i < helpers; ++i) {
        m_helpers.emplace_back([this] { takeBands(); });
    }
    return m_pixels.get();
}

void SheetBuilder::rowsReady(int rows) {
    m_rows.store(rows, std::memory_order_release);
    m_rows.notify_all();
}

void SheetBuilder::whole(Picture picture) {
    setSize(picture.width, picture.height);
    m_sheet = m_isUnscaled ? std::move(picture) : makeSheet(picture, m_partition);
}

void SheetBuilder::takeBands() {
    const int rows = m_partition.uprightHeight();
    for (int begin = bandRows * m_nextBand++; begin < rows; begin = bandRows * m_nextBand++) {
        const int end = std::min(rows, begin + bandRows);
        for (int there = m_rows.load(std::memory_order_acquire); there < m_resizer->sourceRowsFor(end);
             there = m_rows.load(std::memory_order_acquire)) {
            if (there < 0) {
                return;
            }
            m_rows.wait(there, std::memory_order_acquire);
        }
        m_resizer->resize(m_pixels.get(), begin, end, m_partition.pictureIn(m_sheet), m_sheet.stride());
    }
}

Picture SheetBuilder::finish() {
    if (m_pixels != nullptr) {
        rowsReady(m_height);
        takeBands();
        m_helpers.clear();
        m_pixels.reset();
    }
    return std::move(m_sheet);
}

} // namespace trutina::engine
