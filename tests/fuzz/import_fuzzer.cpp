// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// libFuzzer target: any bytes are imported through every format without a crash, a hang or memory without bound. The first byte
// chooses the ending of the file and the rule for pairs; the rest is the file.
#include "storage/formats/transfer.h"
#include "storage/records/error.h"

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

using namespace trutina::storage;

namespace {

const std::filesystem::path& folder() {
    static const std::filesystem::path path = [] {
        auto made = std::filesystem::temp_directory_path() / ("trutina-fuzz-" + std::to_string(::getpid()));
        std::filesystem::create_directories(made);
        return made;
    }();
    return path;
}

/// Reads to the end and holds the reader to what it promises.
void readAll(const std::string& format, const std::filesystem::path& file, const ReadingOptions& options) {
    try {
        const auto reader = FormatRegistry::instance().openReader(format, file, options);
        TransferReport report;
        std::int64_t items = 0;
        while (const auto item = reader->next(report)) {
            ++items;
            if (item->candidates.empty() || item->candidates.size() > 9) {
                std::abort();
            }
        }
        if (report.skipped > report.read || report.notes.size() > kMaxNotes || (items == 0 && report.skipped != report.read)) {
            std::abort();
        }
    } catch (const Failure& failure) {
        if (failure.error().code.empty() || failure.error().message.empty()) {
            std::abort();
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    static constexpr const char* kEndings[] = {".jsonl", ".json", ".csv", ".tsv", ".txt"};
    const std::filesystem::path file = folder() / (std::string("input") + kEndings[data[0] % 5]);
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(data + 1), static_cast<std::streamsize>(size - 1));
    ReadingOptions options;
    options.prompt = "?";
    options.pairs.rating = (data[0] & 0x20U) != 0 ? "sum" : "";
    options.pairs.verifier = static_cast<Verifier>((data[0] >> 6U) % 4); // patterns are slow by design, and bounded
    try {
        (void)FormatRegistry::instance().detect(file);
    } catch (const Failure&) {
    }
    for (const FormatInfo& format : FormatRegistry::instance().formats()) {
        if (format.canImport && format.name != "pictures") {
            readAll(format.name, file, options);
        }
    }
    return 0;
}
