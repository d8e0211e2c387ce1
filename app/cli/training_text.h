// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/json_text.h"
#include "app/services/training_data.h"
#include "engine/api/training.h"

namespace trutina::cli {

[[nodiscard]] JsonObject heldOutObject(const engine::HeldOutResult& result);
[[nodiscard]] std::string stepLine(const engine::TrainingReport& report);
[[nodiscard]] JsonObject memoryObject(const engine::TrainingMemory& memory);

/// What was used and what was left out, by source and reason.
[[nodiscard]] JsonObject dataObject(const services::TrainingInput& input);
/// The same with every note.
[[nodiscard]] JsonObject wholeDataObject(const services::TrainingInput& input);

} // namespace trutina::cli
