// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/media/resize.h"

#include "engine/media/resize_arithmetic.h"
#include "engine/media/row_bands.h"
#include "engine/media/triangle_filter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#ifdef __SSE2__
#include <immintrin.h>
#endif

namespace trutina::engine {

namespace {

using resize::half;
using resize::toByte;
using resize::weightBits;

/// Weights are cut into two halves of 11 bits, so that products with a pixel fit the 16-bit multiply-add of two taps; putting the
/// two sums together again is exact.
constexpr int halfBits = weightBits / 2;
constexpr int bandRows = 32; ///< of a target, for one thread at a time

#ifdef __SSE2__

__m128i broadcast(std::uint32_t pair) {
    return _mm_set1_epi32(static_cast<int>(pair));
}

__m128i loadFour(const std::uint8_t* bytes) {
    std::int32_t four = 0;
    std::memcpy(&four, bytes, sizeof four);
    return _mm_cvtsi32_si128(four);
}

__m128i together(__m128i high, __m128i low) {
    return _mm_srai_epi32(_mm_add_epi32(_mm_slli_epi32(high, halfBits), low), weightBits);
}

/// Three bytes of three sums; what is beyond a byte becomes its end, as in toByte.
void storePixel(__m128i sums, std::uint8_t* target) {
    const __m128i words = _mm_packs_epi32(sums, sums);
    const auto result = static_cast<std::uint32_t>(_mm_cvtsi128_si32(_mm_packus_epi16(words, words)));
    target[0] = static_cast<std::uint8_t>(result);
    target[1] = static_cast<std::uint8_t>(result >> 8);
    target[2] = static_cast<std::uint8_t>(result >> 16);
}

#define TRUTINA_AVX2 __attribute__((target("avx2")))

TRUTINA_AVX2 __m256i broadcastWide(std::uint32_t pair) {
    return _mm256_set1_epi32(static_cast<int>(pair));
}

/// The sums of both halves.
TRUTINA_AVX2 __m128i folded(__m256i sums) {
    return _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
}

TRUTINA_AVX2 __m256i togetherWide(__m256i high, __m256i low) {
    return _mm256_srai_epi32(_mm256_add_epi32(_mm256_slli_epi32(high, halfBits), low), weightBits);
}

#endif

bool hasWideInstructions() {
#ifdef __SSE2__
    static const bool has = __builtin_cpu_supports("avx2") != 0;
    return has;
#else
    return false;
#endif
}

} // namespace

RowResizer::RowResizer(int sourceWidth, int sourceHeight, int width, int height, FirstPass firstPass, Instructions instructions)
    : m_sourceWidth(sourceWidth),
      m_sourceHeight(sourceHeight),
      m_width(width),
      m_height(height),
      m_firstPass(firstPass),
      m_across(triangleFilter(sourceWidth, width)),
      m_down(triangleFilter(sourceHeight, height)),
      m_acrossPairs(paired(m_across)),
      m_downPairs(paired(m_down)),
      m_isWide(instructions == Instructions::Widest && hasWideInstructions()) {
    // A pair reads its two pixels and one byte more.
    const auto isInside = [this](int k) {
        const auto index = static_cast<std::size_t>(k);
        return m_across.first[index] + (m_across.count[index] + 1) / 2 * 2 < m_sourceWidth;
    };
    while (m_pairedOutputs < width && isInside(m_pairedOutputs)) {
        ++m_pairedOutputs;
    }
    // Two pairs read their four pixels and four bytes more.
    const auto isWideInside = [this](int k) {
        const auto index = static_cast<std::size_t>(k);
        return m_across.first[index] + (m_across.count[index] + 3) / 4 * 4 + 2 <= m_sourceWidth;
    };
    while (m_wideOutputs < width && isWideInside(m_wideOutputs)) {
        ++m_wideOutputs;
    }
}

std::size_t RowResizer::pairsOf(const TriangleFilter& filter) {
    return static_cast<std::size_t>((filter.taps + 3) / 4 * 2);
}

RowResizer::PairedFilter RowResizer::paired(const TriangleFilter& filter) {
    const auto pairs = pairsOf(filter);
    PairedFilter weights(filter.first.size() * pairs);
    for (std::size_t k = 0; k < filter.first.size(); ++k) {
        const std::int32_t* const single = filter.of(static_cast<int>(k));
        for (int tap = 0; tap < filter.count[k]; ++tap) {
            PairedWeights& pair = weights[k * pairs + static_cast<std::size_t>(tap / 2)];
            const int shift = tap % 2 * 16;
            pair.high |= static_cast<std::uint32_t>(single[tap] >> halfBits) << shift;
            pair.low |= static_cast<std::uint32_t>(single[tap] & ((1 << halfBits) - 1)) << shift;
        }
    }
    return weights;
}

int RowResizer::sourceRowsFor(int end) const {
    if (end <= 0 || m_sourceHeight == m_height) {
        return std::max(0, end);
    }
    const auto last = static_cast<std::size_t>(end - 1);
    return m_down.first[last] + m_down.count[last];
}

#ifdef __SSE2__

/// The first pixels of a row, as many as four taps at a time can be read for without leaving it.
TRUTINA_AVX2 void RowResizer::resizeAcrossWide(const std::uint8_t* source, std::uint8_t* target) const {
    constexpr char none = -1;
    const __m256i spread = _mm256_setr_epi8(0, none, 3, none, 1, none, 4, none, 2, none, 5, none, none, none, none, none, //
                                            6, none, 9, none, 7, none, 10, none, 8, none, 11, none, none, none, none, none);
    const __m256i highs = _mm256_setr_epi32(0, 0, 0, 0, 2, 2, 2, 2);
    const __m256i lows = _mm256_setr_epi32(1, 1, 1, 1, 3, 3, 3, 3);
    const auto pairs = pairsOf(m_across);
    for (int k = 0; k < m_wideOutputs; ++k, target += 3) {
        const auto index = static_cast<std::size_t>(k);
        const PairedWeights* weights = m_acrossPairs.data() + index * pairs;
        const std::uint8_t* pixels = source + static_cast<std::ptrdiff_t>(m_across.first[index]) * 3;
        __m256i high = _mm256_setzero_si256();
        __m256i low = high;
        for (int tap = 0; tap < m_across.count[index]; tap += 4, pixels += 12, weights += 2) {
            const __m256i four = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(pixels)));
            const __m256i values = _mm256_shuffle_epi8(four, spread); // r r g g b b of two pairs
            const __m256i both = _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(weights)));
            high = _mm256_add_epi32(high, _mm256_madd_epi16(values, _mm256_permutevar8x32_epi32(both, highs)));
            low = _mm256_add_epi32(low, _mm256_madd_epi16(values, _mm256_permutevar8x32_epi32(both, lows)));
        }
        storePixel(together(folded(high), _mm_add_epi32(folded(low), broadcast(half))), target);
    }
}

