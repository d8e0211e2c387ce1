// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"
#include "engine/api/scoring.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <variant>

namespace trutina::engine {

/// How a long row of requests is worked through. What a request is packed with moves its scores by rounding alone; which requests
/// share a pack depends on the requests and on tokenBudget, blockSize and firstRequest; on time only where isReady says no.
struct BatchOptions {
    int readAhead = 8;                                     ///< requests whose media may be decoded before it is their turn
    std::int64_t readAheadBytes = std::int64_t{256} << 20; ///< of such media; one that is larger is decoded when it is its turn
    int tokenBudget = 4096;                                ///< rows that requests fill together before they go through the model
    /// No pack holds requests of two blocks. A row that is cut between two blocks gives the same bits in parts as in one go.
    int blockSize = 64;
    std::int64_t firstRequest = 0; ///< place of the source's first request in the whole row: a part of it begins at a block
    /// Requests before this place were delivered earlier. They are packed again, but computed only with later ones in their pack,
    /// and not delivered: so a row goes on in the middle of a block.
    std::int64_t deliverFrom = 0;
    std::int64_t expectedRequests = 0; ///< that the source will give, for the progress; 0: unknown, it then stays at 0
    /// False: the source would make wait now, so that what was read is scored before it is asked again. Empty: it never does.
    std::function<bool()> isReady;
};

/// The next request, or nothing at the end. Throws Failure where one request cannot be made: its place in the results tells why.
using RequestSource = std::function<std::optional<ScoreRequest>()>;
using RequestOutcome = std::variant<ScoreResult, Error>;
/// Receives the outcomes in the order of the requests. Times of a request that shared a pack are its part of the pack's by
/// floating-point operations; its media were decoded meanwhile, so that this time is no part of the total.
using OutcomeSink = std::function<void(RequestOutcome)>;

} // namespace trutina::engine
