// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/compute_choice.h"

#include "engine/api/error.h"

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <system_error>

namespace trutina::engine {

namespace {

double gigaflops(at::ScalarType type, double seconds) {
    constexpr std::int64_t kRows = 256;
    constexpr std::int64_t kWidth = 2048;
    const auto options = at::TensorOptions().dtype(type);
    const at::Tensor x = at::ones({kRows, kWidth}, options);
    const at::Tensor w = at::ones({kWidth, kWidth}, options);
    auto result = at::linear(x, w); // the first call packs and plans
    const auto start = std::chrono::steady_clock::now();
    double best = 0;
    auto begin = start;
    do {
        result = at::linear(x, w);
        const auto end = std::chrono::steady_clock::now();
        const double took = std::chrono::duration<double>(end - begin).count();
        best = std::max(best, 2e-9 * kRows * kWidth * kWidth / took);
        begin = end;
    } while (std::chrono::duration<double>(begin - start).count() < seconds);
    return best;
}

std::string rounded(double value) {
    return std::to_string(static_cast<long>(value + 0.5));
}

} // namespace

ComputeProbe measureCompute() {
    return {gigaflops(at::kFloat, 0.15), gigaflops(at::kBFloat16, 0.15)};
}

std::string processorName() {
    std::ifstream stream("/proc/cpuinfo");
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("model name")) {
            const auto colon = line.find(": ");
            return colon == std::string::npos ? "CPU" : line.substr(colon + 2);
        }
    }
    return "CPU";
}

std::string probeKey(int threads) {
    // The name alone can be as vague as "AMD EPYC"; the instruction sets tell the generations apart.
    std::string sets;
    std::ifstream stream("/proc/cpuinfo");
    for (std::string line; sets.empty() && std::getline(stream, line);) {
        if (line.starts_with("flags")) {
            std::istringstream words(line);
            for (std::string word; words >> word;) {
                if (word.starts_with("avx") || word.starts_with("amx")) {
                    sets += " " + word;
                }
            }
        }
    }
    return processorName() + "," + sets + ", " + std::to_string(threads) + " threads, engine " + TRUTINA_VERSION;
}

std::filesystem::path probeFile() {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    const char* home = std::getenv("HOME");
    if (cache != nullptr && *cache != '\0') {
        return std::filesystem::path(cache) / "trutina" / "compute-probe.json";
    }
    return home != nullptr ? std::filesystem::path(home) / ".cache" / "trutina" / "compute-probe.json" : std::filesystem::path();
}

ComputeProbe rememberedProbe(const std::filesystem::path& file, const std::string& machine,
                             const std::function<ComputeProbe()>& measure) {
    nlohmann::json known = nlohmann::json::object();
    if (std::ifstream stream(file); stream) {
        auto parsed = nlohmann::json::parse(stream, nullptr, /*allow_exceptions=*/false);
        if (parsed.is_object()) {
            known = std::move(parsed);
        }
    }
    if (const auto found = known.find(machine); found != known.end() && found->is_object()) {
        const auto value = [&](const char* key) {
            return found->contains(key) && (*found)[key].is_number() ? (*found)[key].get<double>() : 0.0;
        };
        if (value("float32") > 0 && value("bfloat16") > 0) {
            return {value("float32"), value("bfloat16")};
        }
    }
    const ComputeProbe probe = measure();
    known[machine] = {{"float32", probe.float32}, {"bfloat16", probe.bfloat16}};
    std::error_code error;
    std::filesystem::create_directories(file.parent_path(), error);
    const auto temporary = std::filesystem::path(file.string() + "." + std::to_string(getpid()));
    if (std::ofstream stream(temporary); stream << known.dump(2) << '\n') {
        stream.close();
        std::filesystem::rename(temporary, file, error);
    }
    if (error) {
        std::filesystem::remove(temporary, error);
    }
    return probe;
}

ComputeChoice chooseComputeType(ComputeType asked, std::int64_t weightBytes, const std::function<ComputeProbe()>& probe) {
    switch (asked) {
    case ComputeType::Float32:
        return {asked, "float32 was asked for."};
    case ComputeType::BFloat16:
        return {asked, "bfloat16 was asked for."};
    case ComputeType::Float16:
        throw Failure("options.compute_type", "float16 is not offered on the CPU.",
                      "Use float32 or bfloat16, or \"auto\" to take the faster one; float16 is for CUDA.");
    case ComputeType::Automatic:
        break;
    }
    if (weightBytes < kSmallCheckpointBytes) {
        return {ComputeType::Float32, "The checkpoint is below 1 GiB, so the most exact type is taken."};
    }
    const ComputeProbe measured = probe();
    const std::string figures = "bfloat16 reaches " + rounded(measured.bfloat16) + " GFLOP/s and float32 " +
                                rounded(measured.float32) + " on this machine";
    if (measured.bfloat16 > 1.15 * measured.float32) {
        return {ComputeType::BFloat16, "A probe found that " + figures + "."};
    }
    return {ComputeType::Float32, "A probe found that " + figures + ", so nothing is gained by rounding."};
}

ComputeChoice chooseGpuComputeType(ComputeType asked) {
    switch (asked) {
    case ComputeType::Float32:
        return {asked, "float32 was asked for."};
    case ComputeType::BFloat16:
        return {asked, "bfloat16 was asked for."};
    case ComputeType::Float16:
        return {asked, "float16 was asked for."};
    case ComputeType::Automatic:
        break;
    }
    return {ComputeType::Float16, "The reference computes in float16 on a GPU."};
}

} // namespace trutina::engine
