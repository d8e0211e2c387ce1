// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/kind_option.h"
#include "app/cli/progress_line.h"
#include "app/services/error_translation.h"
#include "demo/data_folder.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <map>
#include <memory>
#include <string>

namespace trutina::cli {

namespace {

JsonObject countsObject(const std::map<std::string, std::int64_t>& counts) {
    JsonObject object;
    for (const auto& [kind, count] : counts) {
        object.add(kind, count);
    }
    return object;
}

ExitCode run(const demo::DataOrder& order, const Session& session) {
    ProgressLine line(!session.console.quiet);
    const auto outcome = services::outcomeOf<demo::DataReport>([&] {
        return demo::writeData(order, session.interrupt.token(),
                               [&](const std::string& stage, double fraction) { line.show("making " + stage, fraction); });
    });
    line.wipe();
    const demo::DataReport& report = valueOf(outcome, ExitCode::File);
    spdlog::info("{} media, {} labelled pictures and {} lines of corpus are in {}.", report.media, report.scenes,
                 report.corpusLines, order.directory.string());
    JsonObject result;
    result.add("output", order.directory.string())
        .add("seed", order.seed)
        .add("pairs", countsObject(report.pairsByKind))
        .add("held_out", countsObject(report.heldOutByKind))
        .add("items", report.items)
        .add("media", report.media)
        .add("scenes", report.scenes);
    printLine(result.text());
    return ExitCode::Done;
}

} // namespace

void addDemoDataCommand(CLI::App& parent, Action& action) {
    CLI::App* const command =
        parent.add_subcommand("demo-data", "Make the data of the demo model: coloured shapes and questions");
    const auto order = std::make_shared<demo::DataOrder>();
    const auto count = [&](const char* name, std::int64_t& value, const char* text) {
        return command->add_option(name, value, text)
            ->check(CLI::Range(std::int64_t{0}, std::int64_t{100'000'000}))
            ->type_name("N");
    };
    command->add_option("--output,-o", order->directory, "Folder to make")->type_name("DIR")->required();
    command->add_option("--seed", order->seed, "The same seed and numbers give the same files")->type_name("S")->required();
    count("--pairs", order->pairs, "Training pairs")->required();
    count("--held-out", order->heldOut, "Records of combinations that no training pair shows")->required();
    count("--items", order->items, "Records of such combinations with four answers, for people to judge")->capture_default_str();
    count("--scenes", order->scenes, "Pictures with what is in them, for the vision stage")->capture_default_str();
    addKindsOption(*command, order->style.kinds);
    std::map<std::string, demo::Crowd> crowds;
    for (const demo::Crowd crowd : {demo::Crowd::Alike, demo::Crowd::Alone, demo::Crowd::Usual}) {
        crowds[demo::name(crowd)] = crowd;
    }
    command->add_option("--crowd", order->style.crowd, "Beside what training pairs ask about: alike, alone or usual")
        ->transform(CLI::CheckedTransformer(crowds))
        ->type_name(":{alike,alone,usual}=usual");
    constexpr int kMostQuestions = 24;
    command->add_option("--questions", order->style.questionsPerMedium, "Most training pairs about one picture or video")
        ->check(CLI::Range(1, kMostQuestions))
        ->type_name("N")
        ->capture_default_str();
    command->add_flag("--terse", order->style.isTerse, "Training pairs with answers in their shortest wording only");
    command->add_flag_callback(
        "--one-way", [order] { order->style.comparing = demo::Comparing::OneWay; },
        "Training pairs that compare ask only which is larger, has more, or came first");
    command->add_flag("--descriptions", order->style.describes,
                      "About each picture or video one more training pair: descriptions of it");
    command->add_flag("--force", order->replaceExisting, "Replace a folder of demo data");
    command->footer(
        "Writes data.txt with text.json, pictures.json and videos.json (train.json: all in one), held-out.jsonl, items.jsonl,\n"
        "media/, scenes/scenes.jsonl, corpus.txt and README.md; prints one JSON object.\n\n"
        "Example:\n"
        "  trutina-cli demo-data --output demo-data --seed 1 --pairs 60000 --held-out 2000 --scenes 20000\n");
    command->callback([order, &action] { action = [order](const Session& session) { return run(*order, session); }; });
}

} // namespace trutina::cli
