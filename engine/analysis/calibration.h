// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace trutina::engine {

/// Divides margins before they are read as log-odds. 2.7 fits the authors' published RM-Bench scores of answer pairs in one
/// style: undivided, a lead of two points would claim .88 and was right in .66 of the cases (reward-model-behaviour.md).
inline constexpr double kDefaultTemperature = 2.7;

/// The probability that the answer with this lead is the better one. Throws std::invalid_argument unless `temperature` is
/// positive.
[[nodiscard]] double preferenceProbability(double margin, double temperature = kDefaultTemperature);

} // namespace trutina::engine
