// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace trutina::engine {

/// Starts threads that call body(index) with every index below `count`, which is at least 1. Does not wait. Compiled by nvcc for
/// the bodies of engine/model/kernel_bodies.h, resize_arithmetic.h and tile_arithmetic.h.
template <typename Body>
[[nodiscard]] cudaError_t launchForEach(const Body& body, std::int64_t count, cudaStream_t stream);

/// Starts a block of threads for each row, which is at least one: squares, the sum over the block, write.
template <typename Body>
[[nodiscard]] cudaError_t launchForRows(const Body& body, std::int64_t rows, cudaStream_t stream);

} // namespace trutina::engine
