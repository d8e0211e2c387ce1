// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

namespace trutina::engine {

/// Steps of the decoder on the CPU in one pass over memory each, where LibTorch needs several. What a row becomes depends on the
/// row alone. Rows are [n, width] with width as the fastest dimension.

/// Whether the operations below take these rows: on the CPU, float32 or bfloat16, without gaps within a row.
[[nodiscard]] bool areFusible(const at::Tensor& rows);

/// See fused_operations.h. `rows` float32; the result has the type of the weight.
[[nodiscard]] at::Tensor rmsNormOfRows(const at::Tensor& rows, const at::Tensor& weight, double epsilon);
/// gate = silu(gate) * up.
void siluTimesOfRows(const at::Tensor& gate, const at::Tensor& up);
/// values *= sigmoid(1.702 * values).
void quickGeluOfRows(const at::Tensor& values);
/// stream += addition; float32, and any of the two types.
void addToRows(const at::Tensor& stream, const at::Tensor& addition);

/// Whether `blendRows` takes these heads, [batch, heads, rows, size]: on the CPU, float32 or bfloat16, without gaps within a row.
[[nodiscard]] bool areBlendable(const at::Tensor& first, const at::Tensor& second);
/// first + (second - first) * share, and `first` itself where the share is nothing. share [batch, heads, rows] float32; the
/// result is float32 without gaps.
[[nodiscard]] at::Tensor blendRows(const at::Tensor& first, const at::Tensor& second, const at::Tensor& share);

} // namespace trutina::engine
