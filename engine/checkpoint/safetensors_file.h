// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/weight_source.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace trutina::engine {

/// The tensors of a safetensors file: 8 bytes with the length of a JSON header, the header, the data. `file` names it in errors.
/// Refused: lengths beyond the file, shapes that do not fit their bytes, tensors that overlap or leave gaps, a name given twice,
/// unknown element types. Memory use is bounded by the size of the header, which may be at most 100 MB.
[[nodiscard]] std::vector<StoredTensor> readSafetensors(std::span<const std::byte> bytes, const std::string& file);

} // namespace trutina::engine
