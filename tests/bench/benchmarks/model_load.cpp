// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/model_config.h"
#include "engine/checkpoint/weight_map.h"
#include "engine/checkpoint/weight_source.h"
#include "tests/bench/benchmarks/benchmark.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <stdexcept>

namespace trutina::bench {

namespace {

constexpr std::size_t kPage = 4096;

class OpenFile {
  public:
    explicit OpenFile(const std::filesystem::path& file) : m_descriptor(open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
        if (m_descriptor < 0) {
            throw std::runtime_error("cannot open " + file.string());
        }
    }
    ~OpenFile() { close(m_descriptor); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    [[nodiscard]] int descriptor() const { return m_descriptor; }

  private:
    int m_descriptor;
};

void readWhole(const std::filesystem::path& path) {
    const OpenFile file(path);
    std::vector<char> block(16 << 20);
    while (read(file.descriptor(), block.data(), block.size()) > 0) {
    }
}

/// The system forgets what it holds of the file, so that it must be read from the disk.
void forget(const std::filesystem::path& path) {
    const OpenFile file(path);
    fdatasync(file.descriptor());
    posix_fadvise(file.descriptor(), 0, 0, POSIX_FADV_DONTNEED);
}

/// Opens the checkpoint, fetches every tensor as the model does before it is used, in the order of the file, and reads one byte
/// of every page.
std::size_t loadAndTouch(const std::filesystem::path& folder) {
    const auto weights = engine::openWeights(folder);
    std::vector<const engine::StoredTensor*> tensors;
    for (const auto& [name, tensor] : weights->tensors()) {
        tensors.push_back(&tensor);
    }
    std::ranges::sort(tensors, std::less(), [](const engine::StoredTensor* tensor) { return tensor->bytes.data(); });
    std::size_t sum = 0;
    for (const engine::StoredTensor* tensor : tensors) {
        weights->fetch(*tensor);
        for (std::size_t at = 0; at < tensor->bytes.size(); at += kPage) {
            sum += static_cast<std::size_t>(tensor->bytes[at]);
        }
    }
    return sum;
}

void measureForm(const Workbench& bench, StandIn which, const std::string& form, const std::string& fileName,
                 std::vector<Figure>& figures) {
    const auto folder = bench.standIn(which);
    auto file = folder / fileName;
    if (bench.settings().isQuick) {
        file = folder / "model.safetensors"; // the smallest stand-in exists in one form
    }
    const std::string size = std::to_string(std::filesystem::file_size(file) >> 20) + " MiB " + form;
    volatile std::size_t sink = 0; // what was read must not be optimised away
    const auto touching = [&] { return secondsOf([&] { sink = loadAndTouch(folder); }); };
    const auto reading = [&] { return secondsOf([&] { readWhole(file); }); };

    for (const bool cold : {false, true}) {
        const auto name = "P7.read." + form + (cold ? ".cold" : ".warm");
        if (!bench.wants(name)) {
            continue;
        }
        const auto from = [&](auto work) {
            return [&, work] {
                if (cold) {
                    forget(file);
                }
                return work();
            };
        };
        auto series = bench.measure({{"load and touch", from(touching)}, {"raw read", from(reading)}});
        Figure figure{name,
                      "load and touch every page over read(2) in blocks of 16 MiB; " + size +
                          (cold ? ", after the system forgot it" : ", held by the system"),
                      medianSeconds(series[0]) / medianSeconds(series[1]), atMost(1.10), std::move(series)};
        figures.push_back(std::move(figure));
    }

    const auto touched = "P7.python." + form + ".touched";
    const auto mapped = "P7.python." + form + ".mapped";
    if (!bench.settings().hasPython || (!bench.wants(touched) && !bench.wants(mapped))) {
        return;
    }
    const auto python = bench.startPython("load_side.py", {});
    const auto type = at::kBFloat16; // as stored: nothing is converted
    const bool copies = form == "bin";
    // What Python's load gives: every tensor by its name. The engine has then checked each against the configuration, too.
    const auto mapping = [&] {
        return secondsOf([&] {
            const auto weights = engine::openWeights(folder);
            engine::requireComplete(engine::reportWeights(engine::readModelConfig(folder), *weights));
        });
    };
    const auto loading = [&] {
        std::unique_ptr<engine::RewardModel> model;
        return secondsOf([&] { model = bench.load(which, type); });
    };
    auto series = bench.measure({{"engine, every page touched", touching},
                                 {copies ? "torch.load" : "safetensors.torch.load_file, touched",
                                  [&] {
                                      const auto answer = python->ask({{"file", file.string()}});
                                      return answer.at(copies ? "seconds" : "touched_seconds").get<double>();
                                  }},
                                 {"engine, mapped", mapping},
                                 {"engine, ready to score", loading}});
    figures.push_back({touched,
                       "Python's load over load and touch every page; " + size,
                       medianSeconds(series[1]) / medianSeconds(series[0]),
                       atLeast(3),
                       {series[0], series[1]}});
    figures.push_back({mapped,
                       "Python's load over the engine's, mapped only; " + size,
                       medianSeconds(series[1]) / medianSeconds(series[2]),
                       atLeast(50),
                       {series[2], series[1]},
                       {{"engine, ready to score with tokenizer and plan, s", medianSeconds(series[3])}}});
}

} // namespace

std::vector<Figure> measureModelLoad(const Workbench& bench) {
    std::vector<Figure> figures;
    measureForm(bench, StandIn::Large, "safetensors", "model.safetensors", figures);
    if (!bench.settings().isQuick) {
        measureForm(bench, StandIn::LargeBin, "bin", "pytorch_model.bin", figures);
    }
    return figures;
}

} // namespace trutina::bench
