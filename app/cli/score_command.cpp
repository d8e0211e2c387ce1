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
    std::string mode = "shared";
    bool positions = false;
    bool stats = false;
};

JsonObject statisticsObject(const engine::RunStatistics& statistics) {
    const double seconds = statistics.totalSeconds;
    JsonObject object;
    object.add("decode_s", statistics.decodeSeconds)
        .add("vision_s", statistics.visionSeconds)
        .add("prefix_s", statistics.prefixSeconds)
        .add("candidates_s", statistics.candidateSeconds)
        .add("total_s", seconds)
        .add("flop", statistics.floatingPointOperations)
        .add("gflop_per_s", seconds > 0 ? statistics.floatingPointOperations / seconds / 1e9 : 0.0)
        .add("peak_memory_bytes", statistics.peakMemoryBytes)
        .add("media_cache_hits", statistics.mediaCacheHits)
        .add("prefix_cache_hits", statistics.prefixCacheHits)
        .add("computed_tokens", statistics.computedTokens)
        .add("reused_tokens", statistics.reusedTokens)
        .add("packed_records", statistics.packedRequests);
    return object;
}

std::string scoreLine(const std::string& idJson, const engine::ScoreResult& result, const engine::ModelInfo& model,
                      const Options& options) {
    JsonObject tokens;
    tokens.add("prompt", result.promptTokens).add("image", result.imageTokens).add("candidates", result.candidateTokens);
    JsonObject line;
    line.addJson("id", idJson)
        .add("scores", result.scores)
        .add("order", result.order)
        .add("tokens", tokens)
        .add("truncated", result.truncated)
        .add("model", model.hash)
        .add("dtype", model.computeType)
        .add("device", model.device)
        .add("hd_num", options.model.hdNum);
    if (model.weightType == "int8") {
        line.add("weights", model.weightType);
    }
    if (options.positions) {
        line.add("positions", result.positions);
    }
    if (options.stats) {
        line.add("stats", statisticsObject(result.statistics));
    }
    return line.text();
}

ExitCode run(const Options& options, const Session& session) {
    const bool showProgress = !session.console.quiet;
    ScoringRun records(options.records, session.interrupt, showProgress);
    services::Headless headless;
    const engine::ModelInfo model = loadModel(headless, options.model, session.interrupt, showProgress);
    ScoringRun::Job job;
    job.scoring = options.model.scoreOptions();
    job.scoring.mode = options.mode == "independent" ? engine::ScoringMode::Independent : engine::ScoringMode::Shared;
    job.scoring.positions = options.positions;
    job.line = [&](const std::string& idJson, const engine::ScoreResult& result) {
        return scoreLine(idJson, result, model, options);
    };
    job.marks = {
        {{"model", jsonText(model.hash)}, {"dtype", jsonText(model.computeType)}, {"hd_num", jsonText(options.model.hdNum)}},
        {{"positions", options.positions}, {"stats", options.stats}, {"weights", model.weightType == "int8"}}};
    return records.run(headless, job);
}

} // namespace

void addScoreCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("score", "Score conversation records");
    const auto options = std::make_shared<Options>();
    options->model.addTo(*command);
    options->records.addTo(*command);
    command
        ->add_option("--mode", options->mode,
                     "shared: what all candidates have in common is computed once; independent: each is a sequence of its own")
        ->check(CLI::IsMember({"shared", "independent"}))
        ->type_name("")
        ->capture_default_str();
    command->add_flag("--positions", options->positions, "Also the score read after every token of each candidate");
    command->add_flag("--stats", options->stats, "Also times per stage, FLOP, peak memory and cache hits");
    command->footer(
        "A record in:   {\"id\":\"q1\",\"messages\":[{\"role\":\"user\",\"content\":\"Which cup is fuller?\"}],\n"
        "                \"media\":[\"img/a.png\"],\"candidates\":[\"The left one.\",\"Both are empty.\"]}\n"
        "A record out:  {\"id\":\"q1\",\"scores\":[1.53125,-0.75],\"order\":[0,1],\"tokens\":{\"prompt\":905,\"image\":841,\n"
        "                \"candidates\":[7,6]},\"truncated\":[false,false],\"model\":\"sha256:…\",\"dtype\":\"float32\",\n"
        "                \"device\":\"cpu\",\"hd_num\":9}\n"
        "Without candidates, messages is a whole conversation and gets one score. Media paths start at the file\n"
        "that holds the record. A record that fails gives {\"id\":…,\"error\":{\"code\":…,\"message\":…,\"hint\":…}} in its "
        "place.\n\n"
        "Records that follow each other are packed and go through the model together, within blocks of 64 of the input. From a\n"
        "file, scores are the same to the last digit however often, in how many parts or after how many interruptions it is\n"
        "scored on one machine; from a pipe that makes wait, a record is scored at once, and the last digit may differ.\n"
        "--stats: times of records in one pack are their part of its time by FLOP; decode_s is spent beside the model and is no\n"
        "part of total_s; packed_records went through the model together; peak_memory_bytes is that of the program so far.\n\n"
        "Examples:\n"
        "  trutina-cli score --model models/ixc --input questions.jsonl --output scores.jsonl\n"
        "  trutina-cli score --model models/ixc --input questions.jsonl --output scores.jsonl --resume\n"
        "  trutina-cli score --model models/ixc --input questions.jsonl --shard 2/4 --output scores-2.jsonl\n"
        "  cat questions.jsonl | trutina-cli score --model models/ixc --quiet | jq .scores\n");
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
