// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/model/row_range.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <vector>

namespace trutina::engine {

/// One pass of the picture resize: `first` and `count` [lines], `weights` [lines, taps], int32, on the device of the pixels.
struct ResizeTaps {
    at::Tensor first;
    at::Tensor count;
    at::Tensor weights;
};

/// Kernels of our own for one kind of device, where LibTorch would launch many. What the model does without them is the same up
/// to rounding. The CUDA plug-in brings such a table; engine and plug-in are built from the same sources with the same LibTorch,
/// so tensors cross as they are. Functions work on the device of their tensors, in its current stream, without waiting for it,
/// and throw c10::Error. A change of this table raises kCudaPluginVersion (engine/runtime/device/cuda_plugin.h).
struct DeviceKernels {
    /// heads [rows, ..., size] (up to four axes, the last one without gaps), cosine and sine [rows, size / 2], all of one type.
    void (*rotate)(const at::Tensor& heads, const at::Tensor& cosine, const at::Tensor& sine);
    /// rows [rows, width] float32, weight [width] -> [rows, width] in the type of the weight.
    at::Tensor (*rmsNorm)(const at::Tensor& rows, const at::Tensor& weight, double epsilon);
    /// gate = silu(gate) * up; both [rows, width] of one type.
    void (*siluTimes)(const at::Tensor& gate, const at::Tensor& up);
    /// The rows of `ranges` of [rows, width] as one matrix.
    at::Tensor (*takeRows)(const at::Tensor& source, const std::vector<RowRange>& ranges);
    /// Adds the matrix [total of ranges, width] to the rows of `ranges`.
    void (*addRows)(const at::Tensor& target, const at::Tensor& addition, const std::vector<RowRange>& ranges);
    /// source [inputs, across, 3] -> target [lines, across, 3], both uint8 with any strides but pixels without gaps.
    void (*resizeLines)(const at::Tensor& source, const at::Tensor& target, const ResizeTaps& taps);
    /// sheet [height, width, 3] uint8 without gaps -> [1 + tiles, 3, tileSize, tileSize] float32, as sheetTiles gives them.
    at::Tensor (*prepareViews)(const at::Tensor& sheet, std::int64_t tileSize);
    /// Copies host memory into a tensor of the device, converting where the types differ, in a stream of its own: the caller goes
    /// on while the last part is under way, and what the device does later waits for it. `host` may be changed or unmapped as
    /// soon as it returns.
    void (*upload)(const at::Tensor& host, const at::Tensor& target);
    /// Gives memory that is held but not used back to the device.
    void (*releaseMemory)();
};

/// The kernels for a device; null where LibTorch's operators are used. Threads: any.
[[nodiscard]] const DeviceKernels* deviceKernels(c10::DeviceType type);
/// `kernels` must live as long as they are installed; null takes them away.
void installDeviceKernels(c10::DeviceType type, const DeviceKernels* kernels);

} // namespace trutina::engine
