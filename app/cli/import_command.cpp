// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/progress_line.h"
#include "app/cli/transfer_text.h"
#include "app/services/error_translation.h"
#include "storage/formats/choice_words.h"
#include "storage/repositories/project.h"

#include <CLI/CLI.hpp>
#include <spdlog/spdlog.h>

#include <memory>
#include <string>
#include <vector>

namespace trutina::cli {

namespace {

struct Options {
    std::string file;
    std::string project;
    storage::ImportOptions import;
    std::vector<std::string> mapping; ///< "column=field"
    std::string mediaFolder;
    std::string verifier = "none";
    std::string verifierProgram;
    int preview = 0;
};

storage::ImportOptions importOptions(const Options& options) {
    storage::ImportOptions result = options.import;
    for (const std::string& entry : options.mapping) {
        const auto equals = entry.rfind('=');
        result.reading.columns[entry.substr(0, equals)] = entry.substr(equals + 1);
    }
    result.reading.mediaFolder = options.mediaFolder;
    result.reading.pairs.verifier = storage::choiceOf(storage::kVerifierWords, options.verifier);
    result.reading.pairs.command.program = options.verifierProgram;
    return result;
}

ExitCode preview(const Options& options, const Session& session) {
    const storage::ImportOptions chosen = importOptions(options);
    const auto outcome = services::outcomeOf<storage::ImportPreview>([&] {
        storage::OpenProjectOptions opening;
        opening.readOnly = true;
        const auto project = storage::Project::open(options.project, opening);
        storage::ReadingOptions reading = chosen.reading;
        reading.stop = session.interrupt.token();
        return storage::previewFile(options.file, chosen.format, options.preview, reading, project.get());
    });
    const storage::ImportPreview& found = valueOf(outcome, ExitCode::File);
    printLine(previewText(found));
    return found.report.skipped > 0 ? ExitCode::SomeFailed : ExitCode::Done;
}

ExitCode run(const Options& options, const Session& session) {
    if (options.preview > 0) {
        return preview(options, session);
    }
    const storage::ImportOptions chosen = importOptions(options);
    ProgressLine line(!session.console.quiet);
    const auto outcome = services::outcomeOf<storage::TransferReport>([&] {
        storage::OpenProjectOptions opening;
        opening.readOnly = chosen.dryRun;
        const auto project = storage::Project::open(options.project, opening);
        return storage::importFile(
            *project, options.file, chosen, session.interrupt.token(), [&](const storage::TransferProgress& progress) {
                line.show("importing",
                          progress.total > 0 ? static_cast<double>(progress.done) / static_cast<double>(progress.total) : -1);
            });
    });
    line.wipe();
    const storage::TransferReport& report = valueOf(outcome, ExitCode::File);
    printLine(importReportText(report));
    spdlog::info("{} results of {} records {}; {} records were skipped.", report.written, report.read,
                 chosen.dryRun ? "could be imported" : "were imported", report.skipped);
    return report.skipped > 0 ? ExitCode::SomeFailed : ExitCode::Done;
}

} // namespace

void addImportCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("import", "Add the records of a file to a project");
    const auto options = std::make_shared<Options>();
    command->add_option("FILE", options->file, "The file or folder to read")->required()->type_name("");
    command->add_option("--project,-p", options->project, "The project, made before with: project create")
        ->required()
        ->type_name("P");
    command->add_option("--format", options->import.format, "auto tells by content, then by name")
        ->type_name("NAME")
        ->capture_default_str();
    command->add_flag("--dry-run", options->import.dryRun, "Read and report; change nothing");
    command->add_option("--preview", options->preview, "Print the first N items and what would be left out; change nothing")
        ->type_name("N")
        ->check(CLI::Range(1, 1000));
    command->add_option("--map", options->mapping, "Read a column under another name, such as --map reply=answer_1; repeatable")
        ->type_name("COLUMN=FIELD")
        ->check([](const std::string& entry) {
            const auto equals = entry.rfind('=');
            const bool isPair = equals != std::string::npos && equals > 0 && equals + 1 < entry.size();
            return isPair ? std::string() : "\"" + entry + "\" is not COLUMN=FIELD";
        });
    command->add_option("--annotator", options->import.reading.annotator, "Whose judgements those are that name nobody")
        ->type_name("NAME")
        ->capture_default_str();
    command->add_option("--prompt", options->import.reading.prompt, "The prompt of a folder of pictures")->type_name("TEXT");
    command->add_option("--media-dir", options->mediaFolder, "What paths of media are relative to; otherwise the file's folder")
        ->type_name("DIR");
    storage::PairBuilding& pairs = options->import.reading.pairs;
    command->add_option("--rating", pairs.rating, "Make pairs of rated answers: an aspect's name, sum, mean")
        ->type_name("ASPECT");
    command->add_option("--min-gap", pairs.minimumGap, "Least gap between the ratings or scores of a pair")
        ->check(CLI::NonNegativeNumber)
        ->type_name("X")
        ->capture_default_str();
    command
        ->add_option("--verify", options->verifier,
                     "Make pairs of right and wrong answers: exact, numeric, choice, pattern, command")
        ->check(CLI::IsMember(storage::wordsOf(storage::kVerifierWords)))
        ->type_name("")
        ->capture_default_str();
    command->add_option("--tolerance", pairs.tolerance, "Of --verify numeric")
        ->check(CLI::NonNegativeNumber)
        ->type_name("X")
        ->capture_default_str();
    command
        ->add_option("--verify-command", options->verifierProgram,
                     "Of --verify command: a program that reads an answer as JSON and ends with 0 for right, 1 for wrong")
        ->type_name("PROGRAM");
    command->add_option("--verify-argument", pairs.command.arguments, "An argument for that program; repeatable")
        ->type_name("TEXT")
        ->allow_extra_args(false);
    command->add_option("--verify-seconds", pairs.command.secondsPerAnswer, "How long that program may take for an answer")
        ->check(CLI::Range(0.1, 86400.0))
        ->type_name("X")
        ->capture_default_str();
    command->add_option("--tie-within", options->import.reading.tieWithin, "Verdicts: scores no further apart than X are level")
        ->check(CLI::NonNegativeNumber)
        ->type_name("X");
    command
        ->add_option("--max-length-ratio", pairs.maxLengthRatio,
                     "Drop pairs whose better answer is longer than X times the other")
        ->check(CLI::NonNegativeNumber)
        ->type_name("X");
    command->add_option("--max-pairs", pairs.maxPairs, "Pairs of one record, the widest gaps first")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N");
    command->footer([] {
        return formatList(true) +
               "\nPrints a report as one JSON object. Records that cannot be read are left out and named in it (exit code 1);\n"
               "everything else is added in one step, which the desktop app can undo.\n\n"
               "Judgements that come with the data become votes of their annotators; they never count as yours.\n\n"
               "Examples:\n"
               "  trutina-cli import questions.jsonl --project cups.trutina\n"
               "  trutina-cli import rated.jsonl --project cups.trutina --rating sum --min-gap 2 --preview 10\n"
               "  trutina-cli import answers.jsonl --project cups.trutina --verify command --verify-command ./check.py\n"
               "  trutina-cli import judged.jsonl --project cups.trutina --format verdicts --annotator gpt-judge\n"
               "  trutina-cli import table.csv --project cups.trutina --map question=prompt --map good=chosen --map "
               "bad=rejected\n";
    });
    command->parse_complete_callback([options] {
        if ((options->verifier == "command") == options->verifierProgram.empty()) {
            throw CLI::ValidationError("--verify", "command and --verify-command PROGRAM go together");
        }
    });
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
