// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/harness/machine.h"

#include "tests/bench/harness/interleaving.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <sys/utsname.h>
#include <torch/headeronly/version.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

namespace trutina::bench {

namespace {

std::string valueAfter(const std::string& file, const std::string& key, char separator) {
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with(key)) {
            auto value = line.substr(line.find(separator) + 1);
            value.erase(0, value.find_first_not_of(" \t\""));
            value.erase(value.find_last_not_of(" \t\"") + 1);
            return value;
        }
    }
    return {};
}

std::string wideSets(const std::string& flags) {
    std::istringstream words(flags);
    std::string sets;
    for (std::string word; words >> word;) {
        if (word.starts_with("avx") || word.starts_with("amx") || word == "fma") {
            sets += (sets.empty() ? "" : " ") + word;
        }
    }
    return sets;
}

double productRate(at::ScalarType type) {
    const at::Tensor x = at::ones({1024, 2048}, type);
    const at::Tensor w = at::ones({2048, 2048}, type);
    double best = 1e9;
    for (int i = 0; i < 8; ++i) {
        best = std::min(best, secondsOf([&] { static_cast<void>(at::linear(x, w)); }));
    }
    return 2e-9 * 1024 * 2048 * 2048 / best;
}

} // namespace

Machine describeMachine(int threads) {
    Machine machine;
    machine.processor = valueAfter("/proc/cpuinfo", "model name", ':');
    machine.instructionSets = wideSets(valueAfter("/proc/cpuinfo", "flags", ':'));
    machine.threads = threads;
    machine.memoryBytes = static_cast<std::int64_t>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGE_SIZE);
    utsname name{};
    uname(&name);
    machine.system = valueAfter("/etc/os-release", "PRETTY_NAME", '=') + ", Linux " + name.release;
    machine.libTorch = TORCH_VERSION;
    at::set_num_threads(threads);
    machine.float32 = productRate(at::kFloat);
    machine.bfloat16 = productRate(at::kBFloat16);
    return machine;
}

double loadAverage() {
    double load = 0;
    return getloadavg(&load, 1) == 1 ? load : 0;
}

} // namespace trutina::bench
