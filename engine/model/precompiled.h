// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What every file that touches tensors needs. Never torch/torch.h: it costs three times as much to compile.
#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>
