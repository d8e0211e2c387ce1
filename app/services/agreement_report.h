// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/repositories/project.h"
#include "ui/contracts/agreement.h"

#include <cstdint>
#include <functional>
#include <stop_token>

namespace trutina::services {

/// Reads all votes of a project once; what it holds grows with patterns of labels and pairs of annotators, and eight bytes of an
/// item with disagreement. Throws Cancelled.
[[nodiscard]] contracts::AgreementReport
agreementOf(const storage::Project& project, std::stop_token stop,
            const std::function<void(std::int64_t done, std::int64_t total)>& progress = {});

} // namespace trutina::services
