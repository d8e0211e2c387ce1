// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/device_kernel_table.h"

#include <limits>

namespace trutina::testing {

/// Runs the bodies of the GPU's kernels in loops, as a GPU would in threads.
struct HostExecutor {
    template <typename Body>
    static void forEach(const at::Tensor&, const Body& body, std::int64_t count) {
        if (count <= std::numeric_limits<std::int32_t>::max()) {
            for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(count); ++i) {
                body(i);
            }
        } else {
            for (std::uint64_t i = 0; i < static_cast<std::uint64_t>(count); ++i) {
                body(i);
            }
        }
    }
    template <typename Body>
    static void forRows(const at::Tensor&, const Body& body, std::int64_t rows) {
        constexpr std::int64_t kLanes = 32;
        for (std::int64_t row = 0; row < rows; ++row) {
            float sum = 0;
            for (std::int64_t lane = 0; lane < kLanes; ++lane) {
                sum += body.squares(row, lane, kLanes);
            }
            for (std::int64_t lane = 0; lane < kLanes; ++lane) {
                body.write(row, lane, kLanes, sum);
            }
        }
    }
    static void upload(const at::Tensor& host, const at::Tensor& target) { target.copy_(host); }
    static void releaseMemory() {}
};

inline const engine::DeviceKernels& hostKernels() {
    static constexpr engine::DeviceKernels kKernels = engine::DeviceKernelTable<HostExecutor>::make();
    return kKernels;
}

} // namespace trutina::testing
