// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/media/partition.h"
#include "engine/media/picture.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

namespace trutina::engine {

/// What makeSheet (engine/media/partition.h) gives, bit for bit, as [height, width, 3] uint8 on a device that has kernels
/// (device_kernels.h).
[[nodiscard]] at::Tensor sheetOnDevice(const Picture& picture, const Partition& partition, c10::Device device);

/// A finished sheet, copied to a device.
[[nodiscard]] at::Tensor copyToDevice(const Picture& sheet, c10::Device device);

} // namespace trutina::engine
