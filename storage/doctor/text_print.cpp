// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/doctor/text_print.h"

#include "storage/formats/utf8.h"

#include <algorithm>
#include <limits>

namespace trutina::storage {

namespace {

constexpr std::size_t kShingle = 5; // characters
constexpr std::size_t kRows = 4;    // of a band
constexpr std::size_t kBins = kBands * kRows;

std::uint64_t mixed(std::uint64_t value) {
    value ^= value >> 33U;
    value *= 0xFF51AFD7ED558CCDULL;
    value ^= value >> 33U;
    value *= 0xC4CEB9FE1A85EC53ULL;
    return value ^ value >> 33U;
}

bool startsCharacter(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
}

void addTurns(std::uint64_t& hash, const std::vector<Turn>& turns) {
    for (const Turn& turn : turns) {
        hash = hashOf(turn.role, hash);
        hash = hashOf(trimmed(turn.content), hash);
    }
}

void addMedia(std::uint64_t& hash, const std::vector<MediaRecord>& media) {
    for (const MediaRecord& medium : media) {
        hash = hashOf(medium.sha256, hash);
    }
}

} // namespace

std::uint64_t hashOf(std::string_view text, std::uint64_t seed) {
    std::uint64_t hash = 0xCBF29CE484222325ULL ^ mixed(seed);
    for (const char byte : text) {
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
    }
    return mixed(hash ^ text.size());
}

std::string plainForm(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        const bool isUpper = byte >= 'A' && byte <= 'Z';
        const bool isWord = isUpper || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte >= 0x80;
        if (isWord) {
            plain += isUpper ? static_cast<char>(byte - 'A' + 'a') : character;
        } else if (!plain.empty() && plain.back() != ' ') {
            plain += ' ';
        }
    }
    if (!plain.empty() && plain.back() == ' ') {
        plain.pop_back();
    }
    return plain;
}

std::string joined(const std::vector<Turn>& turns) {
    std::string text;
    for (const Turn& turn : turns) {
        text += turn.content;
        text += '\n';
    }
    return text;
}

std::uint64_t hashOfPrompt(const ItemRecord& item) {
    std::uint64_t hash = 1;
    addTurns(hash, item.prompt);
    addMedia(hash, item.media);
    return hash;
}

std::uint64_t hashOfAnswer(const CandidateRecord& answer) {
    std::uint64_t hash = 2;
    addTurns(hash, answer.turns);
    addMedia(hash, answer.media);
    return hash;
}

std::vector<std::uint64_t> shingles(std::string_view plainText) {
    std::vector<std::size_t> starts;
    for (std::size_t at = 0; at < plainText.size(); ++at) {
        if (startsCharacter(plainText[at])) {
            starts.push_back(at);
        }
    }
    std::vector<std::uint64_t> found;
    if (starts.size() <= kShingle) {
        found.push_back(hashOf(plainText));
        return found;
    }
    found.reserve(starts.size() - kShingle + 1);
    for (std::size_t first = 0; first + kShingle <= starts.size(); ++first) {
        const std::size_t end = first + kShingle < starts.size() ? starts[first + kShingle] : plainText.size();
        found.push_back(hashOf(plainText.substr(starts[first], end - starts[first])));
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

double similarity(const std::vector<std::uint64_t>& first, const std::vector<std::uint64_t>& second) {
    std::size_t common = 0;
    for (auto left = first.begin(), right = second.begin(); left != first.end() && right != second.end();) {
        if (*left == *right) {
            ++common;
            ++left;
            ++right;
        } else if (*left < *right) {
            ++left;
        } else {
            ++right;
        }
    }
    const std::size_t all = first.size() + second.size() - common;
    return all == 0 ? 1 : static_cast<double>(common) / static_cast<double>(all);
}

std::array<std::uint32_t, kBands> bandsOf(const std::vector<std::uint64_t>& shingles) {
    constexpr std::uint64_t kEmpty = std::numeric_limits<std::uint64_t>::max();
    std::array<std::uint64_t, kBins> least{};
    least.fill(kEmpty);
    for (const std::uint64_t shingle : shingles) {
        std::uint64_t& bin = least[static_cast<std::size_t>(shingle % kBins)];
        bin = std::min(bin, mixed(shingle));
    }
    if (!shingles.empty()) {
        // A bin that no shingle of a short text fell into borrows from the next one that has something.
        const auto filled = least;
        for (std::size_t bin = 0; bin < kBins; ++bin) {
            for (std::size_t step = 0; least[bin] == kEmpty; ++step) {
                const std::uint64_t other = filled[(bin + step) % kBins];
                if (other != kEmpty) {
                    least[bin] = mixed(other + step);
                }
            }
        }
    }
    std::array<std::uint32_t, kBands> bands{};
    for (std::size_t band = 0; band < kBands; ++band) {
        std::uint64_t hash = band;
        for (std::size_t row = 0; row < kRows; ++row) {
            hash = mixed(hash ^ least[band * kRows + row]);
        }
        bands[band] = static_cast<std::uint32_t>(hash >> 32U);
    }
    return bands;
}

} // namespace trutina::storage
