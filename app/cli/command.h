// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/console.h"
#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"

#include <CLI/App.hpp>

#include <functional>

namespace trutina::cli {

/// What a command gets to run with.
struct Session {
    const ConsoleOptions& console;
    const Interrupt& interrupt;
};

/// Set by the command that was named on the command line; run once everything is parsed.
using Action = std::function<ExitCode(const Session&)>;

// One file each. They add themselves to `parent` and set `action` when they are chosen.
void addScoreCommand(CLI::App& parent, Action& action);
void addRankCommand(CLI::App& parent, Action& action);
void addCompareCommand(CLI::App& parent, Action& action);
void addProbeCommand(CLI::App& parent, Action& action);
void addTokenizeCommand(CLI::App& parent, Action& action);
void addTrainCommand(CLI::App& parent, Action& action);
void addDemoDataCommand(CLI::App& parent, Action& action);
void addEvaluateDemoCommand(CLI::App& parent, Action& action);
void addModelMergeCommand(CLI::App& parent, Action& action);
void addBenchCommand(CLI::App& parent, Action& action);
void addInspectModelCommand(CLI::App& parent, Action& action);
void addInspectDevicesCommand(CLI::App& parent, Action& action);
void addInspectMediaCommand(CLI::App& parent, Action& action);
void addImportCommand(CLI::App& parent, Action& action);
void addExportCommand(CLI::App& parent, Action& action);
void addProjectCreateCommand(CLI::App& parent, Action& action);
void addProjectInfoCommand(CLI::App& parent, Action& action);
void addProjectCheckCommand(CLI::App& parent, Action& action);
void addProjectMergeCommand(CLI::App& parent, Action& action);
void addProjectAgreementCommand(CLI::App& parent, Action& action);
void addProjectBackupCommand(CLI::App& parent, Action& action);

} // namespace trutina::cli
