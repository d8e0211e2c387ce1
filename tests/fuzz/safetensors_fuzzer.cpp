// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every tensor that a safetensors file gives lies inside the file.
#include "engine/api/error.h"
#include "engine/checkpoint/safetensors_file.h"
#include "tests/fuzz/fuzz_target.h"

using namespace trutina::engine;

TRUTINA_FUZZ_TARGET(safetensors) {
    const auto file = std::as_bytes(bytes);
    trutina::fuzz::readOrRefuse<Failure>([&] {
        for (const StoredTensor& tensor : readSafetensors(file, "fuzzed.safetensors")) {
            const bool isInside =
                tensor.bytes.empty() ||
                (tensor.bytes.data() >= file.data() && tensor.bytes.data() + tensor.bytes.size() <= file.data() + file.size());
            trutina::fuzz::require(isInside, "a tensor lies inside its file");
        }
    });
}
