// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace trutina::engine {

/// A measure of agreement: 1 where all agree, 0 where they agree as often as chance would have it, below where less often.
struct Coefficient {
    std::optional<double> value; ///< none where it is not defined: nothing was judged twice, or everybody always said the same
    std::optional<double> low;   ///< of the 95 % interval; none together with the value, or where too little is known
    std::optional<double> high;
    std::int64_t units = 0; ///< that were judged at least twice
};

/// How far apart two categories are.
enum class Distance {
    Nominal, ///< the same or not
    Ordinal, ///< by what lies between them in the data, in Krippendorff's sense
    Interval ///< by the square of the difference of their numbers
};

/// How two judges labelled the same units: counts[first][second], square.
using Confusion = std::vector<std::vector<std::int64_t>>;

/// Cohen's kappa of two judges, with the large-sample interval of Fleiss, Cohen and Everitt (1969).
[[nodiscard]] Coefficient cohenKappa(const Confusion& confusion);

/// Any number of judges' labels, unit by unit: 0 to `categories` - 1. Who gave a label does not matter. Units with the same
/// labels are kept once with their number, so that a million need little room.
class Labels {
  public:
    explicit Labels(int categories) : m_categories(categories) {}

    /// One unit. Throws std::out_of_range for a label that is none.
    void add(std::span<const int> labels);
    [[nodiscard]] int categories() const { return m_categories; }

    /// How often each category was chosen in a unit, and in how many units it was like this; those with two labels at least.
    using Patterns = std::map<std::vector<int>, std::int64_t>;
    [[nodiscard]] const Patterns& patterns() const { return m_patterns; }

  private:
    int m_categories;
    Patterns m_patterns;
};

/// The share of pairs of judges that agree, averaged over units; none without a unit.
[[nodiscard]] std::optional<double> rawAgreement(const Labels& labels);

// The intervals: percentiles of a thousand samples of the units, drawn with replacement from `seed`; fewer where there are
// very many patterns. The same call always gives the same interval.

/// Fleiss' kappa, in the form that lets units have different numbers of labels.
[[nodiscard]] Coefficient fleissKappa(const Labels& labels, std::uint64_t seed = 1);

/// Krippendorff's alpha.
[[nodiscard]] Coefficient krippendorffAlpha(const Labels& labels, Distance distance, std::uint64_t seed = 1);

} // namespace trutina::engine
