// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/progress_line.h"
#include "app/cli/transfer_text.h"
#include "app/services/error_translation.h"
#include "storage/repositories/project.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <memory>

namespace trutina::cli {

namespace {

struct Options {
    std::string project;
    std::string format;
    std::string output;
    std::string media = "copy";
    std::string ties = "leave-out";
    bool force = false;
};

ExitCode run(const Options& options, const Session& session) {
    storage::ExportOptions exporting;
    exporting.format = options.format;
    exporting.directory = options.output;
    exporting.media = options.media == "reference" ? storage::MediaTransfer::Reference : storage::MediaTransfer::Copy;
    exporting.ties = options.ties == "both" ? storage::TieRule::BothDirections : storage::TieRule::LeaveOut;
    exporting.replaceExisting = options.force;
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
    spdlog::info("{} records were written from {} items; {} notes say what was left out and why.", report.written, report.read,
                 report.notesInAll);
    return ExitCode::Done;
}

} // namespace

void addExportCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("export", "Write the labelled pairs of a project as a data set");
    const auto options = std::make_shared<Options>();
    command->add_option("--project,-p", options->project, "The project")->required()->type_name("P");
    command->add_option("--format", options->format, "One of those below")->required()->type_name("NAME");
    command->add_option("--output,-o", options->output, "Folder to write")->required()->type_name("DIR");
    command->add_option("--media", options->media, "copy pictures into the folder, or refer to where they are")
        ->check(CLI::IsMember({"copy", "reference"}))
        ->type_name("")
        ->capture_default_str();
    command->add_option("--ties", options->ties, "leave-out, or both: a pair in each direction")
        ->check(CLI::IsMember({"leave-out", "both"}))
        ->type_name("")
        ->capture_default_str();
    command->add_flag("--force", options->force, "Replace an existing folder");
    command->footer([] {
        return formatList(false) + "\nPrints a report as one JSON object and writes it as report.json beside the data.\n\n"
                                   "Example:\n"
                                   "  trutina-cli export --project cups.trutina --format trl --output cups-trl\n";
    });
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
