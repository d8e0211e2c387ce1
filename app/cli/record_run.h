// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/record_input.h"
#include "app/cli/record_output.h"
#include "app/cli/resume_check.h"
#include "ui/contracts/outcome.h"

#include <CLI/App.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace trutina::cli {

/// --input, --output, --force, and --resume where a command can.
struct RecordOptions {
    std::string input = "-";
    RecordOutput::Options output;

    /// The option --force, which others may exclude.
    CLI::Option* addTo(CLI::App& command);
    void addResumeTo(CLI::App& command, CLI::Option& force);
};

/// The line that stands in the place of a record that failed.
[[nodiscard]] std::string errorLine(const std::string& idJson, const contracts::Problem& problem);

/// Records in, records out, one by one and in order; one that fails gives an error record in its place.
class RecordRun {
  public:
    /// One line of input to one line of output. Throws Failure, CommandFailure or Cancelled.
    using Handle = std::function<std::string(const std::string& line, const std::filesystem::path& baseDirectory)>;

    RecordRun(const RecordOptions& options, const Interrupt& interrupt, bool showProgress);

    /// What is needed to go on with an output that was cut short.
    struct Earlier {
        RunMarks marks;
        std::function<void(std::string_view line)> see; ///< gets each line of the earlier run; may be empty
    };

    /// Reads to the end, or until the user cancels: then what is complete stays.
    ExitCode run(const Handle& handle, const Earlier& earlier = {});

  private:
    void skipEarlier(const Earlier& earlier);

    const Interrupt& m_interrupt;
    bool m_showProgress;
    bool m_isResuming;
    RecordInput m_input;
    RecordOutput m_output;
    std::int64_t m_records = 0; ///< whose lines are written
    std::int64_t m_failed = 0;
};

} // namespace trutina::cli
