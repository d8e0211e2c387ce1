// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/harness/report.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace trutina::bench {

namespace {

std::string formatted(const char* format, double value) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

/// Three digits that count.
std::string number(double value) {
    if (value < 0.001) {
        return formatted("%.2g", value);
    }
    return formatted(value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.3f", value);
}

std::string seconds(double value) {
    return value >= 1 ? number(value) + " s" : number(1e3 * value) + " ms";
}

std::string sideCell(const Figure& figure, std::size_t index) {
    if (figure.sides.empty() && index < figure.facts.size()) { // a ratio of something else than times
        return figure.facts[index].first + ": " + number(figure.facts[index].second);
    }
    if (index >= figure.sides.size() || figure.sides[index].seconds.empty()) {
        return "–";
    }
    return seriesText(figure.sides[index]);
}

std::string goalText(const Figure& figure) {
    if (!figure.goal) {
        return "–";
    }
    return (figure.goal->bound == Goal::Bound::AtLeast ? "≥ " : "≤ ") + number(figure.goal->value);
}

} // namespace

std::string seriesText(const Series& side) {
    std::string text = side.name + ": " + seconds(medianSeconds(side));
    if (side.seconds.size() > 1) {
        text += " (" + seconds(lowest(side.seconds)) + " – " + seconds(highest(side.seconds)) + ")";
    }
    if (side.flop > 0) {
        text += ", " + number(gigaflops(side)) + " GFLOP/s";
    }
    return text;
}

nlohmann::ordered_json toJson(const Run& run) {
    nlohmann::ordered_json json;
    const Machine& machine = run.machine;
    json["machine"] = {{"processor", machine.processor},
                       {"instruction_sets", machine.instructionSets},
                       {"threads", machine.threads},
                       {"memory_bytes", machine.memoryBytes},
                       {"system", machine.system},
                       {"libtorch", machine.libTorch},
                       {"gflop_per_s", {{"float32", machine.float32}, {"bfloat16", machine.bfloat16}}},
                       {"fastest_dtype", run.comparison}};
    json["conditions"] = {{"load_before", run.conditions.loadBefore},
                          {"load_limit", run.conditions.loadLimit},
                          {"spread_limit", run.conditions.spreadLimit},
                          {"forced", run.conditions.isForced},
                          {"command", run.command}};
    json["figures"] = nlohmann::ordered_json::array();
    for (const Figure& figure : run.figures) {
        const Judgement judgement = judge(figure, run.conditions);
        nlohmann::ordered_json entry = {{"name", figure.name}, {"title", figure.title}, {"value", figure.value}};
        if (figure.goal) {
            entry["goal"][figure.goal->bound == Goal::Bound::AtLeast ? "at_least" : "at_most"] = figure.goal->value;
        }
        entry["verdict"] = verdictName(judgement.verdict);
        entry["reason"] = judgement.reason;
        entry["sides"] = nlohmann::ordered_json::array();
        for (const Series& side : figure.sides) {
            nlohmann::ordered_json series = {{"name", side.name}, {"flop", side.flop}, {"seconds", side.seconds}};
            if (!side.seconds.empty()) {
                series["median_s"] = medianSeconds(side);
                series["spread"] = spread(side.seconds);
            }
            entry["sides"].push_back(std::move(series));
        }
        entry["facts"] = nlohmann::ordered_json::object();
        for (const auto& [name, value] : figure.facts) {
            entry["facts"][name] = value;
        }
        json["figures"].push_back(std::move(entry));
    }
    return json;
}

std::string toMarkdown(const Run& run) {
    const Machine& machine = run.machine;
    std::ostringstream text;
    text << "Machine: " << machine.processor << " (" << machine.instructionSets << "), " << machine.threads << " threads, "
         << number(static_cast<double>(machine.memoryBytes) / (1 << 30)) << " GiB, " << machine.system << ", LibTorch "
         << machine.libTorch << ". A product of 1,024 rows with a 2,048 × 2,048 weight reaches " << number(machine.float32)
         << " GFLOP/s in float32 and " << number(machine.bfloat16) << " in bfloat16: the fastest type here is " << run.comparison
         << ". Load before the run: " << number(run.conditions.loadBefore) << ".\n\n"
         << "Command: `" << run.command << "`\n\n"
         << "| figure | what is measured | one side: median (lowest – highest) | other side | ratio | goal | verdict |\n"
         << "| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const Figure& figure : run.figures) {
        const Judgement judgement = judge(figure, run.conditions);
        text << "| " << figure.name << " | " << figure.title << " | " << sideCell(figure, 0) << " | " << sideCell(figure, 1)
             << " | **" << number(figure.value) << "** | " << goalText(figure) << " | " << verdictName(judgement.verdict)
             << (judgement.reason.empty() ? "" : ": " + judgement.reason) << " |\n";
    }
    return text.str();
}

void writeMarkdown(const std::filesystem::path& file, const std::string& table) {
    std::string document;
    if (std::ifstream stream(file); stream) {
        std::ostringstream whole;
        whole << stream.rdbuf();
        document = whole.str();
    }
    const auto begin = document.find(kMeasuredBegin);
    const auto end = document.find(kMeasuredEnd);
    if (begin == std::string::npos || end == std::string::npos || end < begin) {
        document = table;
    } else {
        const auto from = begin + std::string(kMeasuredBegin).size();
        document.replace(from, end - from, "\n" + table);
    }
    std::ofstream stream(file);
    stream << document;
    stream.flush();
    if (!stream) {
        throw std::runtime_error("cannot write " + file.string());
    }
}

} // namespace trutina::bench
