// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/weight_source.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace trutina::engine {

/// The tensors of a file that torch.save wrote (since torch 1.6: a zip archive that holds a pickle and one entry per storage).
/// Storages may be shared by several tensors. Tensors must be contiguous and row-major, others are refused
/// ("checkpoint.unsupported"), as are big-endian files and the older form without a zip.
[[nodiscard]] std::vector<StoredTensor> readTorchArchive(std::span<const std::byte> bytes, const std::string& file);

} // namespace trutina::engine
