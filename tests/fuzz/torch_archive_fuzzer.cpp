// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Weight files of torch.save: the first byte chooses between the whole archive and its pickle alone, which a fuzzer would hardly
// reach through the zip.
#include "engine/api/error.h"
#include "engine/checkpoint/state_dict_pickle.h"
#include "engine/checkpoint/torch_archive.h"
#include "tests/fuzz/fuzz_target.h"

using namespace trutina::engine;

TRUTINA_FUZZ_TARGET(torch_archive) {
    if (bytes.empty()) {
        return;
    }
    const auto file = std::as_bytes(bytes.subspan(1));
    trutina::fuzz::readOrRefuse<Failure>([&] {
        if (bytes[0] % 2 == 0) {
            for (const PickledTensor& tensor : readStateDict(file, "fuzzed.bin")) {
                trutina::fuzz::require(tensor.shape.size() == tensor.strides.size(), "a stride for each dimension");
            }
            return;
        }
        for (const StoredTensor& tensor : readTorchArchive(file, "fuzzed.bin")) {
            const bool isInside =
                tensor.bytes.empty() ||
                (tensor.bytes.data() >= file.data() && tensor.bytes.data() + tensor.bytes.size() <= file.data() + file.size());
            trutina::fuzz::require(isInside, "a tensor lies inside its file");
        }
    });
}
