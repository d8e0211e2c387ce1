// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The JSON files of a model folder. The first byte chooses which one the rest is.
#include "engine/api/error.h"
#include "engine/checkpoint/checkpoint_index.h"
#include "engine/checkpoint/model_config.h"
#include "engine/tokenizer/added_tokens.h"
#include "tests/fuzz/scratch_folder.h"

using namespace trutina::engine;

TRUTINA_FUZZ_TARGET(model_config) {
    if (bytes.empty()) {
        return;
    }
    static const trutina::fuzz::ScratchFolder folder;
    const auto content = bytes.subspan(1);
    trutina::fuzz::readOrRefuse<Failure>([&] {
        if (bytes[0] % 3 == 0) {
            const ModelConfig config = parseModelConfig(trutina::fuzz::textOf(content));
            trutina::fuzz::require(config.heads > 0 && config.headSize() > 0 && config.mergedGrid() > 0, "sizes are positive");
        } else if (bytes[0] % 3 == 1) {
            (void)readCheckpointIndex(folder.write("model.safetensors.index.json", content));
        } else {
            (void)folder.write("tokenizer_config.json", content);
            (void)readAddedTokens(folder.path());
        }
    });
}
