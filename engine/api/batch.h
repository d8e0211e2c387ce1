// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"
#include "engine/api/scoring.h"

#include <functional>
#include <optional>
#include <variant>

namespace trutina::engine {

/// How a long row of requests is worked through. Results do not depend on it beyond rounding.
struct BatchOptions {
    int readAhead = 8;      ///< requests whose media may be decoded before it is their turn
    int tokenBudget = 4096; ///< rows that short requests without media fill together before they go through the model
};

/// The next request, or nothing at the end. Throws Failure where one request cannot be made: its place in the results tells why.
using RequestSource = std::function<std::optional<ScoreRequest>()>;
using RequestOutcome = std::variant<ScoreResult, Error>;
/// Receives the outcomes in the order of the requests.
using OutcomeSink = std::function<void(RequestOutcome)>;

} // namespace trutina::engine
