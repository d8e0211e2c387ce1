// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/device_kernels.h"

namespace trutina::engine {

/// The table of kernels that run on CUDA devices.
[[nodiscard]] const DeviceKernels& cudaKernels();

} // namespace trutina::engine
