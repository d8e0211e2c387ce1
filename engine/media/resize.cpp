// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/resize.h"

#include "engine/media/resize_arithmetic.h"
#include "engine/media/triangle_filter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace trutina::engine {

namespace {

using resize::half;
using resize::toByte;
using resize::weightBits;

void resizeRow(const TriangleFilter& filter, const std::uint8_t* source, std::uint8_t* target, int width) {
    for (int k = 0; k < width; ++k) {
        const std::int32_t* const weights = filter.of(k);
        const std::uint8_t* pixel = source + static_cast<std::ptrdiff_t>(filter.first[static_cast<std::size_t>(k)]) * 3;
        const int count = filter.count[static_cast<std::size_t>(k)];
        std::int32_t red = half;
        std::int32_t green = half;
        std::int32_t blue = half;
        for (int tap = 0; tap < count; ++tap, pixel += 3) {
            red += pixel[0] * weights[tap];
            green += pixel[1] * weights[tap];
            blue += pixel[2] * weights[tap];
        }
        *target++ = toByte(red);
        *target++ = toByte(green);
        *target++ = toByte(blue);
    }
}

#ifdef __SSE2__

/// The same sums, two taps and three channels at a time. Weights are cut into two halves of 11 bits, so that products with a
/// pixel fit the 16-bit multiply-add; putting the two sums together again is exact.
class PairedRowResizer {
  public:
    explicit PairedRowResizer(const TriangleFilter& filter) : m_filter(filter), m_pairs(filter.taps / 2 + 1) {
        m_weights.resize(filter.first.size() * static_cast<std::size_t>(m_pairs));
        for (std::size_t k = 0; k < filter.first.size(); ++k) {
            const std::int32_t* const weights = filter.of(static_cast<int>(k));
            for (int tap = 0; tap < filter.count[k]; ++tap) {
                auto& pair = m_weights[k * static_cast<std::size_t>(m_pairs) + static_cast<std::size_t>(tap / 2)];
                const int shift = tap % 2 * 16;
                pair.high |= static_cast<std::uint32_t>(weights[tap] >> halfBits) << shift;
                pair.low |= static_cast<std::uint32_t>(weights[tap] & ((1 << halfBits) - 1)) << shift;
            }
        }
    }

    /// Reads up to four bytes beyond the last pixel of the row.
    void resize(const std::uint8_t* source, std::uint8_t* target, int width) const {
        const __m128i zero = _mm_setzero_si128();
        for (int k = 0; k < width; ++k, target += 3) {
            const auto index = static_cast<std::size_t>(k);
            const Weights* weights = m_weights.data() + index * static_cast<std::size_t>(m_pairs);
            const std::uint8_t* pixels = source + static_cast<std::ptrdiff_t>(m_filter.first[index]) * 3;
            __m128i high = zero;
            __m128i low = _mm_set1_epi32(half);
            for (int tap = 0; tap < m_filter.count[index]; tap += 2, pixels += 6, ++weights) {
                const __m128i bytes = _mm_unpacklo_epi8(load(pixels), load(pixels + 3)); // r r g g b b
                const __m128i values = _mm_unpacklo_epi8(bytes, zero);
                high = _mm_add_epi32(high, _mm_madd_epi16(values, _mm_set1_epi32(static_cast<int>(weights->high))));
                low = _mm_add_epi32(low, _mm_madd_epi16(values, _mm_set1_epi32(static_cast<int>(weights->low))));
            }
            const __m128i sums = _mm_srai_epi32(_mm_add_epi32(_mm_slli_epi32(high, halfBits), low), weightBits);
            const __m128i words = _mm_packs_epi32(sums, sums); // saturating, like toByte
            const auto result = static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm_packus_epi16(words, words)));
            target[0] = static_cast<std::uint8_t>(result);
            target[1] = static_cast<std::uint8_t>(result >> 8);
            target[2] = static_cast<std::uint8_t>(result >> 16);
        }
    }

  private:
    static constexpr int halfBits = weightBits / 2;

    struct Weights {
        std::uint32_t high = 0; ///< upper halves of two taps
        std::uint32_t low = 0;
    };

    static __m128i load(const std::uint8_t* pixel) {
        std::int32_t four = 0;
        std::memcpy(&four, pixel, sizeof four);
        return _mm_cvtsi32_si128(four);
    }

    const TriangleFilter& m_filter;
    int m_pairs;
    std::vector<Weights> m_weights;
};

#endif

Picture resizeRows(const Picture& picture, int width) {
    const TriangleFilter filter = triangleFilter(picture.width, width);
    Picture result(width, picture.height);
    int y = 0;
#ifdef __SSE2__
    const PairedRowResizer resizer(filter);
    // The last rows are left to the plain loop: the paired one reads a little beyond the row.
    const int overreadRows = 4 / (picture.width * 3) + 1;
    for (; y < picture.height - overreadRows; ++y) {
        resizer.resize(picture.row(y), result.row(y), width);
    }
#endif
    for (; y < picture.height; ++y) {
        resizeRow(filter, picture.row(y), result.row(y), width);
    }
    return result;
}

Picture resizeColumns(const Picture& picture, int height) {
    const TriangleFilter filter = triangleFilter(picture.height, height);
    Picture result(picture.width, height);
    const auto rowBytes = static_cast<std::size_t>(picture.width) * 3;
    std::vector<std::int32_t> sums(rowBytes);
    for (int k = 0; k < height; ++k) {
        std::fill(sums.begin(), sums.end(), half);
        const std::int32_t* const weights = filter.of(k);
        for (int tap = 0; tap < filter.count[static_cast<std::size_t>(k)]; ++tap) {
            const std::uint8_t* const source = picture.row(filter.first[static_cast<std::size_t>(k)] + tap);
            const std::int32_t weight = weights[tap];
            for (std::size_t i = 0; i < rowBytes; ++i) {
                sums[i] += source[i] * weight;
            }
        }
        std::uint8_t* const target = result.row(k);
        for (std::size_t i = 0; i < rowBytes; ++i) {
            target[i] = toByte(sums[i]);
        }
    }
    return result;
}

} // namespace

Picture resizeBilinear(const Picture& picture, int width, int height) {
    if (picture.width == width) {
        return picture.height == height ? picture : resizeColumns(picture, height);
    }
    const Picture wide = resizeRows(picture, width);
    return wide.height == height ? wide : resizeColumns(wide, height);
}

Picture transpose(const Picture& picture) {
    constexpr int block = 64; // rows and columns whose pieces stay in the caches together
    Picture result(picture.height, picture.width);
    const std::ptrdiff_t stride = static_cast<std::ptrdiff_t>(picture.width) * 3;
    for (int top = 0; top < picture.height; top += block) {
        const int bottom = std::min(top + block, picture.height);
        for (int left = 0; left < picture.width; left += block) {
            const int right = std::min(left + block, picture.width);
            for (int x = left; x < right; ++x) {
                const std::uint8_t* source = picture.row(top) + static_cast<std::ptrdiff_t>(x) * 3;
                std::uint8_t* target = result.row(x) + static_cast<std::ptrdiff_t>(top) * 3;
                for (int y = top; y < bottom; ++y, source += stride, target += 3) {
                    target[0] = source[0];
                    target[1] = source[1];
                    target[2] = source[2];
                }
            }
        }
    }
    return result;
}

} // namespace trutina::engine
