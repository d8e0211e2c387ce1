// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/model_folder.h"

#include "engine/api/error.h"
#include "engine/checkpoint/safetensors_writer.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace trutina::engine {

namespace {

std::string textOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

void copyModelDescription(const std::filesystem::path& base, const std::filesystem::path& directory,
                          const DescriptionChange& change) {
    for (const auto& entry : std::filesystem::directory_iterator(base)) {
        const auto name = entry.path().filename().string();
        const bool describesWeights = name.ends_with(".index.json") || name == "adapter_config.json";
        if (!entry.is_regular_file() || describesWeights || !(name.ends_with(".json") || name == "tokenizer.model")) {
            continue;
        }
        std::string text = textOf(entry.path());
        if (name == "config.json") {
            auto config = nlohmann::ordered_json::parse(text);
            if (change.isTrained) {
                config.erase("trained");
            }
            if (!change.weightType.empty()) {
                config["torch_dtype"] = change.weightType;
            }
            text = config.dump(2) + "\n";
        }
        writeFileAtomically(directory / name, text);
    }
}

void makeOutputFolder(const std::filesystem::path& directory) {
    std::error_code error;
    std::filesystem::create_directories(directory, error);
    if (error) {
        throw Failure("file.not_written", "\"" + directory.string() + "\" could not be made: " + error.message() + ".",
                      "Choose another output folder.");
    }
}

} // namespace trutina::engine
