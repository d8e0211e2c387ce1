// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/runtime/cuda/cuda_plugin.h"

#include <cuda_runtime_api.h>

namespace trutina::engine {

/// Prepares all views of a sheet on the current device and copies them to `tiles`. Waits for the end.
[[nodiscard]] cudaError_t prepareTilesOnDevice(const CudaPluginSheet& sheet, float* tiles);

} // namespace trutina::engine
