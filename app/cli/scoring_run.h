// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/progress_line.h"
#include "app/cli/record_run.h"
#include "app/cli/scoring_summary.h"
#include "app/cli/shard.h"
#include "app/services/headless.h"
#include "storage/formats/conversation_record.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace trutina::cli {

/// --input, --output, --force, --resume and --shard.
struct ScoringRunOptions {
    RecordOptions records;
    std::optional<Shard> shard;

    void addTo(CLI::App& command);
};

/// Records in, scores out, in order, of any number in bounded memory.
///
/// Records go through the model in packs, which are cut at every 64th record of the input: a shard, or a run that was cut short
/// and resumed, computes the packs of the whole run and so writes the same bytes. From a pipe that makes wait, what was read is
/// scored at once.
class ScoringRun {
  public:
    /// What a command makes of a record.
    struct Job {
        engine::ScoreOptions scoring;
        std::function<void(const storage::ConversationRecord& record)> check; ///< throws Failure; may be empty
        std::function<std::string(const std::string& idJson, const engine::ScoreResult& result)> line;
        /// Fields, with the text of their JSON value, of a line of the same model and options: a run with others is not resumed.
        std::vector<std::pair<std::string, std::string>> marks;
    };

    ScoringRun(const ScoringRunOptions& options, const Interrupt& interrupt, bool showProgress);

    /// Reads to the end, or until the user cancels: then what is complete stays and it is said where to go on.
    ExitCode run(services::Headless& headless, const Job& job);

  private:
    /// A line of input and where it stood.
    struct Line {
        std::string text;
        std::int64_t number = 0;
    };
    /// A record on its way through the model.
    struct Underway {
        std::string idJson;
        std::int64_t lineNumber = 0;
    };

    [[nodiscard]] std::optional<Line> nextLine();
    void enterShard();
    void skipEarlier(const Job& job);
    [[nodiscard]] std::optional<engine::ScoreRequest> nextRequest(const Job& job);
    void finish(const Job& job, const engine::RequestOutcome& outcome);
    void sayWhereToResume() const;

    const Interrupt& m_interrupt;
    bool m_isResuming;
    std::optional<Shard> m_shard;
    RecordInput m_input;
    RecordOutput m_output;
    ProgressLine m_progress;

    std::int64_t m_begin = 0;          ///< record of the input with which the shard begins
    std::optional<std::int64_t> m_end; ///< and the one before which it ends
    std::int64_t m_place = 0;          ///< of the record that nextLine() gives next
    std::int64_t m_firstRequest = 0;   ///< record with which packing begins
    std::int64_t m_written = 0;        ///< record before which the output is complete
    std::deque<Line> m_again;          ///< records of a block that was begun: packed again
    std::deque<Underway> m_underway;
    std::int64_t m_failed = 0;
    bool m_isOutOfMemory = false;
    ScoringSummary m_summary;
};

} // namespace trutina::cli