/// The first bytes of a combined row, sixteen at a time -> how many they are
TRUTINA_AVX2 std::size_t RowResizer::combineRowsWide(const std::uint8_t* const* rows, int line, std::size_t bytes,
                                                     std::uint8_t* target) const {
    const int count = m_down.count[static_cast<std::size_t>(line)];
    const PairedWeights* const pairs = m_downPairs.data() + static_cast<std::size_t>(line) * pairsOf(m_down);
    constexpr std::size_t step = 16;
    std::size_t i = 0;
    for (; i + step <= bytes; i += step) {
        __m256i highLeft = _mm256_setzero_si256();
        __m256i highRight = highLeft;
        __m256i lowLeft = broadcastWide(half);
        __m256i lowRight = lowLeft;
        for (int tap = 0; tap < count; tap += 2) {
            // An odd last row is paired with itself: its weight is 0 there.
            const __m128i upper = _mm_loadu_si128(reinterpret_cast<const __m128i*>(rows[tap] + i));
            const __m128i lower = _mm_loadu_si128(reinterpret_cast<const __m128i*>(rows[tap + 1 < count ? tap + 1 : tap] + i));
            const __m256i left = _mm256_cvtepu8_epi16(_mm_unpacklo_epi8(upper, lower));
            const __m256i right = _mm256_cvtepu8_epi16(_mm_unpackhi_epi8(upper, lower));
            const __m256i high = broadcastWide(pairs[tap / 2].high);
            const __m256i low = broadcastWide(pairs[tap / 2].low);
            highLeft = _mm256_add_epi32(highLeft, _mm256_madd_epi16(left, high));
            highRight = _mm256_add_epi32(highRight, _mm256_madd_epi16(right, high));
            lowLeft = _mm256_add_epi32(lowLeft, _mm256_madd_epi16(left, low));
            lowRight = _mm256_add_epi32(lowRight, _mm256_madd_epi16(right, low));
        }
        // Packing works within halves of a register: the middle quarters change places.
        const __m256i words = _mm256_permute4x64_epi64(
            _mm256_packs_epi32(togetherWide(highLeft, lowLeft), togetherWide(highRight, lowRight)), 0xD8);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(target + i),
                         _mm_packus_epi16(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1)));
    }
    return i;
}

