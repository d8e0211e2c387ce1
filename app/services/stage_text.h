// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/progress.h"

#include <QString>

namespace trutina::services {

/// The stage as the status bar says it ("Reading the picture").
[[nodiscard]] QString stageText(engine::Stage stage);

} // namespace trutina::services
