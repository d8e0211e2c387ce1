// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A tokenizer model is refused, or cuts texts and puts them together again. SentencePiece itself is not instrumented: the fuzzer
// sees what it does, not its branches.
#include "engine/api/error.h"
#include "engine/tokenizer/tokenizer.h"
#include "tests/fuzz/scratch_folder.h"

using namespace trutina::engine;

TRUTINA_FUZZ_TARGET(tokenizer) {
    static const trutina::fuzz::ScratchFolder folder;
    const auto file = folder.write("tokenizer.model", bytes);
    trutina::fuzz::readOrRefuse<Failure>([&] {
        const Tokenizer tokenizer(file);
        const auto ids = tokenizer.encode("Which cup is fuller? <s>\xE4\xB8\x80\xFF", true);
        for (const auto id : ids) {
            trutina::fuzz::require(id >= 0 && id < tokenizer.size(), "an id is one of the model's");
        }
        (void)tokenizer.decode(ids);
    });
}
