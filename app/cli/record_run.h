// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/exit_code.h"
#include "app/cli/interrupt.h"
#include "app/cli/record_input.h"
#include "app/cli/record_output.h"
#include "storage/formats/conversation_record.h"

#include <CLI/App.hpp>

#include <functional>
#include <stop_token>
#include <string>

namespace trutina::cli {

/// --input, --output, --force and, where it is of use, --resume.
struct RecordOptions {
    std::string input = "-";
    RecordOutput::Options output;

    void addTo(CLI::App& command, bool canResume);
};

/// Records in, records out, in order; one that fails gives an error record in its place.
class RecordRun {
  public:
    /// One line of input to one line of output. Throws Failure, CommandFailure or Cancelled.
    using Handle = std::function<std::string(const std::string& line, const std::filesystem::path& baseDirectory)>;
    /// The field by which a run is recognised when it is resumed ("model": its hash); may have no name.
    struct Mark {
        std::string field;
        std::string value;
    };

    RecordRun(const RecordOptions& options, const Interrupt& interrupt, bool showProgress);

    /// Reads to the end, or until the user cancels: then what is complete stays and it is said where to go on.
    ExitCode run(const Handle& handle, const Mark& mark = {});

  private:
    struct Earlier {
        std::int64_t records = 0;
        std::int64_t failed = 0;
    };
    Earlier skipEarlier(const Mark& mark);
    std::optional<std::string> nextRecord();
    void sayWhereToResume(std::int64_t records) const;

    const Interrupt& m_interrupt;
    bool m_showProgress;
    bool m_isResuming;
    RecordInput m_input;
    RecordOutput m_output;
};

} // namespace trutina::cli
