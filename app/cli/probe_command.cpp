// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/model_options.h"
#include "app/cli/probe_summary.h"
#include "app/cli/record_run.h"
#include "engine/api/probe.h"
#include "storage/formats/conversation_record.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::cli {

namespace {

struct Options {
    ModelOptions model;
    RecordOptions records;
    bool media = false;
    bool tiles = false;
    bool frames = false;
    bool sentences = false;

    /// Without a choice, the question that needs the least: what do the media do at all?
    [[nodiscard]] bool hidesMedia() const { return media || !(tiles || frames || sentences); }
};

std::vector<float> differences(const std::vector<float>& from, const std::vector<float>& others) {
    std::vector<float> result;
    for (std::size_t i = 0; i < from.size() && i < others.size(); ++i) {
        result.push_back(from[i] - others[i]);
    }
    return result;
}

JsonObject partObject(const engine::HiddenPart& part, const storage::ConversationRecord& record,
                      const engine::ScoreResult& whole) {
    JsonObject object;
    if (part.kind == engine::HiddenKind::Sentence) {
        const auto candidate = static_cast<std::size_t>(part.candidate);
        const auto message = static_cast<std::size_t>(part.message);
        const auto& turns = record.candidates.empty() ? record.messages : record.candidates[candidate].turns;
        return object.add("candidate", part.candidate)
            .add("message", part.message)
            .add("begin", part.begin)
            .add("end", part.end)
            .add("text", turns[message].content.substr(part.begin, part.end - part.begin))
            .add("score", part.scores.front())
            .add("change", part.scores.front() - whole.scores[candidate]);
    }
    object.add("medium", part.medium);
    if (part.kind == engine::HiddenKind::Tile) {
        object.add("row", part.row).add("column", part.column);
    } else {
        object.add("frame", part.frame);
    }
    return object.add("scores", part.scores).add("change", differences(part.scores, whole.scores));
}

std::string listOf(const engine::ProbeResult& result, engine::HiddenKind kind, const storage::ConversationRecord& record) {
    std::string list = "[";
    for (const engine::HiddenPart& part : result.parts) {
        if (part.kind == kind) {
            list += (list.size() > 1 ? "," : "") + partObject(part, record, result.whole).text();
        }
    }
    return list + "]";
}

std::string probeLine(const storage::ConversationRecord& record, const engine::ProbeResult& result,
                      const engine::ModelInfo& model, const Options& options) {
    JsonObject line;
    line.addJson("id", record.idJson).add("scores", result.whole.scores).add("order", result.whole.order);
    if (options.hidesMedia()) {
        std::string blind = "null";
        for (const engine::HiddenPart& part : result.parts) {
            if (part.kind == engine::HiddenKind::Media) {
                blind = JsonObject().add("scores", part.scores).add("gap", differences(result.whole.scores, part.scores)).text();
            }
        }
        line.addJson("blind", blind);
    }
    if (options.tiles) {
        line.addJson("tiles", listOf(result, engine::HiddenKind::Tile, record));
    }
    if (options.frames) {
        line.addJson("frames", listOf(result, engine::HiddenKind::Frame, record));
    }
    if (options.sentences) {
        line.addJson("sentences", listOf(result, engine::HiddenKind::Sentence, record));
    }
    return line.add("model", model.hash)
        .add("dtype", model.computeType)
        .add("device", model.device)
        .add("hd_num", options.model.hdNum)
        .text();
}

ExitCode run(const Options& options, const Session& session) {
    const bool showProgress = !session.console.quiet;
    RecordRun records(options.records, session.interrupt, showProgress);
    services::Headless headless;
    const engine::ModelInfo model = loadModel(headless, options.model, session.interrupt, showProgress);
    engine::ProbeRequest request;
    request.options = options.model.scoreOptions();
    request.media = options.hidesMedia();
    request.tiles = options.tiles;
    request.frames = options.frames;
    request.sentences = options.sentences;
    ProbeSummary summary;
    const auto handle = [&](const std::string& line, const std::filesystem::path& baseDirectory) {
        const auto record = storage::parseConversationRecord(line, baseDirectory);
        request.conversation = services::conversationOf(record);
        const auto outcome = headless.probe(request, session.interrupt.token());
        const engine::ProbeResult& result = valueOf(outcome, ExitCode::SomeFailed);
        for (const std::string& warning : result.whole.warnings) {
            spdlog::warn(warning);
        }
        const std::string written = probeLine(record, result, model, options);
        summary.add(written);
        return written;
    };
    const RunMarks marks{
        {{"model", jsonText(model.hash)}, {"dtype", jsonText(model.computeType)}, {"hd_num", jsonText(options.model.hdNum)}},
        {{"blind", options.hidesMedia()},
         {"tiles", options.tiles},
         {"frames", options.frames},
         {"sentences", options.sentences}}};
    const ExitCode code = records.run(handle, {marks, [&](std::string_view earlier) { summary.add(earlier); }});
    if (options.hidesMedia() && code != ExitCode::Cancelled) {
        spdlog::info(summary.text());
    }
    return code;
}

} // namespace

void addProbeCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("probe", "Score records once more with something hidden from the model");
    const auto options = std::make_shared<Options>();
    options->model.addTo(*command);
    options->records.addResumeTo(*command, *options->records.addTo(*command));
    const std::string group = "What is hidden (without a choice: --media)";
    command->add_flag("--media", options->media, "All pictures and videos at once")->group(group);
    command->add_flag("--tiles", options->tiles, "Each tile of each picture, one after another")->group(group);
    command->add_flag("--frames", options->frames, "Each frame that the model sees of each video")->group(group);
    command->add_flag("--sentences", options->sentences, "Each sentence of each candidate")->group(group);
    command->footer(
        "A record in is that of the command score.\n"
        "A record out:  {\"id\":\"q1\",\"scores\":[1.5,-0.75],\"order\":[0,1],\n"
        "  \"blind\":{\"scores\":[0.5,-0.5],\"gap\":[1,-0.25]},\n"
        "  \"tiles\":[{\"medium\":0,\"row\":0,\"column\":1,\"scores\":[1.25,-0.75],\"change\":[-0.25,0]},…],\n"
        "  \"frames\":[{\"medium\":0,\"frame\":3,\"scores\":[…],\"change\":[…]},…],\n"
        "  \"sentences\":[{\"candidate\":0,\"message\":0,\"begin\":0,\"end\":14,\"text\":\"The left one. \",\"score\":1,\n"
        "                \"change\":-0.5},…],\n"
        "  \"model\":\"sha256:…\",\"dtype\":\"float32\",\"device\":\"cpu\",\"hd_num\":9}\n"
        "scores are those with nothing hidden. gap: what the media add to a score. change: the score with the part hidden\n"
        "less the score of the whole. Only what was asked for is there; blind is null for a record without media.\n"
        "begin and end count bytes of the message. At the end, the mean gap and how many records rank their candidates\n"
        "the same without media are said on standard error. docs/probes.md says how each is computed.\n\n"
        "Examples:\n"
        "  trutina-cli probe --model models/ixc --input questions.jsonl --output blind.jsonl\n"
        "  trutina-cli probe --model models/ixc --input one.jsonl --tiles --sentences --quiet | jq '.tiles[].change'\n");
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
