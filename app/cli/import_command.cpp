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
    std::string file;
    std::string project;
    storage::ImportOptions import;
};

ExitCode run(const Options& options, const Session& session) {
    ProgressLine line(!session.console.quiet);
    const auto outcome = services::outcomeOf<storage::TransferReport>([&] {
        storage::OpenProjectOptions opening;
        opening.readOnly = options.import.dryRun;
        const auto project = storage::Project::open(options.project, opening);
        return storage::importFile(
            *project, options.file, options.import, session.interrupt.token(), [&](const storage::TransferProgress& progress) {
                line.show("importing",
                          progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : -1);
            });
    });
    line.wipe();
    const storage::TransferReport& report = valueOf(outcome, ExitCode::File);
    printLine(reportText(report));
    spdlog::info("{} of {} records {}.", report.written, report.read,
                 options.import.dryRun ? "could be imported" : "were imported");
    return report.written < report.read ? ExitCode::SomeFailed : ExitCode::Done;
}

} // namespace

void addImportCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("import", "Add the records of a file to a project");
    const auto options = std::make_shared<Options>();
    command->add_option("FILE", options->file, "The file to read")->required()->type_name("");
    command->add_option("--project,-p", options->project, "The project, made before with: project create")
        ->required()
        ->type_name("P");
    command->add_option("--format", options->import.format, "auto tells by content, then by name")
        ->type_name("NAME")
        ->capture_default_str();
    command->add_flag("--dry-run", options->import.dryRun, "Read and report; change nothing");
    command->footer([] {
        return formatList(true) +
               "\nPrints a report as one JSON object. Records that cannot be read are left out and named in it (exit code 1);\n"
               "everything else is added in one step, which the desktop app can undo.\n\n"
               "Example:\n"
               "  trutina-cli import questions.jsonl --project cups.trutina\n";
    });
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
