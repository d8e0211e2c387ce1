// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace trutina::cli {

/// The whole program: parses the command line, runs the command and returns its exit code.
int runProgram(int argc, char** argv);

} // namespace trutina::cli
