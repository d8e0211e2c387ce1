// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/adapter_file.h"

#include <ATen/core/Tensor.h>

namespace trutina::engine {

/// target = base + scale * lora_B @ lora_A, computed in float32 and rounded once, to the target's type. `base` is a matrix of any
/// floating type on the CPU, `target` has its shape and lies on any device. Works through few rows at a time: beside the target
/// no copy of the whole is held.
void mergeInto(const at::Tensor& target, const at::Tensor& base, const AdapterFile::LowRank& addition);

} // namespace trutina::engine
