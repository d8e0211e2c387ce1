// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/picture_codecs.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

// Only the first picture of a GIF, as colours of its palette. A decoder for films (FFmpeg's) would be no help: it turns
// transparent pixels into one fixed colour, where the reference keeps the colour of the palette entry.
namespace trutina::engine {

namespace {

class ByteReader {
  public:
    explicit ByteReader(Bytes bytes) : m_rest(bytes) {}

    int byte() { return take(1)[0]; }
    int word() {
        const Bytes two = take(2);
        return two[0] | two[1] << 8;
    }
    Bytes take(std::size_t count) {
        if (count > m_rest.size()) {
            throw BrokenPicture("the file ends before the picture does");
        }
        const Bytes taken = m_rest.first(count);
        m_rest = m_rest.subspan(count);
        return taken;
    }

  private:
    Bytes m_rest;
};

using Palette = std::array<std::array<std::uint8_t, 3>, 256>;

/// What indices mean in a file without any palette.
Palette greyRamp() {
    Palette palette{};
    for (std::size_t i = 0; i < palette.size(); ++i) {
        palette[i].fill(static_cast<std::uint8_t>(i));
    }
    return palette;
}

/// Replaces the palette as a whole: an index beyond the new one is black.
void readPalette(ByteReader& reader, int flags, Palette& palette) {
    palette = {};
    const std::size_t count = std::size_t{2} << (flags & 7);
    const Bytes entries = reader.take(count * 3);
    for (std::size_t i = 0; i < count; ++i) {
        std::copy_n(entries.begin() + static_cast<std::ptrdiff_t>(i * 3), 3, palette[i].begin());
    }
}

/// Data sub-blocks up to the empty one.
std::vector<std::uint8_t> readBlocks(ByteReader& reader) {
    std::vector<std::uint8_t> data;
    while (const int length = reader.byte()) {
        const Bytes block = reader.take(static_cast<std::size_t>(length));
        data.insert(data.end(), block.begin(), block.end());
    }
    return data;
}

/// Undoes LZW until `count` indices are there.
std::vector<std::uint8_t> expandCodes(const std::vector<std::uint8_t>& data, int minimalBits, std::size_t count) {
    if (minimalBits < 1 || minimalBits > 8) {
        throw BrokenPicture("the code size is not one of a GIF");
    }
    constexpr int maximalCodes = 4096;
    const int clearCode = 1 << minimalBits;
    const int endCode = clearCode + 1;
    std::array<std::uint16_t, maximalCodes> prefix{};
    std::array<std::uint8_t, maximalCodes> suffix{};
    for (int code = 0; code < clearCode; ++code) {
        suffix[static_cast<std::size_t>(code)] = static_cast<std::uint8_t>(code);
    }

    std::vector<std::uint8_t> indices;
    indices.reserve(count);
    std::vector<std::uint8_t> reversed;
    int bits = minimalBits + 1;
    int nextCode = endCode + 1;
    int previous = -1;
    int firstOfPrevious = 0;
    std::uint32_t buffer = 0;
    int buffered = 0;
    auto input = data.begin();
    while (indices.size() < count) {
        while (buffered < bits) {
            if (input == data.end()) {
                throw BrokenPicture("the file ends before the picture does");
            }
            buffer |= static_cast<std::uint32_t>(*input++) << buffered;
            buffered += 8;
        }
        const int code = static_cast<int>(buffer & ((1U << bits) - 1U));
        buffer >>= bits;
        buffered -= bits;
        if (code == clearCode) {
            bits = minimalBits + 1;
            nextCode = endCode + 1;
            previous = -1;
            continue;
        }
        if (code == endCode) {
            throw BrokenPicture("the picture ends before all its rows are there");
        }
        if (code > nextCode || (code == nextCode && previous < 0) || (previous < 0 && code >= clearCode)) {
            throw BrokenPicture("the compressed data is damaged");
        }
        reversed.clear();
        int walk = code;
        if (code == nextCode) { // the string being defined right now: the previous one and its own first index
            reversed.push_back(static_cast<std::uint8_t>(firstOfPrevious));
            walk = previous;
        }
        for (; walk > endCode; walk = prefix[static_cast<std::size_t>(walk)]) {
            reversed.push_back(suffix[static_cast<std::size_t>(walk)]);
        }
        firstOfPrevious = suffix[static_cast<std::size_t>(walk)];
        reversed.push_back(static_cast<std::uint8_t>(firstOfPrevious));
        if (previous >= 0 && nextCode < maximalCodes) {
            prefix[static_cast<std::size_t>(nextCode)] = static_cast<std::uint16_t>(previous);
            suffix[static_cast<std::size_t>(nextCode)] = static_cast<std::uint8_t>(firstOfPrevious);
            ++nextCode;
            if (nextCode == 1 << bits && bits < 12) {
                ++bits;
            }
        }
        previous = code;
        const std::size_t wanted = std::min(reversed.size(), count - indices.size());
        indices.insert(indices.end(), reversed.rbegin(), reversed.rbegin() + static_cast<std::ptrdiff_t>(wanted));
    }
    return indices;
}

/// Where the stored row `y` of `height` belongs when rows are interlaced.
std::vector<int> interlacedRows(int height) {
    std::vector<int> rows;
    constexpr std::array<std::array<int, 2>, 4> passes{{{0, 8}, {4, 8}, {2, 4}, {1, 2}}};
    for (const auto& [start, step] : passes) {
        for (int y = start; y < height; y += step) {
            rows.push_back(y);
        }
    }
    return rows;
}

/// Reads the first picture after its descriptor and lays it on the screen.
Picture readFrame(ByteReader& reader, int screenWidth, int screenHeight, Palette palette, std::optional<int> transparent) {
    const int left = reader.word();
    const int top = reader.word();
    const int width = reader.word();
    const int height = reader.word();
    const int flags = reader.byte();
    if ((flags & 0x80) != 0) {
        readPalette(reader, flags, palette);
    }
    requireReasonableSize(width, height);
    Picture picture;
    picture.width = std::max(screenWidth, left + width);
    picture.height = std::max(screenHeight, top + height);
    requireReasonableSize(picture.width, picture.height);
    const int minimalBits = reader.byte();
    const auto pixels = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
    const auto indices = expandCodes(readBlocks(reader), minimalBits, pixels);

    // What the frame leaves open has the transparent colour, or the first one.
    const auto& background = palette[static_cast<std::size_t>(transparent.value_or(0))];
    picture.rgb.resize(static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(picture.height) * 3);
    for (std::size_t i = 0; i < picture.rgb.size(); i += 3) {
        std::copy(background.begin(), background.end(), picture.rgb.begin() + static_cast<std::ptrdiff_t>(i));
    }
    const bool isInterlaced = (flags & 0x40) != 0;
    const auto order = isInterlaced ? interlacedRows(height) : std::vector<int>();
    for (int stored = 0; stored < height; ++stored) {
        const int y = isInterlaced ? order[static_cast<std::size_t>(stored)] : stored;
        const std::uint8_t* index = indices.data() + static_cast<std::size_t>(stored) * static_cast<std::size_t>(width);
        std::uint8_t* target = picture.row(top + y) + static_cast<std::ptrdiff_t>(left) * 3;
        for (int x = 0; x < width; ++x, target += 3) {
            std::copy_n(palette[*index++].begin(), 3, target);
        }
    }
    return picture;
}

} // namespace

Picture decodeGif(Bytes bytes) {
    ByteReader reader(bytes);
    reader.take(6); // the signature, which the caller has seen
    const int screenWidth = reader.word();
    const int screenHeight = reader.word();
    const int flags = reader.byte();
    reader.take(2); // background index and pixel aspect: not used by the reference either
    Palette palette = greyRamp();
    if ((flags & 0x80) != 0) {
        readPalette(reader, flags, palette);
    }
    std::optional<int> transparent;
    for (;;) {
        switch (reader.byte()) {
        case 0x21: { // an extension; of interest is only which index is transparent
            const bool isGraphicControl = reader.byte() == 0xF9;
            const auto block = readBlocks(reader);
            if (isGraphicControl && block.size() >= 4 && (block[0] & 1) != 0) {
                transparent = block[3];
            }
            break;
        }
        case 0x2C:
            return readFrame(reader, screenWidth, screenHeight, palette, transparent);
        case 0x3B:
            throw BrokenPicture("the file holds no picture");
        default:
            throw BrokenPicture("the file is damaged before its first picture");
        }
    }
}

} // namespace trutina::engine
