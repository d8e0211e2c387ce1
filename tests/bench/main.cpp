// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/benchmarks/benchmark.h"
#include "tests/bench/harness/report.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

namespace trutina::bench {

namespace {

constexpr const char* kFooter =
    "Built as build/release/bin/trutina-bench. Both sides of a ratio run in turns (A B A B ...), after one warm-up; medians are\n"
    "compared. A ratio is judged only where the repetitions of each side lie within 15 % and the 1-minute load before the run "
    "was\n"
    "0.5 or less. packaging/bench sets up what the Python sides need and writes docs/performance.md.\n\n"
    "Exit codes: 0 every ratio that was judged is reached, 1 one is missed or faulty, 2 wrong usage, 3 a benchmark did not "
    "run.\n\n"
    "Examples:\n"
    "  build/release/bin/trutina-bench --only P3\n"
    "  build/release/bin/trutina-bench --only P1.N4,P4 --json sharing.json\n";

std::filesystem::path cacheFolder() {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    if (cache != nullptr && *cache != '\0') {
        return std::filesystem::path(cache) / "trutina";
    }
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home != nullptr ? home : "/tmp") / ".cache" / "trutina";
}

/// Adds the figures of one benchmark; false when it could not run.
bool runBenchmark(const Benchmark& benchmark, const Workbench& bench, std::vector<Figure>& figures) {
    bench.say(std::string(benchmark.name) + ": " + benchmark.title);
    try {
        for (Figure& figure : benchmark.run(bench)) {
            figures.push_back(std::move(figure));
        }
        return true;
    } catch (const std::exception& error) {
        bench.say(std::string(benchmark.name) + " did not run: " + error.what());
        return false;
    }
}

int run(Settings settings, Run report, const std::string& json, const std::string& markdown) {
    report.conditions.loadBefore = loadAverage();
    report.machine = describeMachine(settings.threads);
    auto fastest = report.machine.bfloat16 > report.machine.float32 ? at::kBFloat16 : at::kFloat;
    if (!settings.dtype.empty()) {
        fastest = settings.dtype == "float32" ? at::kFloat : at::kBFloat16;
    }
    report.comparison = typeName(fastest);
    const Workbench bench(std::move(settings), fastest);

    bool complete = true;
    for (const Benchmark& benchmark : kBenchmarks) {
        if (bench.wants(benchmark.name)) {
            complete = runBenchmark(benchmark, bench, report.figures) && complete;
        }
    }
    std::cout << toMarkdown(report);
    if (!json.empty() && !(std::ofstream(json) << toJson(report).dump(2) << '\n')) {
        bench.say("cannot write " + json);
        complete = false;
    }
    if (!markdown.empty()) {
        writeMarkdown(markdown, toMarkdown(report));
    }
    if (!complete) {
        return 3;
    }
    return std::any_of(report.figures.begin(), report.figures.end(),
                       [&](const Figure& figure) {
                           const auto verdict = judge(figure, report.conditions).verdict;
                           return verdict == Verdict::Missed || verdict == Verdict::Faulty;
                       })
               ? 1
               : 0;
}

} // namespace

int runBench(int argc, char** argv) {
    CLI::App app("Measures the ratios that the engine is held to, side by side with what they are compared with.",
                 "trutina-bench");
    app.footer(kFooter);
    Settings settings;
    settings.directory = cacheFolder() / "bench";
    settings.python = cacheFolder() / "python" / "bench" / "bin" / "python";
    settings.shared = TRUTINA_SHARED_DIR;
    Run report;
    std::string json;
    std::string markdown;
    bool list = false;
    app.add_flag("--list", list, "Name the benchmarks and end");
    app.add_option("--only", settings.only, "Names or their beginnings: P3, P3.layer, P1.N4")->delimiter(',')->type_name("NAMES");
    app.add_option("--json", json, "Write everything measured")->type_name("FILE");
    app.add_option("--markdown", markdown, "Write the table, between the marks of a document that has them")->type_name("FILE");
    app.add_option("--directory", settings.directory, "Where stand-in checkpoints and media are kept")
        ->type_name("DIR")
        ->capture_default_str();
    app.add_option("--python", settings.python, "Interpreter that the Python sides run in")
        ->type_name("FILE")
        ->capture_default_str();
    app.add_option("--shared", settings.shared, "Folder with data/internlm2-tokenizer.model and oracle/oracle.py")
        ->type_name("DIR");
    app.add_option("--repetitions", settings.repetitions.counted, "Counted repetitions of each side")
        ->check(CLI::Range(1, 100))
        ->type_name("N")
        ->capture_default_str();
    app.add_option("--threads", settings.threads, "Threads of both sides")
        ->check(CLI::Range(1, 1024))
        ->type_name("N")
        ->capture_default_str();
    app.add_option("--dtype", settings.dtype, "float32 or bfloat16, in place of the one that is fastest here")
        ->check(CLI::IsMember({"float32", "bfloat16"}))
        ->type_name("");
    app.add_flag("--force", report.conditions.isForced, "Report without judging, however busy the machine is");
    app.add_flag("--quick", settings.isQuick,
                 "Smallest shapes, once, without Python: shows that the benchmarks run, and judges nothing");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (list) {
        for (const Benchmark& benchmark : kBenchmarks) {
            std::cout << benchmark.name << "  " << benchmark.title << '\n';
        }
        return 0;
    }
    if (settings.isQuick) {
        settings.repetitions = {0, 1};
        settings.directory /= "quick";
        report.conditions.isForced = true;
    }
    settings.hasPython = !settings.isQuick && std::filesystem::exists(settings.python);
    if (!settings.hasPython && !settings.isQuick) {
        std::cerr << "No Python environment at " << settings.python.string()
                  << ": figures with a Python side are left out (packaging/bench makes it).\n";
    }
    for (int i = 0; i < argc; ++i) {
        report.command += (i > 0 ? " " : "") + (i > 0 ? std::string(argv[i]) : std::string("trutina-bench"));
    }
    return run(std::move(settings), std::move(report), json, markdown);
}

} // namespace trutina::bench

int main(int argc, char** argv) {
    return trutina::bench::runBench(argc, argv);
}
