// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The files that training reads by itself. The first byte chooses between records with a winner, a list in the authors' form and
// a mixture of such lists.
#include "storage/formats/ixc_training_data.h"
#include "storage/formats/record_pairs.h"
#include "storage/records/error.h"
#include "tests/fuzz/scratch_folder.h"

using namespace trutina::storage;

TRUTINA_FUZZ_TARGET(training_pairs) {
    if (bytes.empty()) {
        return;
    }
    static const trutina::fuzz::ScratchFolder folder;
    TransferReport report;
    trutina::fuzz::readOrRefuse<Failure>([&] {
        if (bytes[0] % 3 == 0) {
            (void)readRecordPairs(folder.write("pairs.jsonl", bytes.subspan(1)), {}, report);
        } else {
            (void)readIxcTrainingData(folder.write(bytes[0] % 3 == 1 ? "list.json" : "data.txt", bytes.subspan(1)), {}, report);
        }
    });
    trutina::fuzz::require(report.notes.size() <= kMaxNotes, "notes are bounded");
}
