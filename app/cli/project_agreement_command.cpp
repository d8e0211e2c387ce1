// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/progress_line.h"
#include "app/services/agreement_report.h"
#include "app/services/error_translation.h"
#include "storage/repositories/project.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace trutina::cli {

namespace {

struct Options {
    std::string file;
    std::size_t items = 100;
    bool asJson = false;
};

std::string numberText(const std::optional<double>& number) {
    return number ? jsonText(*number) : "null";
}

std::string coefficientText(const engine::Coefficient& coefficient) {
    return JsonObject()
        .addJson("value", numberText(coefficient.value))
        .addJson("interval", coefficient.low && coefficient.high
                                 ? "[" + jsonText(*coefficient.low) + "," + jsonText(*coefficient.high) + "]"
                                 : "null")
        .add("items", coefficient.units)
        .text();
}

std::string tableText(const contracts::AgreementTable& table) {
    std::string pairs;
    for (const contracts::AnnotatorPair& pair : table.pairs) {
        pairs += (pairs.empty() ? "" : ",") + JsonObject()
                                                  .add("annotators", std::vector<std::string>{pair.first, pair.second})
                                                  .add("overlap", pair.overlap)
                                                  .add("same", pair.same)
                                                  .addJson("cohen_kappa", coefficientText(pair.kappa))
                                                  .text();
    }
    return JsonObject()
        .add("criterion", table.criterion)
        .addJson("tag", table.tag.empty() ? "null" : jsonText(table.tag))
        .add("judged", table.judged)
        .add("judged_twice", table.judgedTwice)
        .add("disagreeing", table.disagreeing)
        .addJson("raw_agreement", numberText(table.rawAgreement))
        .addJson("fleiss_kappa", coefficientText(table.fleissKappa))
        .addJson("krippendorff_alpha", coefficientText(table.alpha))
        .addJson("krippendorff_alpha_ordinal", coefficientText(table.ordinalAlpha))
        .addJson("krippendorff_alpha_interval", coefficientText(table.intervalAlpha))
        .addJson("pairs", "[" + pairs + "]")
        .text();
}

std::string reportText(const contracts::AgreementReport& report, std::size_t items) {
    std::string tables;
    for (const contracts::AgreementTable& table : report.tables) {
        tables += (tables.empty() ? "" : ",") + tableText(table);
    }
    std::vector<int> open;
    std::size_t settled = 0;
    for (const contracts::DisagreedItem& item : report.items) {
        settled += item.isSettled ? 1U : 0U;
        if (!item.isSettled && open.size() < items) {
            open.push_back(item.number);
        }
    }
    return JsonObject()
        .addJson("tables", "[" + tables + "]")
        .add("tags_left_out", report.tagsLeftOut)
        .addJson("disagreement",
                 JsonObject().add("items_in_all", report.items.size()).add("settled", settled).add("open", open).text())
        .text();
}

std::string words(const char* name, const engine::Coefficient& coefficient) {
    if (!coefficient.value) {
        return {};
    }
    std::array<char, 128> text{};
    if (coefficient.low && coefficient.high) {
        (void)std::snprintf(text.data(), text.size(), "  %-28s %6.3f  (95 %% interval %.3f to %.3f)\n", name, *coefficient.value,
                            *coefficient.low, *coefficient.high);
    } else {
        (void)std::snprintf(text.data(), text.size(), "  %-28s %6.3f\n", name, *coefficient.value);
    }
    return text.data();
}

std::string tableWords(const contracts::AgreementTable& table) {
    std::string text = table.criterion + (table.tag.empty() ? "" : ", tag " + table.tag) + ": " +
                       std::to_string(table.judgedTwice) + " items judged by two or more, " + std::to_string(table.disagreeing) +
                       " with disagreement\n";
    text += words("Fleiss' kappa", table.fleissKappa) + words("Krippendorff's alpha", table.alpha) +
            words("  of strength, ordinal", table.ordinalAlpha) + words("  of strength, interval", table.intervalAlpha);
    for (const contracts::AnnotatorPair& pair : table.pairs) {
        text += "  " + pair.first + " and " + pair.second + ": the same on " + std::to_string(pair.same) + " of " +
                std::to_string(pair.overlap) + "\n" + words("  Cohen's kappa", pair.kappa);
    }
    return text;
}

ExitCode run(const Options& options, const Session& session) {
    ProgressLine line(!session.console.quiet);
    const auto outcome = services::outcomeOf<contracts::AgreementReport>([&] {
        storage::OpenProjectOptions reading;
        reading.readOnly = true;
        const auto project = storage::Project::open(options.file, reading);
        return services::agreementOf(*project, session.interrupt.token(), [&](std::int64_t done, std::int64_t total) {
            line.show("reading votes", total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1);
        });
    });
    line.wipe();
    const contracts::AgreementReport& report = valueOf(outcome, ExitCode::File);
    if (options.asJson || !isOutputTerminal()) {
        printLine(reportText(report, options.items));
        return ExitCode::Done;
    }
    for (const contracts::AgreementTable& table : report.tables) {
        printLine(tableWords(table));
    }
    if (report.tables.empty()) {
        printLine("Nobody has judged anything yet.");
    }
    return ExitCode::Done;
}

} // namespace

void addProjectAgreementCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("agreement", "How far annotators agree, and on which items they do not");
    const auto options = std::make_shared<Options>();
    command->add_option("P", options->file, "The project")->required()->type_name("");
    command->add_option("--items", options->items, "Name so many items that wait to be settled")
        ->type_name("N")
        ->capture_default_str();
    command->add_flag("--json", options->asJson, "JSON also on a terminal");
    command->footer(
        "Prints one JSON object: a table per criterion, over all items and for each tag, with Cohen's kappa of each pair of "
        "annotators, Fleiss' kappa and Krippendorff's alpha, each with its 95 % interval. Labels are the best answer, tie and "
        "all "
        "bad; the ordinal and interval alpha are of the strength of votes on two answers. Skipped items and adjudications do not "
        "count. Changes nothing.\n\n"
        "Example:\n  trutina-cli project agreement cups.trutina | jq '.tables[0].krippendorff_alpha'\n");
    command->callback([options, &action] { action = [options](const Session& session) { return run(*options, session); }; });
}

} // namespace trutina::cli
