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

struct Options {
    std::string file;
    std::string media = "copy";
    storage::CreateProjectOptions creation;
};

ExitCode run(Options options) {
    options.creation.mediaPolicy = options.media == "reference" ? storage::MediaPolicy::Reference : storage::MediaPolicy::Copy;
    const auto outcome = services::outcomeOf<storage::ProjectInfo>(
        [&] { return storage::Project::create(options.file, options.creation)->info(); });
    printLine(projectText(valueOf(outcome, ExitCode::File)));
    return ExitCode::Done;
}

} // namespace

void addProjectCreateCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("create", "Make a new, empty project");
    const auto options = std::make_shared<Options>();
    command->add_option("P", options->file, "The file to make, NAME.trutina")->required()->type_name("");
    command->add_option("--media", options->media, "copy pictures into the project's folder, or refer to where they are")
        ->check(CLI::IsMember({"copy", "reference"}))
        ->type_name("")
        ->capture_default_str();
    command->add_option("--annotator", options->creation.annotator, "Your name in the project; the login name without it")
        ->type_name("NAME");
    command->add_flag_function(
        "--no-search-index", [options](std::int64_t count) { options->creation.searchIndex = count == 0; },
        "Import faster and keep the file smaller; searching then reads all texts");
    command->add_flag("--force", options->creation.replaceExisting, "Replace an existing project and all it holds");
    command->footer("Example:\n  trutina-cli project create cups.trutina --annotator Ada\n");
    command->callback([options, &action] { action = [options](const Session&) { return run(*options); }; });
}

} // namespace trutina::cli