#endif

void RowResizer::resizeAcross(const std::uint8_t* source, std::uint8_t* target) const {
    int k = 0;
#ifdef __SSE2__
    if (m_isWide) {
        resizeAcrossWide(source, target);
        k = m_wideOutputs;
        target += static_cast<std::ptrdiff_t>(k) * 3;
    }
    const auto pairs = pairsOf(m_across);
    const __m128i zero = _mm_setzero_si128();
    for (; k < m_pairedOutputs; ++k, target += 3) {
        const auto index = static_cast<std::size_t>(k);
        const PairedWeights* weights = m_acrossPairs.data() + index * pairs;
        const std::uint8_t* pixels = source + static_cast<std::ptrdiff_t>(m_across.first[index]) * 3;
        __m128i high = zero;
        __m128i low = broadcast(half);
        for (int tap = 0; tap < m_across.count[index]; tap += 2, pixels += 6, ++weights) {
            const __m128i bytes = _mm_unpacklo_epi8(loadFour(pixels), loadFour(pixels + 3)); // r r g g b b
            const __m128i values = _mm_unpacklo_epi8(bytes, zero);
            high = _mm_add_epi32(high, _mm_madd_epi16(values, broadcast(weights->high)));
            low = _mm_add_epi32(low, _mm_madd_epi16(values, broadcast(weights->low)));
        }
        storePixel(together(high, low), target);
    }
#endif
    for (; k < m_width; ++k) {
        const std::int32_t* const weights = m_across.of(k);
        const std::uint8_t* pixel = source + static_cast<std::ptrdiff_t>(m_across.first[static_cast<std::size_t>(k)]) * 3;
        std::int32_t red = half;
        std::int32_t green = half;
        std::int32_t blue = half;
        for (int tap = 0; tap < m_across.count[static_cast<std::size_t>(k)]; ++tap, pixel += 3) {
            red += pixel[0] * weights[tap];
            green += pixel[1] * weights[tap];
            blue += pixel[2] * weights[tap];
        }
        *target++ = toByte(red);
        *target++ = toByte(green);
        *target++ = toByte(blue);
    }
}

/// Row `line` of the target, before or after the other pass, from the rows that it is made of.
void RowResizer::combineRows(const std::uint8_t* const* rows, int line, std::size_t bytes, std::uint8_t* target) const {
    const int count = m_down.count[static_cast<std::size_t>(line)];
    std::size_t i = 0;
#ifdef __SSE2__
    if (m_isWide) {
        i = combineRowsWide(rows, line, bytes, target);
    }
    const PairedWeights* const pairs = m_downPairs.data() + static_cast<std::size_t>(line) * pairsOf(m_down);
    const __m128i zero = _mm_setzero_si128();
    constexpr std::size_t step = 8;
    for (; i + step <= bytes; i += step) {
        __m128i highLeft = zero;
        __m128i highRight = zero;
        __m128i lowLeft = broadcast(half);
        __m128i lowRight = lowLeft;
        for (int tap = 0; tap < count; tap += 2) {
            // An odd last row is paired with itself: its weight is 0 there.
            const std::uint8_t* const upper = rows[tap] + i;
            const std::uint8_t* const lower = rows[tap + 1 < count ? tap + 1 : tap] + i;
            const __m128i both = _mm_unpacklo_epi8(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(upper)),
                                                   _mm_loadl_epi64(reinterpret_cast<const __m128i*>(lower)));
            const __m128i left = _mm_unpacklo_epi8(both, zero);
            const __m128i right = _mm_unpackhi_epi8(both, zero);
            const __m128i high = broadcast(pairs[tap / 2].high);
            const __m128i low = broadcast(pairs[tap / 2].low);
            highLeft = _mm_add_epi32(highLeft, _mm_madd_epi16(left, high));
            highRight = _mm_add_epi32(highRight, _mm_madd_epi16(right, high));
            lowLeft = _mm_add_epi32(lowLeft, _mm_madd_epi16(left, low));
            lowRight = _mm_add_epi32(lowRight, _mm_madd_epi16(right, low));
        }
        const __m128i words = _mm_packs_epi32(together(highLeft, lowLeft), together(highRight, lowRight));
        _mm_storel_epi64(reinterpret_cast<__m128i*>(target + i), _mm_packus_epi16(words, words));
    }
