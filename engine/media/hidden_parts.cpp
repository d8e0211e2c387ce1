// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/hidden_parts.h"

#include <algorithm>
#include <cstddef>

namespace trutina::engine {

namespace {

void paint(Picture& picture, int left, int top, int width, int height) {
    for (int y = top; y < top + height; ++y) {
        std::uint8_t* pixel = picture.row(y) + static_cast<std::ptrdiff_t>(left) * 3;
        for (int x = 0; x < width; ++x) {
            pixel = std::copy(kHiddenColour.begin(), kHiddenColour.end(), pixel);
        }
    }
}

bool differ(const Picture& a, const Picture& b, int left, int top, int size) {
    const auto offset = static_cast<std::ptrdiff_t>(left) * 3;
    const auto count = static_cast<std::ptrdiff_t>(size) * 3;
    for (int y = top; y < top + size; ++y) {
        if (!std::equal(a.row(y) + offset, a.row(y) + offset + count, b.row(y) + offset)) {
            return true;
        }
    }
    return false;
}

} // namespace

Picture hiddenPicture(int width, int height) {
    Picture picture(width, height);
    paint(picture, 0, 0, width, height);
    return picture;
}

Picture withTileHidden(Picture sheet, int tileSize, int row, int column) {
    paint(sheet, column * tileSize, row * tileSize, tileSize, tileSize);
    return sheet;
}

std::vector<std::int64_t> changedViews(const Picture& before, const Picture& after, int tileSize) {
    std::vector<std::int64_t> changed;
    std::int64_t view = 0;
    for (int top = 0; top < before.height; top += tileSize) {
        for (int left = 0; left < before.width; left += tileSize) {
            ++view;
            if (differ(before, after, left, top, tileSize)) {
                changed.push_back(view);
            }
        }
    }
    if (!changed.empty()) {
        changed.insert(changed.begin(), 0); // the global view is made of all
    }
    return changed;
}

} // namespace trutina::engine
