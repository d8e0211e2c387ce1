// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program.h"

#include "app/cli/command.h"
#include "app/services/error_translation.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <csignal>

namespace trutina::cli {

namespace {

constexpr const char* kFooter =
    "Records are JSONL; - is standard input or output. Data goes to standard output, everything else to standard error.\n\n"
    "Exit codes:\n"
    "  0    all done\n"
    "  1    some records failed; the others are complete\n"
    "  2    wrong usage\n"
    "  3    the model could not be loaded\n"
    "  4    the project or a file could not be read or written\n"
    "  5    out of memory\n"
    "  130  cancelled by the user\n\n"
    "trutina-cli COMMAND --help explains each, with examples:\n"
    "  trutina-cli project create cups.trutina\n"
    "  trutina-cli import questions.jsonl --project cups.trutina\n"
    "  trutina-cli score --model models/ixc --input questions.jsonl --output scores.jsonl\n"
    "  trutina-cli export --project cups.trutina --format trl --output cups-trl\n";

void addConsoleOptions(CLI::App& app, ConsoleOptions& options) {
    app.add_flag("--quiet,-q", options.quiet, "Say nothing but errors; no progress");
    app.add_flag("--no-color", options.noColor, "No colours; so does the environment variable NO_COLOR");
    app.add_option("--log-level", options.logLevel, "How much is said on standard error")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
        ->type_name("")
        ->capture_default_str();
}

CLI::App* addGroup(CLI::App& app, const std::string& name, const std::string& description) {
    CLI::App* const group = app.add_subcommand(name, description);
    group->require_subcommand(1);
    return group;
}

ExitCode runAction(const Action& action, const Session& session) {
    try {
        return action(session);
    } catch (const CommandCancelled&) {
        spdlog::error("Stopped.");
        return ExitCode::Cancelled;
    } catch (const CommandFailure& failure) {
        sayProblem(failure.problem());
        return failure.exitCode();
    } catch (...) {
        const services::CaughtError caught = services::caughtError();
        if (caught.isCancelled) {
            return ExitCode::Cancelled;
        }
        sayProblem(caught.problem);
        return exitCodeOf(caught.problem, ExitCode::File);
    }
}

} // namespace

int runProgram(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN); // a reader that goes away is an error of writing
    CLI::App app("Weigh, label and export multi-modal preferences without a window.", "trutina-cli");
    app.set_version_flag("--version", std::string("trutina-cli ") + TRUTINA_VERSION);
    app.require_subcommand(1);
    app.fallthrough(); // options of the program may stand behind the command; inherited by all commands
    app.footer(kFooter);

    ConsoleOptions console;
    Action action;
    addConsoleOptions(app, console);
    addScoreCommand(app, action);
    addRankCommand(app, action);
    addCompareCommand(app, action);
    addProbeCommand(app, action);
    addTokenizeCommand(app, action);
    addTrainCommand(app, action);
    addDemoDataCommand(app, action);
    CLI::App* const evaluate = addGroup(app, "evaluate", "How good a model is on a benchmark");
    addEvaluateDemoCommand(*evaluate, action);
    addBenchCommand(app, action);
    CLI::App* const model = addGroup(app, "model", "Make model folders");
    addModelMergeCommand(*model, action);
    CLI::App* const inspect = addGroup(app, "inspect", "Look at a model folder, at a medium or at the devices of this machine");
    addInspectModelCommand(*inspect, action);
    addInspectMediaCommand(*inspect, action);
    addInspectDevicesCommand(*inspect, action);
    addImportCommand(app, action);
    addExportCommand(app, action);
    CLI::App* const project = addGroup(app, "project", "Make and look after project files");
    addProjectCreateCommand(*project, action);
    addProjectInfoCommand(*project, action);
    addProjectCheckCommand(*project, action);
    addProjectMergeCommand(*project, action);
    addProjectAgreementCommand(*project, action);
    addProjectBackupCommand(*project, action);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? static_cast<int>(ExitCode::Done) : static_cast<int>(ExitCode::Usage);
    }
    setUpLog(console);
    const Interrupt interrupt;
    return static_cast<int>(runAction(action, {console, interrupt}));
}

} // namespace trutina::cli
