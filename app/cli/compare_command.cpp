// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/model_options.h"
#include "app/cli/record_run.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace trutina::cli {

namespace {

struct Options {
    ModelOptions model;
    RecordOptions records;
};

/// Each candidate in a run of its own: identical ones then give identical scores, to the bit.
float scoreAlone(services::Headless& headless, const engine::Conversation& conversation, std::size_t candidate,
                 const engine::ScoreOptions& scoring, const std::stop_token& stop) {
    engine::Conversation alone = conversation;
    alone.candidates = {conversation.candidates[candidate]};
    const auto outcome = headless.score({alone, scoring}, stop);
    return valueOf(outcome, ExitCode::SomeFailed).scores.at(0);
}

ExitCode run(const Options& options, const Session& session) {
    const bool showProgress = !session.console.quiet;
    RecordRun records(options.records, session.interrupt, showProgress);
    services::Headless headless;
    (void)loadModel(headless, options.model, session.interrupt, showProgress);
    engine::ScoreOptions scoring = options.model.scoreOptions();
    scoring.mode = engine::ScoringMode::Independent;
    return records.run([&](const std::string& line, const std::filesystem::path& baseDirectory) {
        const auto record = storage::parseConversationRecord(line, baseDirectory);
        if (record.candidates.size() != 2) {
            throw engine::Failure("compare.candidates",
                                  "Comparing needs exactly two candidates; this record has " +
                                      std::to_string(record.candidates.size()) + ".",
                                  "Use the command rank for more.");
        }
        const auto conversation = services::conversationOf(record);
        const float first = scoreAlone(headless, conversation, 0, scoring, session.interrupt.token());
        const float second = scoreAlone(headless, conversation, 1, scoring, session.interrupt.token());
        return JsonObject().addJson("id", record.idJson).add("first_wins", first > second).text();
    });
}

} // namespace

void addCompareCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("compare", "Say whether the first of two candidates is better");
    const auto options = std::make_shared<Options>();
    options->model.addTo(*command);
    options->records.addTo(*command, true);
    command->footer(
        "A record in is that of the command score, with exactly two candidates.\n"
        "A record out:  {\"id\":\"q1\",\"first_wins\":true}\n"
        "Both are scored on their own; first_wins is true when the first score is greater. Equal scores give false.\n\n"
        "Example:\n"
        "  trutina-cli compare --model models/ixc --input pairs.jsonl --output wins.jsonl\n");
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
