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

void requireCandidates(const storage::ConversationRecord& record) {
    if (record.candidates.size() < 2) {
        throw engine::Failure("rank.candidates",
                              "Ranking needs two or more candidates; this record has " +
                                  std::to_string(record.candidates.size()) + ".",
                              "Add candidates, or use the command score.");
    }
}

ExitCode run(const Options& options, const Session& session) {
    const bool showProgress = !session.console.quiet;
    ScoringRun records(options.records, session.interrupt, showProgress);
    services::Headless headless;
    const engine::ModelInfo model = loadModel(headless, options.model, session.interrupt, showProgress);
    ScoringRun::Job job;
    job.scoring = options.model.scoreOptions();
    job.scoring.semantics = engine::ScoringSemantics::Batch;
    job.check = requireCandidates;
    job.line = [&](const std::string& idJson, const engine::ScoreResult& result) {
        JsonObject line;
        line.addJson("id", idJson)
            .add("order", result.order)
            .add("scores", result.scores)
            .add("model", model.hash)
            .add("dtype", model.computeType)
            .add("device", model.device)
            .add("hd_num", options.model.hdNum);
        if (model.weightType == "int8") {
            line.add("weights", model.weightType);
        }
        return line.text();
    };
    job.marks = {
        {{"model", jsonText(model.hash)}, {"dtype", jsonText(model.computeType)}, {"hd_num", jsonText(options.model.hdNum)}},
        {{"weights", model.weightType == "int8"}}};
    return records.run(headless, job);
}

} // namespace

void addRankCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("rank", "Order the candidates of each record, best first");
    const auto options = std::make_shared<Options>();
    options->model.addTo(*command);
    options->records.addTo(*command);
    command->footer(
        "A record in is that of the command score, with two or more candidates.\n"
        "A record out:  {\"id\":\"q1\",\"order\":[1,0,2],\"scores\":[…],\"model\":…,\"dtype\":…,\"device\":…,\"hd_num\":9}\n"
        "order holds candidate numbers, from 0, by descending score; equal scores keep their order. The candidates are\n"
        "scored as one batch: beyond the model's length limit the longest of them changes the scores of all, as in the\n"
        "reference. Candidates with nothing in common but \"messages\":[] may be whole conversations.\n\n"
        "Example:\n"
        "  trutina-cli rank --model models/ixc --input questions.jsonl\n");
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
