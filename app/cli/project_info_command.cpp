// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/project_text.h"
#include "app/services/error_translation.h"
#include "storage/repositories/project.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace trutina::cli {

namespace {

ExitCode run(const std::string& file) {
    const auto outcome = services::outcomeOf<storage::ProjectInfo>([&] {
        storage::OpenProjectOptions options;
        options.readOnly = true;
        return storage::Project::open(file, options)->info();
    });
    printLine(projectText(valueOf(outcome, ExitCode::File)));
    return ExitCode::Done;
}

} // namespace

void addProjectInfoCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("info", "What a project holds");
    const auto file = std::make_shared<std::string>();
    command->add_option("P", *file, "The project")->required()->type_name("");
    command->footer("Prints one JSON object. Works while the project is open elsewhere.\n\nExample:\n  trutina-cli project info "
                    "cups.trutina | jq .items\n");
    command->callback([file, &action] { action = [file](const Session&) { return run(*file); }; });
}

} // namespace trutina::cli
