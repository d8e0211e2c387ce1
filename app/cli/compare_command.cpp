// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/model_options.h"
#include "app/cli/scoring_run.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace trutina::cli {

namespace {

struct Options {
    ModelOptions model;
    ScoringRunOptions records;
};

void requireTwo(const storage::ConversationRecord& record) {
    if (record.candidates.size() != 2) {
        throw engine::Failure("compare.candidates",
                              "Comparing needs exactly two candidates; this record has " +
                                  std::to_string(record.candidates.size()) + ".",
                              "Use the command rank for more.");
    }
}

ExitCode run(const Options& options, const Session& session) {
    const bool showProgress = !session.console.quiet;
    ScoringRun records(options.records, session.interrupt, showProgress);
    services::Headless headless;
    (void)loadModel(headless, options.model, session.interrupt, showProgress);
    ScoringRun::Job job;
    job.scoring = options.model.scoreOptions();
    job.scoring.mode = engine::ScoringMode::Shared; // computes equal candidates once, so that they are equal to the bit
    job.check = requireTwo;
    job.line = [](const std::string& idJson, const engine::ScoreResult& result) {
        return JsonObject().addJson("id", idJson).add("first_wins", result.scores.at(0) > result.scores.at(1)).text();
    };
    return records.run(headless, job);
}

} // namespace

void addCompareCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("compare", "Say whether the first of two candidates is better");
    const auto options = std::make_shared<Options>();
    options->model.addTo(*command);
    options->records.addTo(*command);
    command->footer("A record in is that of the command score, with exactly two candidates.\n"
                    "A record out:  {\"id\":\"q1\",\"first_wins\":true}\n"
                    "Each is scored as if alone; first_wins is true when the first score is greater. Equal scores give false.\n\n"
                    "Example:\n"
                    "  trutina-cli compare --model models/ixc --input pairs.jsonl --output wins.jsonl\n");
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
