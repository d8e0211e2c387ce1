// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/transfer.h"
#include "storage/repositories/project.h"
#include "tests/bench/benchmarks/benchmark.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <random>
#include <set>
#include <stdexcept>

namespace trutina::bench {

namespace {

namespace fs = std::filesystem;
using storage::Project;

/// A word that only a few of a million rows hold.
constexpr const char* kRareWord = "halcyon";

/// Preference pairs of a few hundred characters a side, as they are in the wild: words of a vocabulary of some thousand, drawn
/// unevenly, the same on every machine. `rare` of them hold the rare word.
fs::path writePairs(const fs::path& file, int rows, int rare) {
    if (fs::exists(file)) {
        return file;
    }
    std::mt19937_64 random(20260301); // its numbers are fixed by the standard, unlike those of the distributions
    const auto below = [&random](std::uint64_t limit) { return random() % limit; };
    std::vector<std::string> words;
    for (int word = 0; word < 6000; ++word) {
        std::string text;
        for (std::uint64_t letters = 2 + below(8); letters > 0; --letters) {
            text += static_cast<char>('a' + below(26));
        }
        words.push_back(text);
    }
    const auto sentence = [&](std::uint64_t count) {
        std::string text;
        for (; count > 0; --count) {
            const std::uint64_t range = 1 + below(words.size()); // small numbers more often
            text += (text.empty() ? "" : " ") + words[below(range)];
        }
        return text;
    };
    const fs::path making = file.string() + ".part";
    std::ofstream stream(making);
    const int stride = rare > 0 ? std::max(1, rows / rare) : rows + 1;
    for (int row = 0; row < rows; ++row) {
        stream << R"({"prompt":")" << sentence(12 + below(20)) << (row % stride == stride / 2 ? std::string(" ") + kRareWord : "")
               << R"(?","chosen":")" << sentence(40 + below(40)) << R"(.","rejected":")" << sentence(30 + below(40)) << "." << row
               << "\"}\n";
    }
    stream.close();
    if (!stream) {
        throw std::runtime_error("cannot write " + making.string());
    }
    fs::rename(making, file);
    return file;
}

void removeProject(const fs::path& file) {
    for (const char* rest : {"", "-wal", "-shm", ".lock"}) {
        fs::remove(file.string() + rest);
    }
}

/// A new, empty project.
std::unique_ptr<Project> created(const fs::path& project, bool searchIndex) {
    removeProject(project);
    storage::CreateProjectOptions options;
    options.annotator = "bench";
    options.searchIndex = searchIndex;
    return Project::create(project, options);
}

/// A new project with the rows of the file.
std::unique_ptr<Project> imported(const fs::path& project, const fs::path& rows, bool searchIndex) {
    auto made = created(project, searchIndex);
    (void)storage::importFile(*made, rows, {.format = "trl"}, {}, {});
    return made;
}

/// -> pairs written to a folder that is not there yet
std::int64_t exported(const Project& project, const fs::path& folder) {
    storage::ExportOptions options;
    options.format = "trl";
    options.directory = folder;
    return storage::exportProject(project, options, {}, {}).written;
}

/// The file of pairs that an export in TRL's form writes.
constexpr const char* kPairs = "pairs.jsonl";

/// Whether two files hold the same records in the same order, however they are spaced.
bool holdTheSame(const fs::path& one, const fs::path& other) {
    std::ifstream left(one);
    std::ifstream right(other);
    std::string leftLine;
    std::string rightLine;
    while (std::getline(left, leftLine)) {
        if (!std::getline(right, rightLine) || nlohmann::json::parse(leftLine) != nlohmann::json::parse(rightLine)) {
            return false;
        }
    }
    return !std::getline(right, rightLine);
}

/// Both sides fill a project of the same schema with the same rows; the script's begins as a copy of an empty one.
Figure importFigure(const Workbench& bench, PythonSide& python, const fs::path& rows, int count, bool searchIndex) {
    const fs::path folder = bench.scratch("P11");
    const fs::path own = folder / "own.trutina";
    const fs::path others = folder / "python.trutina";
    const fs::path empty = folder / "empty.trutina";
    created(empty, searchIndex).reset();
    const nlohmann::json request{{"task", "import"},
                                 {"rows", rows.string()},
                                 {"empty", empty.string()},
                                 {"database", others.string()},
                                 {"index", searchIndex}};
    auto series = bench.measure({{"Trutina", [&] { return secondsOf([&] { imported(own, rows, searchIndex); }); }},
                                 {"Python json and sqlite3", [&] { return python.seconds(request); }}});
    Figure figure{searchIndex ? "P11.import.indexed" : "P11.import",
                  std::string("import of ") + std::to_string(count) + " pairs, " +
                      (searchIndex ? "with full-text index" : "without full-text index") + ": the script over Trutina",
                  medianSeconds(series[1]) / medianSeconds(series[0]), atLeast(searchIndex ? 1.3 : 1.7), std::move(series)};
    fs::remove_all(folder / "own");
    fs::remove_all(folder / "python");
    const std::int64_t written = exported(*Project::open(own, {.readOnly = true}), folder / "own");
    (void)exported(*Project::open(others, {.readOnly = true}), folder / "python");
    if (written != count || !holdTheSame(folder / "own" / kPairs, folder / "python" / kPairs)) {
        figure.fault = "the two projects do not hold the same rows";
    }
    return figure;
}

/// Both sides read one project.
Figure exportFigure(const Workbench& bench, PythonSide& python, const fs::path& rows, int count) {
    const fs::path folder = bench.scratch("P11");
    const fs::path file = folder / "own.trutina";
    const auto project = imported(file, rows, false);
    std::int64_t written = 0;
    const nlohmann::json request{{"task", "export"}, {"database", file.string()}, {"output", (folder / "python.jsonl").string()}};
    const auto own = [&] {
        fs::remove_all(folder / "own");
        return secondsOf([&] { written = exported(*project, folder / "own"); });
    };
    auto series = bench.measure({{"Trutina", own}, {"Python json and sqlite3", [&] { return python.seconds(request); }}});
    Figure figure{"P11.export", "export of " + std::to_string(count) + " pairs in TRL's form: the script over Trutina",
                  medianSeconds(series[1]) / medianSeconds(series[0]), atLeast(3), std::move(series)};
    if (written != count || !holdTheSame(folder / "own" / kPairs, folder / "python.jsonl")) {
        figure.fault = "the two sides did not write the same rows";
    }
    return figure;
}

/// The million rows are imported once and kept: that takes minutes.
std::unique_ptr<Project> largeProject(const Workbench& bench, int count) {
    const fs::path folder = bench.settings().directory / "P11";
    fs::create_directories(folder);
    const fs::path file = folder / ("rows-" + std::to_string(count) + ".trutina");
    if (fs::exists(file)) {
        auto project = Project::open(file, {.takeOverLock = true});
        if (project->info().counts.all == count) {
            return project;
        }
    }
    bench.say("importing " + std::to_string(count) + " rows, once");
    return imported(file, writePairs(folder / ("rows-" + std::to_string(count) + ".jsonl"), count, std::min(50, count / 4)),
                    true);
}

std::vector<Figure> lookupFigures(const Workbench& bench) {
    const int count = bench.settings().isQuick ? 400 : 1'000'000;
    const auto project = largeProject(bench, count);
    const std::string rows = std::to_string(count) + " rows";
    std::vector<Figure> figures;
    if (bench.wants("P11.page")) {
        std::mt19937_64 random(1);
        const auto page = [&] {
            storage::ItemFilter filter;
            filter.afterNumber = static_cast<int>(random() % static_cast<std::uint64_t>(count - 201));
            return secondsOf([&] {
                if (project->items(filter).size() != 200) {
                    throw std::runtime_error("a page of the item list is not whole");
                }
            });
        };
        auto series = bench.measure({{"page", page}});
        figures.push_back({"P11.page", "milliseconds for a page of 200 of " + rows + ", anywhere", 1e3 * medianSeconds(series[0]),
                           atMost(5), std::move(series)});
    }
    if (bench.wants("P11.search")) {
        std::size_t hits = 0;
        const auto search = [&] {
            storage::ItemFilter filter;
            filter.text = kRareWord;
            filter.limit = 50;
            return secondsOf([&] { hits = project->items(filter).size(); });
        };
        auto series = bench.measure({{"search", search}});
        figures.push_back({"P11.search", "milliseconds for a word that 50 of " + rows + " hold", 1e3 * medianSeconds(series[0]),
                           atMost(100), std::move(series)});
        figures.back().facts = {{"hits", static_cast<double>(hits)}};
        if (hits < static_cast<std::size_t>(std::min(50, count / 4))) {
            figures.back().fault = "hits are missing";
        }
    }
    return figures;
}

} // namespace

std::vector<Figure> measureDataTransfer(const Workbench& bench) {
    std::vector<Figure> figures;
    if (bench.settings().hasPython && (bench.wants("P11.import") || bench.wants("P11.export"))) {
        constexpr int kRows = 100'000;
        const fs::path folder = bench.settings().directory / "P11";
        fs::create_directories(folder);
        const fs::path rows = writePairs(folder / ("rows-" + std::to_string(kRows) + ".jsonl"), kRows, 0);
        const auto python = bench.startPython("data_side.py", {});
        for (const bool searchIndex : {false, true}) {
            if (bench.wants(searchIndex ? "P11.import.indexed" : "P11.import")) {
                figures.push_back(importFigure(bench, *python, rows, kRows, searchIndex));
            }
        }
        if (bench.wants("P11.export")) {
            figures.push_back(exportFigure(bench, *python, rows, kRows));
        }
    }
    if (bench.wants("P11.page") || bench.wants("P11.search")) {
        for (Figure& figure : lookupFigures(bench)) {
            figures.push_back(std::move(figure));
        }
    }
    return figures;
}

} // namespace trutina::bench
