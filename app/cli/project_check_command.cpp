// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/finding_text.h"
#include "app/cli/json_text.h"
#include "app/cli/progress_line.h"
#include "app/services/error_translation.h"
#include "storage/doctor/doctor.h"
#include "storage/repositories/project.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace trutina::cli {

namespace {

struct Options {
    std::string file;
    std::vector<std::string> fixes;
    storage::DoctorOptions doctor;
    std::size_t items = 20;
    bool isStrict = false;
    bool asJson = false;
};

struct Checked {
    std::vector<std::string> problems;
    std::vector<storage::Finding> findings;
};

storage::DoctorProgressSink painter(ProgressLine& line) {
    return [&line](const storage::DoctorProgress& progress) {
        line.show("looking", progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : -1);
    };
}

ExitCode fix(const Options& options, const Session& session) {
    using Fixed = std::vector<std::pair<std::string, storage::CureReport>>;
    ProgressLine line(!session.console.quiet);
    const auto outcome = services::outcomeOf<Fixed>([&] {
        const auto project = storage::Project::open(options.file);
        Fixed fixed;
        for (const std::string& kind : options.fixes) {
            fixed.emplace_back(kind, storage::cure(*project, kind, options.doctor, session.interrupt.token(), painter(line)));
        }
        return fixed;
    });
    line.wipe();
    for (const auto& [kind, report] : valueOf(outcome, ExitCode::File)) {
        printLine(cureText(kind, report));
    }
    return ExitCode::Done;
}

ExitCode check(const Options& options, const Session& session) {
    ProgressLine line(!session.console.quiet);
    const auto outcome = services::outcomeOf<Checked>([&] {
        storage::OpenProjectOptions opening;
        opening.readOnly = true;
        const auto project = storage::Project::open(options.file, opening);
        Checked checked;
        if (options.doctor.only.empty()) {
            checked.problems = project->check(session.interrupt.token());
        }
        checked.findings = storage::examine(*project, options.doctor, session.interrupt.token(), painter(line));
        return checked;
    });
    line.wipe();
    const Checked& checked = valueOf(outcome, ExitCode::File);
    const auto fails = [&options](const storage::Finding& finding) {
        return finding.severity == storage::Severity::Error ||
               (options.isStrict && finding.severity == storage::Severity::Warning);
    };
    const bool isOk = checked.problems.empty() && std::ranges::none_of(checked.findings, fails);
    if (options.asJson || !isOutputTerminal()) {
        std::string findings;
        for (const storage::Finding& finding : checked.findings) {
            findings += (findings.empty() ? "" : ",") + findingText(finding, options.items);
        }
        printLine(
            JsonObject().add("ok", isOk).add("problems", checked.problems).addJson("findings", "[" + findings + "]").text());
        for (const std::string& problem : checked.problems) {
            spdlog::warn("{}", problem);
        }
    } else {
        for (const std::string& problem : checked.problems) {
            printLine("error: " + problem);
        }
        for (const storage::Finding& finding : checked.findings) {
            printLine(findingWords(finding, options.items));
        }
        if (checked.problems.empty() && checked.findings.empty()) {
            printLine("Nothing was found.");
        }
    }
    return isOk ? ExitCode::Done : ExitCode::SomeFailed;
}

} // namespace

void addProjectCheckCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("check", "Look for damage, and for what a data set may have wrong");
    const auto options = std::make_shared<Options>();
    std::vector<std::string> kinds;
    std::vector<std::string> curable;
    for (const storage::FindingKind& kind : storage::findingKinds()) {
        kinds.push_back(kind.name);
        if (kind.cure != storage::Cure::None) {
            curable.push_back(kind.name);
        }
    }
    command->add_option("P", options->file, "The project")->required()->type_name("");
    command->add_option("--only", options->doctor.only, "Look for this kind of finding alone; repeatable")
        ->check(CLI::IsMember(kinds).description(""))
        ->allow_extra_args(false)
        ->type_name("KIND");
    command->add_option("--fix", options->fixes, "Put findings of this kind right; undo in the window takes it back; repeatable")
        ->check(CLI::IsMember(curable).description(""))
        ->allow_extra_args(false)
        ->type_name("KIND");
    command
        ->add_option("--model-name", options->doctor.modelNames,
                     "A name no answer should hold, in place of the built-in list; repeatable")
        ->allow_extra_args(false)
        ->type_name("NAME");
    command->add_option("--items", options->items, "Name so many items of each finding")->type_name("N")->capture_default_str();
    command->add_flag("--strict", options->isStrict, "Warnings count as problems, too");
    command->add_flag("--json", options->asJson, "JSON also on a terminal");
    command->footer([] {
        return findingKindList() +
               "\nPrints {\"ok\":true,\"problems\":[],\"findings\":[]}: problems are damage of the file and media that are "
               "missing "
               "or changed; findings name items by number. Exit code 1 when there are problems or findings of severity error. "
               "Changes nothing without --fix, which prints one JSON object per kind and says how many steps undo takes back.\n\n"
               "Examples:\n"
               "  trutina-cli project check cups.trutina\n"
               "  trutina-cli project check cups.trutina --only leaked_names --items 1000 | jq .findings\n"
               "  trutina-cli project check cups.trutina --fix duplicate_items\n";
    });
    command->callback([options, &action] {
        action = [options](const Session& session) {
            return options->fixes.empty() ? check(*options, session) : fix(*options, session);
        };
    });
}

} // namespace trutina::cli
