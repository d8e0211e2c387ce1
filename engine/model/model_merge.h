// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"
#include "engine/model/pace.h"

#include <filesystem>

namespace trutina::engine {

/// Engine::mergeAdapter without the border.
[[nodiscard]] MergeSummary writeMergedModel(const LoadOptions& base, const std::filesystem::path& output, Pace& pace);

} // namespace trutina::engine
