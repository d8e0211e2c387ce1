// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/services/error_translation.h"
#include "storage/repositories/project.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <memory>

namespace trutina::cli {

namespace {

ExitCode run(const std::string& file, const Session& session) {
    const auto outcome = services::outcomeOf<std::vector<std::string>>([&] {
        storage::OpenProjectOptions options;
        options.readOnly = true;
        return storage::Project::open(file, options)->check(session.interrupt.token());
    });
    const std::vector<std::string>& problems = valueOf(outcome, ExitCode::File);
    printLine(JsonObject().add("ok", problems.empty()).add("problems", problems).text());
    for (const std::string& problem : problems) {
        spdlog::warn("{}", problem);
    }
    return problems.empty() ? ExitCode::Done : ExitCode::SomeFailed;
}

} // namespace

void addProjectCheckCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("check", "Look for damage, and for media that are missing or changed");
    const auto file = std::make_shared<std::string>();
    command->add_option("P", *file, "The project")->required()->type_name("");
    command->footer("Prints {\"ok\":true,\"problems\":[]}. Exit code 1 when there are problems. Changes nothing.\n\n"
                    "Example:\n  trutina-cli project check cups.trutina\n");
    command->callback([file, &action] { action = [file](const Session& session) { return run(*file, session); }; });
}

} // namespace trutina::cli
