// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/progress_line.h"
#include "app/services/error_translation.h"
#include "storage/repositories/project.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <memory>

namespace trutina::cli {

namespace {

struct Options {
    std::string target;
    std::vector<std::string> sources;
    bool isDryRun = false;
};

std::string reportText(const storage::MergeReport& report) {
    std::string conflicts;
    for (const storage::MergeConflict& conflict : report.conflicts) {
        conflicts +=
            (conflicts.empty() ? "" : ",") +
            JsonObject().add("kind", conflict.kind).add("item", conflict.number).add("sentence", conflict.sentence).text();
    }
    return JsonObject()
        .add("source", report.source.string())
        .add("changed", report.hasChanged)
        .add("items", report.itemsRead)
        .add("items_added", report.itemsAdded)
        .add("items_matched", report.itemsMatched)
        .add("votes_added", report.votesAdded)
        .add("votes_changed", report.votesChanged)
        .add("votes_left", report.votesLeft)
        .add("annotators_added", report.annotatorsAdded)
        .add("tags_added", report.tagsAdded)
        .add("scores_added", report.measurementsAdded)
        .add("media_added", report.mediaAdded)
        .add("media_missing", report.mediaMissing)
        .add("conflicts_in_all", report.conflictsInAll)
        .addJson("conflicts", "[" + conflicts + "]")
        .text();
}

/// What is no project, or newer than this program, is found before anything is changed.
void requireProjects(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
        storage::OpenProjectOptions reading;
        reading.readOnly = true;
        (void)storage::Project::open(file, reading);
    }
}

ExitCode run(const Options& options, const Session& session) {
    ProgressLine line(!session.console.quiet);
    std::vector<storage::MergeReport> reports;
    const auto outcome = services::outcomeOf<contracts::Nothing>([&] {
        requireProjects(options.sources);
        const auto project = storage::Project::open(options.target);
        for (const std::string& source : options.sources) {
            const auto show = [&](const storage::MergeProgress& progress) {
                line.show("merging " + source,
                          progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : -1);
            };
            reports.push_back(project->merge(source, options.isDryRun ? storage::MergeRun::Dry : storage::MergeRun::Real,
                                             session.interrupt.token(), show));
        }
    });
    line.wipe();
    for (const storage::MergeReport& report : reports) { // those that are complete, also when the next one failed
        printLine(reportText(report));
        spdlog::info("{}: {} items and {} votes added, {} conflicts.", report.source.string(), report.itemsAdded,
                     report.votesAdded, report.conflictsInAll);
    }
    (void)valueOf(outcome, ExitCode::File);
    return ExitCode::Done;
}

} // namespace

void addProjectMergeCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("merge", "Take in what other annotators' project files hold");
    const auto options = std::make_shared<Options>();
    command->add_option("TARGET", options->target, "The project to merge into")->required()->type_name("");
    command->add_option("SOURCE", options->sources, "Projects to merge; they are not changed")
        ->required()
        ->type_name("")
        ->expected(1, -1);
    command->add_flag("--dry-run", options->isDryRun, "Report what each would bring; change nothing");
    command->footer(
        "The same items with the votes of several annotators become one project. Nothing gets lost, the order of merges does not "
        "matter, and merging a file again changes nothing. Items are the same when prompt, media and answers are the same; an "
        "item "
        "with edited words is kept beside the other one. Of an annotator's votes on the same item the later counts and the other "
        "one is kept. Notes are joined, tags united; media are copied once. What both files say differently is listed under "
        "conflicts, with where both are kept.\n\n"
        "Prints one JSON object per SOURCE. Each is one step that undo in the window takes back (scores stay). A SOURCE of an "
        "older "
        "version must be opened once before.\n\n"
        "Examples:\n"
        "  trutina-cli project merge cups.trutina ada.trutina bo.trutina --dry-run\n"
        "  trutina-cli project merge cups.trutina ada.trutina bo.trutina | jq .conflicts\n");
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
