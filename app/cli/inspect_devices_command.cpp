// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/services/headless.h"

#include <CLI/CLI.hpp>

#include <string>

namespace trutina::cli {

namespace {

std::string deviceText(const engine::DeviceInfo& device) {
    const bool isCpu = device.choice.kind == engine::DeviceKind::Cpu;
    JsonObject text;
    text.add("device", isCpu ? std::string("cpu") : "cuda:" + std::to_string(device.choice.index))
        .add("name", device.name)
        .add("available", device.available);
    if (device.available) {
        text.add("memory_bytes", device.memoryBytes).add("free_bytes", device.freeBytes);
    } else {
        text.add("reason", device.reason);
    }
    return text.text();
}

ExitCode run() {
    services::Headless headless;
    const auto outcome = headless.devices();
    for (const engine::DeviceInfo& device : valueOf(outcome, ExitCode::NoModel)) {
        printLine(deviceText(device));
    }
    return ExitCode::Done;
}

} // namespace

void addInspectDevicesCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("devices", "Where a model can be computed, and why not elsewhere");
    command->footer("Prints one JSON object per device: name, whether it can be used, memory, or the reason why not.\n\n"
                    "Example:\n"
                    "  trutina-cli inspect devices | jq -r 'select(.available) | .device'\n");
    command->callback([&action] { action = [](const Session&) { return run(); }; });
}

} // namespace trutina::cli
