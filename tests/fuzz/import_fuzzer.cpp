// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Any bytes are imported through every format without a crash, a hang or memory without bound. The first byte chooses the ending
// of the file and the rule for pairs; the rest is the file.
#include "storage/formats/transfer.h"
#include "storage/records/error.h"
#include "tests/fuzz/scratch_folder.h"

#include <string>

using namespace trutina::storage;
using trutina::fuzz::readOrRefuse;
using trutina::fuzz::require;

namespace {

/// Reads to the end and holds the reader to what it promises.
void readAll(const std::string& format, const std::filesystem::path& file, const ReadingOptions& options) {
    readOrRefuse<Failure>([&] {
        const auto reader = FormatRegistry::instance().openReader(format, file, options);
        TransferReport report;
        std::int64_t items = 0;
        while (const auto item = reader->next(report)) {
            ++items;
            require(!item->candidates.empty() && item->candidates.size() <= 9, "an item has one to nine answers");
        }
        require(report.skipped <= report.read, "no more is skipped than read");
        require(report.notes.size() <= kMaxNotes, "notes are bounded");
        require(items > 0 || report.skipped == report.read, "what gives nothing is counted");
    });
}

} // namespace

TRUTINA_FUZZ_TARGET(import) {
    if (bytes.empty()) {
        return;
    }
    static const trutina::fuzz::ScratchFolder folder;
    static constexpr const char* kEndings[] = {".jsonl", ".json", ".csv", ".tsv", ".txt"};
    const auto file = folder.write(std::string("input") + kEndings[bytes[0] % 5], bytes.subspan(1));
    ReadingOptions options;
    options.prompt = "?";
    options.pairs.rating = (bytes[0] & 0x20U) != 0 ? "sum" : "";
    // All but the last, the user's own command. Patterns are slow by design, and bounded.
    options.pairs.verifier = static_cast<Verifier>((bytes[0] >> 6U) % 4);
    readOrRefuse<Failure>([&] { (void)FormatRegistry::instance().detect(file); });
    for (const FormatInfo& format : FormatRegistry::instance().formats()) {
        if (format.canImport && !format.traits.judgesItems && format.name != "pictures") {
            readAll(format.name, file, options);
        }
    }
}
