// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/checkpoint/weight_source.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace trutina::engine {

/// Bytes of a dense tensor; nothing when a dimension is negative or the product does not fit.
[[nodiscard]] std::optional<std::uint64_t> denseByteCount(const std::vector<std::int64_t>& shape, StoredType type);

/// "[2, 3]"
[[nodiscard]] std::string shapeText(const std::vector<std::int64_t>& shape);

} // namespace trutina::engine
