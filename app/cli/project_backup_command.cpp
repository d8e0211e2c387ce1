// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/services/error_translation.h"
#include "storage/repositories/project.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <system_error>

namespace trutina::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
    std::string file;
    std::string copy;
    bool force = false;
};

ExitCode run(const Options& options) {
    const auto outcome = services::outcomeOf<contracts::Nothing>([&] {
        if (fs::exists(options.copy) && !options.force) {
            throw storage::Failure("file.exists", options.copy + " exists already.",
                                   "Choose another name, or replace it with --force.");
        }
        storage::OpenProjectOptions opening;
        opening.readOnly = true;
        const auto project = storage::Project::open(options.file, opening);
        // Under another name until it is whole, so that an older copy is never lost to half of a new one.
        const fs::path part = options.copy + ".part";
        fs::remove(part);
        project->backup(part);
        fs::rename(part, options.copy);
    });
    (void)valueOf(outcome, ExitCode::File);
    printLine(JsonObject().add("file", options.copy).add("bytes", static_cast<std::int64_t>(fs::file_size(options.copy))).text());
    return ExitCode::Done;
}

} // namespace

void addProjectBackupCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("backup", "Copy the project file while it may be in use");
    const auto options = std::make_shared<Options>();
    command->add_option("P", options->file, "The project")->required()->type_name("");
    command->add_option("FILE", options->copy, "The copy to make")->required()->type_name("");
    command->add_flag("--force", options->force, "Replace an existing copy");
    command->footer("Copies the file with items, votes and journal; pictures stay in the media folder.\n\n"
                    "Example:\n  trutina-cli project backup cups.trutina backups/cups-monday.trutina\n");
    command->callback([options, &action] { action = [options](const Session&) { return run(*options); }; });
}

} // namespace trutina::cli
