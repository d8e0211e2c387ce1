// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/finding.h"

#include <cstdint>

namespace trutina::storage {

/// `hits` of `all` with the 95 % interval of Wilson. `all` must be positive.
[[nodiscard]] Share shareOf(std::int64_t hits, std::int64_t all);

/// How likely chance alone gives a count at least as far from what is expected: the two-sided binomial test, which adds up
/// every count that is no likelier than `hits`. Exact up to ten thousand trials, by the normal curve above. `chance` lies
/// between 0 and 1, exclusively.
[[nodiscard]] double binomialTest(std::int64_t hits, std::int64_t all, double chance);

/// How likely a normal variable lies at least so many standard deviations from its mean, on either side.
[[nodiscard]] double twoSidedNormal(double deviations);

} // namespace trutina::storage
