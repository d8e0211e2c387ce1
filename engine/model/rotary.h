// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/model_config.h"

#include <ATen/ATen.h>

#include <cstdint>

namespace trutina::engine {

/// The base of the rotary angles for a sequence of this length (specification 5.4).
///
/// Computed from the length alone. The reference keeps a table that a longer sequence has extended, so its scores depend on what
/// was scored before; here a score depends on nothing but its request. The two agree for every sequence up to `maxPositions`, and
/// for longer ones that are scored first.
[[nodiscard]] double rotaryBase(const ModelConfig& config, std::int64_t length);

/// Cosines and sines of the angles at each position: [positions, headSize / 2] each.
struct RotaryTable {
    at::Tensor cosine;
    at::Tensor sine;
};

/// Angles, cosines and sines in float32, then rounded to `type`.
[[nodiscard]] RotaryTable rotaryTable(const ModelConfig& config, double base, std::int64_t positions, at::ScalarType type);

/// Turns `heads` [rows, ..., headSize] in place; the table has one row for each of theirs.
void rotate(const at::Tensor& heads, const RotaryTable& rows);

} // namespace trutina::engine