#endif
    const std::int32_t* const weights = m_down.of(line);
    for (; i < bytes; ++i) {
        std::int32_t sum = half;
        for (int tap = 0; tap < count; ++tap) {
            sum += rows[tap][i] * weights[tap];
        }
        target[i] = toByte(sum);
    }
}

void RowResizer::resize(const std::uint8_t* source, int begin, int end, std::uint8_t* target, std::ptrdiff_t stride) const {
    const auto sourceBytes = static_cast<std::size_t>(m_sourceWidth) * 3;
    const auto targetBytes = static_cast<std::size_t>(m_width) * 3;
    const bool scalesAcross = m_sourceWidth != m_width;
    const bool scalesDown = m_sourceHeight != m_height;
    const auto sourceRow = [&](int y) { return source + static_cast<std::size_t>(y) * sourceBytes; };
    std::vector<const std::uint8_t*> rows(static_cast<std::size_t>(m_down.taps));
    std::vector<std::uint8_t> between(m_firstPass == FirstPass::Columns ? sourceBytes : rows.size() * targetBytes);
    const auto scaledRow = [&](int y) { return between.data() + static_cast<std::size_t>(y % m_down.taps) * targetBytes; };
    int scaledUpTo =
        begin < end ? m_down.first[static_cast<std::size_t>(begin)] : 0; // rows of `between` hold the last ones before it

    for (int line = begin; line < end; ++line) {
        std::uint8_t* const out = target + line * stride;
        const int first = m_down.first[static_cast<std::size_t>(line)];
        const int count = m_down.count[static_cast<std::size_t>(line)];
        if (!scalesDown) {
            if (scalesAcross) {
                resizeAcross(sourceRow(line), out);
            } else {
                std::copy_n(sourceRow(line), targetBytes, out);
            }
        } else if (m_firstPass == FirstPass::Columns || !scalesAcross) {
            for (int tap = 0; tap < count; ++tap) {
                rows[static_cast<std::size_t>(tap)] = sourceRow(first + tap);
            }
            combineRows(rows.data(), line, sourceBytes, scalesAcross ? between.data() : out);
            if (scalesAcross) {
                resizeAcross(between.data(), out);
            }
        } else {
            for (; scaledUpTo < first + count; ++scaledUpTo) {
                resizeAcross(sourceRow(scaledUpTo), scaledRow(scaledUpTo));
            }
            for (int tap = 0; tap < count; ++tap) {
                rows[static_cast<std::size_t>(tap)] = scaledRow(first + tap);
            }
            combineRows(rows.data(), line, targetBytes, out);
        }
    }
}

Picture resizeBilinear(const Picture& picture, int width, int height) {
    if (picture.width == width && picture.height == height) {
        return picture;
    }
    const RowResizer resizer(picture.width, picture.height, width, height, FirstPass::Rows);
    Picture result(width, height);
    inRowBands(height, bandRows, pixelsOf(picture) + pixelsOf(result),
               [&](int begin, int end) { resizer.resize(picture.rgb.data(), begin, end, result.rgb.data(), result.stride()); });
    return result;
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
