// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace trutina::engine {

/// Which pairs a training run sees, in which order (specification 8.5). A counter 0, 1, 2 gives the pattern multi, multi, text; a
/// micro-batch is never mixed. Inside a group a data set is drawn with probability proportional to its size, then records
/// uniformly with replacement. What batch `n` holds depends on the seed and `n` alone, so that a run can be resumed anywhere.
class PairSampler {
  public:
    struct Set {
        std::size_t pairs = 0;
        bool isMultimodal = false; ///< told by its first record
    };
    struct Pick {
        std::size_t set = 0;
        std::size_t pair = 0;
        bool operator==(const Pick&) const = default;
    };

    PairSampler(std::vector<Set> sets, std::uint64_t seed);

    [[nodiscard]] std::vector<Pick> batch(std::int64_t number, int pairs) const;

  private:
    std::vector<Set> m_sets;
    std::uint64_t m_seed;
    bool m_hasText = false, m_hasMultimodal = false;
};

} // namespace trutina::engine
