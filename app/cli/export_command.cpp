// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/progress_line.h"
#include "app/cli/transfer_text.h"
#include "app/services/error_translation.h"
#include "app/services/frame_sheets.h"
#include "storage/formats/choice_words.h"
#include "storage/repositories/project.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <cstdint>
#include <memory>
#include <string>

namespace trutina::cli {

namespace {

struct Options {
    std::string project;
    std::string format;
    std::string output;
    std::string media = "copy";
    std::string ties = "leave-out";
    std::string weakest = "slightly";
    std::string margin = "none";
    std::string adjudication = "decides";
    double leastSeconds = 0;
    double mostSeconds = 0;
    storage::PairRules rules;
    bool frameSheets = false;
    bool force = false;
    bool dryRun = false;
};

constexpr double kMillisecondsPerSecond = 1000;

storage::PairRules rulesOf(const Options& options) {
    storage::PairRules rules = options.rules;
    rules.weakest = storage::choiceOf(storage::kStrengthWords, options.weakest);
    rules.margin = options.margin == "strength" ? storage::MarginRule::Strength : storage::MarginRule::None;
    rules.adjudication = storage::choiceOf(storage::kAdjudicationWords, options.adjudication);
    rules.leastMilliseconds = static_cast<std::int64_t>(options.leastSeconds * kMillisecondsPerSecond);
    rules.mostMilliseconds = static_cast<std::int64_t>(options.mostSeconds * kMillisecondsPerSecond);
    return rules;
}

ExitCode run(const Options& options, const Session& session) {
    storage::ExportOptions exporting;
    exporting.format = options.format;
    exporting.directory = options.output;
    exporting.media = storage::choiceOf(storage::kMediaTransferWords, options.media == "reference" ? "link" : options.media);
    if (options.frameSheets) {
        exporting.frameSheet = services::frameSheetMaker();
    }
    exporting.ties = options.ties == "both" ? storage::TieRule::BothDirections : storage::TieRule::LeaveOut;
    exporting.rules = rulesOf(options);
    exporting.replaceExisting = options.force;
    exporting.dryRun = options.dryRun;
    ProgressLine line(!session.console.quiet);
    const auto outcome = services::outcomeOf<storage::TransferReport>([&] {
        storage::OpenProjectOptions opening;
        opening.readOnly = true; // works beside an open window
        const auto project = storage::Project::open(options.project, opening);
        return storage::exportProject(
            *project, exporting, session.interrupt.token(), [&](const storage::TransferProgress& progress) {
                line.show("exporting",
                          progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : -1);
            });
    });
    line.wipe();
    const storage::TransferReport& report = valueOf(outcome, ExitCode::File);
    printLine(reportText(report));
    spdlog::info("{} records {} from {} items; {} notes say what was left out and why.", report.written,
                 options.dryRun ? "would be written" : "were written", report.read, report.notesInAll);
    return ExitCode::Done;
}

} // namespace

void addExportCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("export", "Write the labelled pairs of a project as a data set");
    const auto options = std::make_shared<Options>();
    command->add_option("--project,-p", options->project, "The project")->required()->type_name("P");
    command->add_option("--format", options->format, "One of those below")->required()->type_name("NAME");
    command->add_option("--output,-o", options->output, "Folder to write")->required()->type_name("DIR");
    command
        ->add_option("--media", options->media,
                     "copy media into the folder, link to where they are, or embed them in the records where the format can")
        ->check(CLI::IsMember({"copy", "link", "embed", "reference"})) // the last is the older word for link
        ->type_name("")
        ->capture_default_str();
    command->add_option("--ties", options->ties, "leave-out, or both: a pair in each direction")
        ->check(CLI::IsMember({"leave-out", "both"}))
        ->type_name("")
        ->capture_default_str();
    storage::PairRules& rules = options->rules;
    command->add_option("--annotator", rules.annotators, "Only this annotator's votes count; repeatable")->type_name("NAME");
    command
        ->add_option("--agreement", rules.agreement,
                     "Least share of a pair's judges who must agree, 0 to 1; 0: every vote counts")
        ->check(CLI::Range(0.0, 1.0))
        ->type_name("X");
    command
        ->add_option("--adjudication", options->adjudication,
                     "What settled a disagreement: decides (counts alone there), ignored, or required (nothing else counts)")
        ->check(CLI::IsMember(storage::wordsOf(storage::kAdjudicationWords)))
        ->type_name("")
        ->capture_default_str();
    command->add_option("--min-strength", options->weakest, "slightly, normal or much")
        ->check(CLI::IsMember(storage::wordsOf(storage::kStrengthWords)))
        ->type_name("")
        ->capture_default_str();
    command->add_option("--min-seconds", options->leastSeconds, "Votes that took less do not count")
        ->check(CLI::Range(0.0, 1e9))
        ->type_name("X");
    command->add_option("--max-seconds", options->mostSeconds, "Votes that took longer do not count")
        ->check(CLI::Range(0.0, 1e9))
        ->type_name("X");
    command->add_flag("--corrected-as-chosen", rules.correctedAsChosen, "An edited copy is better than its original");
    command->add_option("--score-margin", rules.scoreMargin, "Pairs from scores at least X apart instead of votes")
        ->check(CLI::NonNegativeNumber)
        ->type_name("X");
    command->add_option("--margin", options->margin, "none, or strength: write how much better the chosen answer is")
        ->check(CLI::IsMember({"none", "strength"}))
        ->type_name("")
        ->capture_default_str();
    command->add_option("--validation", rules.validationShare, "Share of the prompts for validation")
        ->check(CLI::Range(0.0, 0.9))
        ->type_name("X");
    command->add_option("--test", rules.testShare, "Share of the prompts for testing")
        ->check(CLI::Range(0.0, 0.9))
        ->type_name("X");
    command->add_option("--split-seed", rules.splitSeed, "Another text divides the prompts in another way")->type_name("TEXT");
    command->add_flag("--frame-sheets", options->frameSheets, "ixc: one picture of sampled frames in place of each video");
    command->add_flag("--dry-run", options->dryRun, "Count and report; write nothing");
    command->add_flag("--force", options->force, "Replace an existing folder");
    command->footer([] {
        return formatList(false) + "\nPrints a report as one JSON object and writes it as report.json beside the data.\n\n"
                                   "Examples:\n"
                                   "  trutina-cli export --project cups.trutina --format trl --output cups-trl\n"
                                   "  trutina-cli export --project cups.trutina --format llama-factory --output cups-lf "
                                   "--agreement 0.6 --validation 0.1\n"
                                   "  trutina-cli export --project cups.trutina --format hf-parquet --output cups-hub\n";
    });
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
