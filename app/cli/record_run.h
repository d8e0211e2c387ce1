// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/record_input.h"
#include "app/cli/record_output.h"
#include "ui/contracts/outcome.h"

#include <CLI/App.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace trutina::cli {

/// --input, --output and --force.
struct RecordOptions {
    std::string input = "-";
    RecordOutput::Options output;

    /// The option --force, which others may exclude.
    CLI::Option* addTo(CLI::App& command);
};

/// The line that stands in the place of a record that failed.
[[nodiscard]] std::string errorLine(const std::string& idJson, const contracts::Problem& problem);

/// Records in, records out, one by one and in order; one that fails gives an error record in its place.
class RecordRun {
  public:
    /// One line of input to one line of output. Throws Failure, CommandFailure or Cancelled.
    using Handle = std::function<std::string(const std::string& line, const std::filesystem::path& baseDirectory)>;

    RecordRun(const RecordOptions& options, const Interrupt& interrupt, bool showProgress);

    /// Reads to the end, or until the user cancels: then what is complete stays.
    ExitCode run(const Handle& handle);

  private:
    const Interrupt& m_interrupt;
    bool m_showProgress;
    RecordInput m_input;
    RecordOutput m_output;
};

} // namespace trutina::cli
