// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "demo/kind.h"

#include <CLI/App.hpp>

#include <vector>

namespace trutina::cli {

/// --kinds a,b: of the questions of the demo model's worlds; without it all.
void addKindsOption(CLI::App& command, std::vector<demo::Kind>& kinds);

} // namespace trutina::cli
