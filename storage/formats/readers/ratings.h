// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/readers/record_format.h"

#include <vector>

namespace trutina::storage {

/// Adds answers that were rated. `ratings` are by place: a number, or an object of aspects, each a number or an object with
/// `Rating`. With a rule for ratings in the options they become pairs; otherwise one item to be judged, the ratings in its meta
/// (at most nine answers: Failure "record.too_many_candidates"). Throws Failure "pairs.rating" when no answer has the aspect
/// asked for.
void addRated(NewItem item, const std::vector<nlohmann::json>& ratings, const ReadingOptions& options, RecordItems& out);

} // namespace trutina::storage
