// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/kind_option.h"

#include <CLI/CLI.hpp>

#include <string>

namespace trutina::cli {

void addKindsOption(CLI::App& command, std::vector<demo::Kind>& kinds) {
    std::string all;
    for (const demo::KindInfo& info : demo::kKinds) {
        all += (all.empty() ? "" : ", ") + std::string(info.name);
    }
    command
        .add_option_function<std::vector<std::string>>(
            "--kinds",
            [&kinds](const std::vector<std::string>& names) {
                for (const std::string& name : names) {
                    kinds.push_back(*demo::kindNamed(name));
                }
            },
            "Only these kinds of questions, with commas between them: " + all)
        ->delimiter(',')
        ->check([](const std::string& name) { return demo::kindNamed(name) ? std::string() : "there is no kind '" + name + "'"; })
        ->type_name("KINDS");
}

} // namespace trutina::cli
