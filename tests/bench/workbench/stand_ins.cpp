// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/workbench/stand_ins.h"

#include "tests/bench/harness/child_process.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace trutina::bench {

namespace {

std::vector<std::string> sizesOf(StandIn which) {
    switch (which) {
    case StandIn::Smoke:
        return {"--preset", "tiny", "--hidden",       "64", "--layers",       "2",  "--inner", "224",
                "--rank",   "8",    "--vision-width", "32", "--vision-inner", "128"};
    case StandIn::Tiny:
        return {"--preset",        "tiny", "--hidden",       "512",  "--layers",       "6",   "--heads",        "8",
                "--kv-heads",      "2",    "--inner",        "1792", "--rank",         "32",  "--vision-width", "192",
                "--vision-layers", "4",    "--vision-heads", "3",    "--vision-inner", "768", "--tile",         "560"};
    case StandIn::Medium:
        return {"--preset", "medium"};
    case StandIn::Layer: // no text and no picture goes through it: what is beside the layer is kept small
        return {"--preset",       "layer", "--vocabulary",   "512", "--vision-width", "64",
                "--vision-heads", "2",     "--vision-inner", "256"};
    case StandIn::Large:
        return {"--preset", "medium", "--size", "2.2G"};
    case StandIn::LargeBin:
        return {"--preset", "medium", "--size", "2.2G", "--format", "bin"};
    }
    return {};
}

std::string contentOf(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::ostringstream whole;
    whole << stream.rdbuf();
    return whole.str();
}

} // namespace

const char* standInName(StandIn which) {
    switch (which) {
    case StandIn::Smoke:
        return "smoke";
    case StandIn::Tiny:
        return "tiny";
    case StandIn::Medium:
        return "medium";
    case StandIn::Layer:
        return "layer";
    case StandIn::Large:
        return "large";
    case StandIn::LargeBin:
        return "large-bin";
    }
    return "";
}

std::filesystem::path standInFolder(StandIn which, const std::filesystem::path& cache, const std::filesystem::path& tokenizer) {
    const auto folder = cache / "stand-ins" / standInName(which);
    std::vector<std::string> command{TRUTINA_SOURCE_DIR "/packaging/make-checkpoint", folder.string()};
    for (const std::string& argument : sizesOf(which)) {
        command.push_back(argument);
    }
    command.insert(command.end(), {"--tokenizer", tokenizer.string()});
    std::string wanted;
    for (const std::string& argument : command) {
        wanted += argument + "\n";
    }
    // The note is written last, so that a folder that was not finished is made again.
    const auto note = folder / "made-by.txt";
    if (contentOf(note) != wanted) {
        std::filesystem::remove(note);
        runProgram(command);
        if (!(std::ofstream(note) << wanted)) {
            throw std::runtime_error("cannot write " + note.string());
        }
    }
    return folder;
}

} // namespace trutina::bench
